"""What the journal costs: a fixed number of statements that read a bounded stretch of it, however long it is."""

import re

from sqlalchemy import text

from arena.actors.session import who_with
from arena.ideas.commitments import waiting
from arena.insight.choose import Chosen, choose
from arena.insight.journal import PAGE, entries
from arena.insight.news import news, unread_news
from arena.insight.walk import WINDOW
from arena.insight.wanted import Place, Wanted
from arena.store import Store, Tx
from tests.ideas.posted import post
from tests.ideas.test_list_cost import statements
from tests.insight.told import pile
from tests.people import Arena
from tests.threads.test_windows import plan, work

WHOLE = re.compile(r"Seq Scan on journal_entry|SCAN (journal_entry|post|idea)$")
LONG = 30_000


def _grow(tx: Tx, idea_id: int, many: int, person: int) -> None:
    """Entries by the thousand, written by the database itself."""
    series = {
        "sqlite": "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < :many) SELECT {} FROM s",
        "postgresql": "SELECT {} FROM generate_series(1, :many) AS s(n)",
    }[tx.db.dialect.name]
    at = {
        "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', '2021-01-01', '+' || s.n || ' seconds')",
        "postgresql": "timestamptz '2021-01-01' + s.n * interval '1 second'",
    }[tx.db.dialect.name]
    kind = "CASE s.n % 4 WHEN 0 THEN 'ideas.revise' WHEN 1 THEN 'ideas.join' ELSE 'answers.publish' END"
    columns = f":idea, 1000 + s.n, {kind}, :person, :person, {at}, '', '{{}}', '{{}}'"
    names = "idea_id, no, kind, person_id, actor_id, at, why, change, facts"
    into = f"INSERT INTO journal_entry ({names}) {series.format(columns)}"
    tx.db.execute(text(into), {"idea": idea_id, "many": many, "person": person})
    if tx.db.dialect.name == "postgresql":
        tx.db.execute(text("ANALYZE"))  # PostgreSQL does so by itself, later, for what other tests grew as well


def _choices(person: int, idea_id: int) -> dict[str, Chosen]:
    middle = Wanted(older=Place(LONG // 2))
    wanted = {
        "all": Wanted(),
        "who": Wanted(who=str(person)),
        "kinds": Wanted(kind="ideas"),
        "period": Wanted(kind="ideas.join"),
        "field": Wanted(field="smart-economy"),
        "rare": Wanted(field="smart-economy", district="spandau", kind="ideas"),
        "who and kind": Wanted(who=str(person), kind="ideas.withdraw"),
    }
    found = {name: Chosen(one, who=(person,) if one.who else None) for name, one in wanted.items()}
    return found | {"idea": Chosen(idea_id=idea_id), "idea, middle": Chosen(middle, idea_id=idea_id)}


async def test_a_page_reads_a_bounded_stretch_of_a_long_journal(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    await store.write(_grow, idea_id, LONG, author.id)
    for name, chosen in _choices(author.id, idea_id).items():
        with statements() as asked:
            store.read_now(entries, chosen)
        assert len(asked) <= 2, (name, asked)
        with store.reading.connect() as db:
            lines = [line for statement in asked for line in plan(db, *statement)]
            done = sum(work(db, *statement) for statement in asked)
        assert not [line for line in lines if WHOLE.search(line)], (name, lines)
        looked = 2 * WINDOW if len(asked) == 2 else PAGE
        assert done < 40 * looked + 4_000, (name, done, lines)


async def test_pages_ask_a_fixed_number_of_times(arena: Arena, store: Store) -> None:
    author = arena.person("Kostas Fest")
    idea_id = await post(author)
    assert author.voice
    await store.write(pile, idea_id, 60, author.voice)
    for path, most in (
        (f"/de/ideas/{idea_id}/journal", 4),
        (f"/de/ideas/{idea_id}/journal?who=Kostas+Fest&kind=ideas", 6),
        ("/de/journal", 3),
        ("/de/journal?who=Kostas+Fest&field=data-use&district=mitte&from=2020-01-01&kind=ideas", 6),
        (f"/de/ideas/{idea_id}/feed.atom", 3),
        ("/de/me/news", 4),
        ("/api/v1/journal?field=data-use", 4),
    ):
        await author.get(path)
        with statements() as asked:
            assert (await author.get(path)).status_code == 200, path
        assert 2 <= len(asked) <= most, (path, len(asked), asked)


async def test_counting_news_in_the_head_of_a_page_reads_no_whole_table(arena: Arena, store: Store) -> None:
    author, reader = arena.person(), arena.person()
    idea_id = await post(author)
    await reader.post(f"/de/ideas/{idea_id}/support", {"on": "true"})
    if store.dialect != "sqlite":
        return
    with statements() as asked:
        me = store.read_now(who_with(waiting(), unread_news()), reader.token or "")
    assert me
    assert me.news == 1
    with statements() as more:
        store.read_now(news, me)
    with store.reading.connect() as db:
        lines = [line for statement in [*asked, *more] for line in plan(db, *statement)]
    scans = [line for line in lines if line.startswith("SCAN") and not re.match(r"SCAN (CONSTANT|\(|anon)", line)]
    assert not scans, lines


def test_a_name_is_found_along_an_index(store: Store) -> None:
    wanted = Wanted(who="Kostas Fest", name="12")
    with statements() as asked:
        store.read_now(choose, wanted)
    with store.reading.connect() as db:
        lines = [line for statement in asked for line in plan(db, *statement)]
    assert not [line for line in lines if re.search(r"^SCAN actor", line)], lines

"""Windows of a long thread: they cost the same wherever they lie, and gaps are counted without looking into them."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from arena.store import Store
from arena.threads.hide import hide
from arena.threads.show import Timeline, timeline
from arena.threads.window import NEWEST, WINDOW, Place
from arena.words.words import local_day
from tests.crowded import crowded_thread, said_at
from tests.people import Arena
from tests.threads.asking import op, say

LONG, SHORT = 50_000, 50
MIDDLE = 25_000
DAY = date(2026, 3, 1)
PLACES = {
    "newest": NEWEST,
    "first": Place(no=1),
    "middle": Place(no=MIDDLE),
    "before": Place(before=MIDDLE),
    "after": Place(after=MIDDLE),
    "between": Place(after=MIDDLE, before=MIDDLE + 40),
    "day": Place(day=DAY),
    "unread": Place(unread=True),
}
AROUND = [name for name in PLACES if name != "between"]
# The thread's heads and its items; then where the window lies, the items behind it, and the day or the person's own.
MOST_STATEMENTS = 5
# A window neither reads a table from end to end nor sorts; halving sorts its own sixteen steps.
SLOW = re.compile(r"Seq Scan on post|\bSCAN\b|TEMP B-TREE|Sort ").search
HALVING = re.compile(r"Seq Scan on post|\bSCAN post").search


@pytest.fixture(scope="module")
def long(arena: Arena) -> int:
    """A thread of fifty thousand contributions."""
    thread = arena.store.write_now(crowded_thread, arena.person("Lea Vielredner").id, LONG)
    everything = (
        "ANALYZE" if arena.store.dialect == "postgresql" else "ANALYZE post"
    )  # PostgreSQL does so by itself, later
    arena.store.write_now(lambda tx: tx.db.execute(text(everything)) and None)
    return thread


@pytest.fixture(scope="module")
def short(arena: Arena, long: int) -> int:
    """A thread of fifty beside it."""
    return arena.store.write_now(crowded_thread, arena.person().id, SHORT)


@contextmanager
def asked(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """The statements that readers ask meanwhile."""
    seen: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if "SELECT" in statement:
            seen.append((statement, parameters))

    event.listen(store.reading, "before_cursor_execute", note)
    yield seen
    event.remove(store.reading, "before_cursor_execute", note)


def plan(db: Connection, statement: str, parameters: Any) -> list[str]:
    """How the database goes about a statement, a line for each table it looks into."""
    if db.dialect.name == "sqlite":
        return [row[3] for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    return [row[0] for row in db.exec_driver_sql(f"EXPLAIN {statement}", parameters)]


def work(db: Connection, statement: str, parameters: Any) -> int:
    """How much a statement does: rows it looked at on PostgreSQL, steps of its machine on SQLite; never time."""
    if db.dialect.name == "sqlite":
        steps = [0]
        raw: Any = db.connection.driver_connection
        raw.set_progress_handler(lambda: steps.append(steps.pop() + 1), 10)
        db.exec_driver_sql(statement, parameters).all()
        raw.set_progress_handler(None, 0)
        return steps[0]
    # Whether names come by a table of all actors depends on how many of them other tests have left.
    db.exec_driver_sql("SET LOCAL enable_hashjoin = off")
    told = db.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters).scalar_one()
    return _rows((json.loads(told) if isinstance(told, str) else told)[0]["Plan"])


def _rows(node: dict[str, Any]) -> int:
    own = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
    return int(own) + sum(map(_rows, node.get("Plans", ())))


def numbers(shown: Timeline) -> list[int]:
    """The numbers of the contributions in a window."""
    return [item.no for item in shown.items if item.no is not None]


@pytest.mark.parametrize("name", PLACES)
def test_a_window_reads_no_more_of_fifty_thousand_than_of_fifty(store: Store, long: int, short: int, name: str) -> None:
    place = PLACES[name]
    with asked(store) as of_long:
        shown = store.read_now(timeline, None, long, place)
    with asked(store) as of_short:
        store.read_now(timeline, None, short, Place(no=25) if name in ("middle", "day") else place)
    assert shown.items
    assert len(shown.items) <= WINDOW
    assert len(of_long) <= MOST_STATEMENTS
    assert name in ("before", "after", "between", "day") or len(of_long) == len(of_short)
    with store.reading.connect() as db:
        done = sum(work(db, *one) for one in of_long)
        most = sum(work(db, *one) for one in of_short)
        slow = [line for one in of_long for line in plan(db, *one) if (HALVING if "halves" in one[0] else SLOW)(line)]
    assert not [line for line in slow if name != "between" or "Sort" not in line], slow  # few rows are sorted at once
    # PostgreSQL may find so few rows in another way than many: what counts is that it never looks through the thread.
    assert done <= 4 * most + (20 * 16 if name == "day" else 0) + (LONG // 10 if store.dialect == "postgresql" else 0)


@pytest.mark.parametrize("name", AROUND)
def test_what_is_left_out_is_counted_to_the_last_contribution(store: Store, long: int, name: str) -> None:
    shown = store.read_now(timeline, None, long, PLACES[name])
    inside = numbers(shown)
    assert inside == list(range(inside[0], inside[-1] + 1))
    left_out = [gap.count for gap in (shown.earlier, shown.later) if gap]
    assert len(inside) + sum(count or 0 for count in left_out) == LONG


def test_a_window_lies_where_it_was_asked_for(store: Store, long: int) -> None:
    shown = {name: store.read_now(timeline, None, long, place) for name, place in PLACES.items()}
    assert numbers(shown["newest"])[-1] == LONG
    assert numbers(shown["first"])[0] == 1
    assert MIDDLE in numbers(shown["middle"])[30:50]
    assert shown["before"].items[-1].born == MIDDLE - 1
    assert shown["after"].items[0].born == MIDDLE + 1
    assert [item.born for item in shown["between"].items] == list(range(MIDDLE + 1, MIDDLE + 40))
    assert shown["between"].later is None
    first = next(item for item in shown["day"].items if item.id == shown["day"].first_of_day)
    assert first.no
    assert (local_day(said_at(first.no - 1)), local_day(said_at(first.no))) == (date(2026, 2, 28), DAY)


@pytest.mark.parametrize("day", [date(2025, 1, 1), date(2030, 1, 1)])
def test_days_outside_the_thread_lead_to_its_ends(store: Store, long: int, day: date) -> None:
    shown = numbers(store.read_now(timeline, None, long, Place(day=day)))
    assert shown[0] == 1 if day.year == 2025 else shown[-1] == LONG


@pytest.mark.parametrize("size", [1, 39, 40, 41, 79, 80, 81, 250])
def test_gap_after_gap_shows_every_item_once(arena: Arena, size: int) -> None:
    thread = arena.store.write_now(crowded_thread, arena.person().id, size)
    for start in (NEWEST, Place(no=1), Place(no=size // 2)):
        shown = arena.store.read_now(timeline, None, thread, start)
        items = list(shown.items)
        above, below = shown.earlier, shown.later
        while above:
            piece = arena.store.read_now(timeline, None, thread, Place(before=above.before))
            items, above = piece.items + items, piece.earlier
        while below:
            piece = arena.store.read_now(timeline, None, thread, Place(after=below.after))
            items, below = items + piece.items, piece.later
        assert [item.born for item in items] == list(range(1, shown.seq + 1))


MISSED = {
    "no=99999999": "Den Beitrag 99999999 gibt es hier nicht. Hier stehen die neuesten Beiträge.",
    "no=x": "Diese Stelle gibt es nicht.",
    "at=2030": "Diese Stelle gibt es nicht.",
    "at=2130-01-01": "Ab dem 1. Januar 2130 gibt es hier keinen Beitrag.",
}


@pytest.mark.parametrize("query", MISSED)
async def test_a_place_that_is_not_there_is_said_above_what_is_shown_instead(
    arena: Arena, long: int, query: str
) -> None:
    visitor = arena.visitor()
    shown = (await visitor.get(f"/de/threads/{long}?{query}")).text.partition('<ol class="timeline"')[0]
    assert f">{MISSED[query]}" in shown
    assert "There is no" in (await visitor.get(f"/en/threads/{long}?{query}")).text
    assert "Sie sehen die neuesten Beiträge." in (await visitor.get(f"/ls/threads/{long}?{query}")).text
    for place in (f"no={MIDDLE}", "at=2026-03-01", "unread=1", "no=", "at=", "after=9999999"):
        assert 'class="missed' not in (await visitor.get(f"/de/threads/{long}?{place}")).text


async def test_an_empty_thread_says_nothing_of_places(arena: Arena, thread: int) -> None:
    assert 'class="missed' not in (await arena.visitor().get(f"/de/threads/{thread}?no=7&at=x")).text


async def test_what_was_withdrawn_or_hidden_is_said_above_what_stands_around_it(
    arena: Arena, store: Store, thread: int
) -> None:
    author = arena.person()
    first, second, _ = [await say(author, thread, text) for text in ("eins", "zwei", "drei")]
    await op(author, thread, "delete", post=first)
    why = {"ground": "insult", "reason": "Bitte sachlich", "to": "/"}
    await store.write(hide, author.voice, second, why)
    for no, words in ((1, "Beitrag 1 wurde zurückgezogen."), (2, "Beitrag 2 ist nicht öffentlich."), (3, "")):
        page = (await arena.visitor().get(f"/de/threads/{thread}?no={no}")).text
        assert (f'<p class="missed quiet">{words}' in page) == bool(words)
        assert f'id="post-{no}"' in page


@pytest.mark.parametrize("query", ["no=0", "no=99999999", "no=x", "at=1.3.2026", "after=9999999", "before=0", "no=-1"])
async def test_a_strange_place_still_shows_the_thread(arena: Arena, long: int, query: str) -> None:
    answer = await arena.visitor().get(f"/de/threads/{long}?{query}")
    assert answer.status_code == 200
    assert re.search(r'id="post-(50000|1)"', answer.text)


async def test_the_page_names_what_it_leaves_out_and_leads_there(arena: Arena, long: int) -> None:
    page = f"/de/threads/{long}"
    shown = (await arena.visitor().get(f"{page}?no={MIDDLE}")).text
    assert f'id="post-{MIDDLE}"' in shown
    assert "24.962 frühere Beiträge" in shown
    links = re.findall(r'data-s="open" href="([^"]+)"', shown.partition("<template")[0])
    for link in links:
        path, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in (await arena.visitor().get(path.replace("&amp;", "&"))).text
    assert len(links) == 2
    assert 'href="#latest"' not in shown
    assert f'href="{page}#latest"' in shown


async def test_a_piece_is_drawn_like_the_page(arena: Arena, long: int) -> None:
    page = f"/de/threads/{long}"
    whole = (await arena.visitor().get(f"{page}?no={MIDDLE}")).text
    born = int(re.findall(rf'id="post-{MIDDLE}"[^>]* data-born="(\d+)"', whole)[0])
    piece = await arena.visitor().get(f"{page}/part?after={born - 1}&before={born + 1}&back={page}")
    drawn = re.findall(rf'<li class="post" id="post-{MIDDLE}".*?</li>', piece.text, re.S)
    assert drawn
    assert drawn[0] in whole
    assert "data-more" not in piece.text
    assert (await arena.visitor().get(f"{page}/part")).status_code == 404


async def test_a_permalink_lands_on_its_contribution_among_fifty_thousand(arena: Arena, long: int) -> None:
    shown = (await arena.visitor().get(f"/de/threads/{long}?no={MIDDLE}")).text
    post = re.findall(rf'id="post-{MIDDLE}"[^>]* data-id="(\d+)"', shown)[0]
    answer = await arena.visitor().get(f"/de/posts/{post}")
    assert answer.headers["location"] == f"/de/threads/{long}?no={MIDDLE}#post-{MIDDLE}"


async def test_an_act_in_the_middle_leads_back_to_the_middle(arena: Arena, long: int) -> None:
    person, page = arena.person(), f"/de/threads/{long}"
    shown = (await person.get(f"{page}?no={MIDDLE}")).text
    post = re.findall(rf'id="post-{MIDDLE}"[^>]* data-id="(\d+)"', shown)[0]
    answer = await person.post(f"/de/posts/{post}/react", {"kind": "support:on", "back": page})
    assert answer.headers["location"] == f"{page}?no={MIDDLE}#post-{MIDDLE}"


async def test_the_first_unread_contribution_is_found_and_all_can_be_marked_as_read(arena: Arena, long: int) -> None:
    person, page = arena.person(), f"/de/threads/{long}"
    assert "ungelesen" not in (await person.get(page)).text.partition("<template")[0]
    await person.post(f"{page}/read", {"no": str(MIDDLE), "back": page})
    newest = (await person.get(page)).text.partition("<template")[0]
    assert "25.000 ungelesen" in newest
    assert 'id="unread"' not in newest  # the first one is not in this window
    found = (await person.get(f"{page}?unread=1")).text
    assert re.search(rf'id="unread".*?id="post-{MIDDLE + 1}"', found, re.S)
    assert (await person.post(f"{page}/read", {"no": "50000", "back": page})).status_code == 303
    assert "ungelesen" not in (await person.get(page)).text.partition("<template")[0]

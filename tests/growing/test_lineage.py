"""Lineage: a graph of all an idea came out of and all that came out of it; circles do no harm, drafts are not shown."""

from sqlalchemy import insert, select

from arena.growing.lineage import Edge, levels_around, lineage_of
from arena.growing.model import Lineage
from arena.journal.model import JournalEntry
from arena.store import Store, Tx
from tests.growing.together import propose, suggest
from tests.ideas.posted import page_of, post
from tests.ideas.sown import sow
from tests.ideas.test_list_cost import statements
from tests.people import Arena
from tests.threads.test_windows import plan


def _lead(tx: Tx, pairs: list[tuple[int, int]], kind: str = "split") -> None:
    """Let ideas come out of each other."""
    for one, other in pairs:
        entry = tx.db.execute(select(JournalEntry.id).where(JournalEntry.idea_id == one)).scalars().first()
        row = {"from_id": one, "to_id": other, "kind": kind, "entry_id": entry, "at": tx.now}
        tx.db.execute(insert(Lineage).values(row))


async def test_the_page_draws_ancestors_and_descendants_and_lists_them(arena: Arena, store: Store) -> None:
    author = arena.person()
    old, older, middle, new = [await post(author, title=f"Herkunft {n}") for n in ("A", "B", "C", "D")]
    await propose(author, old, middle)
    await propose(author, older, middle)
    await store.write(_lead, [(middle, new)])
    page = (await arena.visitor().get(f"/de/ideas/{new}/lineage")).text
    for idea_id in (old, older, middle, new):
        assert f"/de/ideas/{idea_id}-herkunft-" in page
    assert page.count('<circle class="') - page.count("mark-dot") == 4
    assert page.count('class="bow bow-merge" d="M') == 3  # two ways, and what the line means
    assert 'role="img"' in page
    graph = await store.read(lineage_of, None, middle)
    assert [node.level for node in graph.nodes] == [-1, -1, 0, 1]
    alone = await post(author)
    assert "steht bisher für sich" in (await arena.visitor().get(f"/de/ideas/{alone}/lineage")).text
    assert "/lineage" not in (await page_of(author, alone)).text
    assert (await author.post(f"/de/ideas/{alone}/withdraw", {"reason": "Vorbei."})).status_code == 303
    assert "Zusammen wachsen" not in (await page_of(author, alone)).text  # nothing came of it, so nothing is said
    assert f"/ideas/{new}/lineage" in (await page_of(author, new)).text
    assert (await arena.visitor().get("/en/ideas/999999999/lineage")).status_code == 404


async def test_a_circle_ends_the_walk(arena: Arena, store: Store) -> None:
    author = arena.person()
    one, two, three = await post(author), await post(author), await post(author)
    await store.write(_lead, [(one, two), (two, three), (three, one)])
    graph = await store.read(lineage_of, None, one)
    assert {node.id for node in graph.nodes} == {one, two, three}
    assert len(graph.edges) == 3
    assert (await arena.visitor().get(f"/de/ideas/{two}/lineage")).status_code == 200


async def test_very_many_relatives_are_cut_and_said(arena: Arena, store: Store) -> None:
    author = arena.person()
    ideas = [await post(author) for _ in range(3)]

    def many(tx: Tx) -> list[int]:
        assert author.voice
        return [sow(tx, author.voice) for _ in range(70)]

    others = await store.write(many)
    await store.write(_lead, [(ideas[0], one) for one in others])
    page = (await arena.visitor().get(f"/de/ideas/{ideas[0]}/lineage")).text
    assert page.count('<circle class="') - page.count("mark-dot") == 60
    assert "nächsten Verwandten" in page


def test_levels_count_generations_in_both_directions(arena: Arena) -> None:
    now = arena.store.read_now(lambda db: db.execute(select(JournalEntry.at)).scalars().first())
    edges = [Edge(*pair, "split", now) for pair in ((1, 2), (2, 3), (1, 3), (3, 4), (5, 3))]
    assert levels_around(3, edges) == {3: 0, 2: -1, 1: -1, 5: -1, 4: 1}


async def test_each_page_asks_few_times_and_reads_no_whole_table(arena: Arena, store: Store) -> None:
    author, reader = arena.person(), arena.person()
    old, new, other = await post(author), await post(author), await post(arena.person())
    await propose(author, old, new)
    await suggest(reader, new)
    number = (await propose(author, new, other)).headers["location"].split("/proposals/")[1].split("?")[0]
    own = (await author.get(f"/de/ideas/{new}")).headers["location"]
    with_it = (
        (own, 11),  # all that a page asks of which nothing is known: two of them are about this reader alone
        (f"/de/ideas/{new}/lineage", 6),
        (f"/de/ideas/{new}/suggestions", 6),
        (f"/de/ideas/{new}/suggestions/1", 6),
        (f"/de/ideas/{new}/suggest", 6),
        (f"/de/proposals/{number}", 6),
        (f"/de/ideas/{new}/split", 6),
        (f"/de/ideas/{new}/merge", 9),  # like the list of similar ideas
        ("/de/ideas/mine", 6),
        ("/de/commitments", 6),
    )
    for path, most in with_it:
        await author.get(path)
        with statements() as asked:
            assert (await author.get(path)).status_code == 200, path
        assert len(asked) <= most, (path, asked)
        if store.dialect != "sqlite":
            continue
        with arena.store.reading.connect() as db:
            lines = [line for statement in asked for line in plan(db, *statement)]
        names = ("lineage", "proposal", "consent", "suggestion", "carry_invitation", "commitment", "support", "follow")
        whole = [line for line in lines if line.startswith("SCAN") and line.split()[1] in names]
        assert not whole, (path, whole)

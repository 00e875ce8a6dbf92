"""The whole picture: every cell is what a plain look at all ideas gives, and leads to just these ideas."""

import re
from html import unescape
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update

from arena.ideas.model import Idea, IdeaCriterion, IdeaField
from arena.ideas.shelf import Shelf
from arena.measures.coverage import Coverage, coverage
from arena.store import Store, Tx
from tests.ideas.grown import grow, known
from tests.measures.made import as_stage, central
from tests.people import Arena

LINK = re.compile(r'<a href="(/de/ideas\?[^"]*field=[^"]+)" aria-label="[^"]+">([^<]+)</a>')
TOTAL = re.compile(r'<p class="quiet">(Eine|[\d.]+) Ideen?,')
AT = st.tuples(st.sampled_from(["idea", "project", "measure"]), st.sampled_from(["published", "withdrawn"]))


def number_in(words: str) -> int:
    """A number as a page says it; one of something is a word."""
    first = words.split()[0]
    return 1 if first.lower() in ("ein", "eine") else int(first.replace(".", ""))


def _plainly(db: Connection) -> dict[tuple[str, str], tuple[int, int]]:
    """Ideas and running ones by field and criterion or `*`, read without any cleverness."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    fields, criteria = keys_of(db, IdeaField), keys_of(db, IdeaCriterion)
    for row in db.execute(select(Idea.__table__).where(Idea.state == "published")).all():
        keys = criteria.get(row.id, set())
        values = {value.key for value in _values if keys & {one.key for one in value.criteria}}
        for field in fields.get(row.id, set()):
            for value in (*values, "*"):
                ideas, running = found.get((field, value), (0, 0))
                found[field, value] = (ideas + 1, running + (row.stage in ("project", "measure")))
    return found


_values: Any = ()


def keys_of(db: Connection, table: Any) -> dict[int, set[str]]:
    """All tags of one kind by their idea."""
    found: dict[int, set[str]] = {}
    for idea_id, key in db.execute(select(table.idea_id, table.key)):
        found.setdefault(idea_id, set()).add(key)
    return found


def _counted(matrix: Coverage) -> dict[tuple[str, str], tuple[int, int]]:
    cells = {
        (line.field.key, key): (cell.ideas, cell.running)
        for line in matrix.lines
        for key, cell in [*((value.key, cell) for value, cell in line.cells), ("*", line.all)]
    }
    return {key: counts for key, counts in cells.items() if counts[0]}


def test_the_matrix_equals_a_plain_recount(arena: Arena, store: Store) -> None:
    global _values
    strategy, shelf = known(arena).current, Shelf()
    _values = strategy.values
    ids = grow(arena, "Vermessen", 24)

    def turn(tx: Tx, ways: list[tuple[str, str]]) -> None:
        for idea_id, (stage, state) in zip(ids, ways, strict=False):
            tx.db.execute(update(Idea).where(Idea.id == idea_id).values(stage=stage, state=state))

    def look(db: Connection) -> tuple[Any, Any]:
        shelf.refresh(db)
        return _counted(coverage(shelf, strategy)), _plainly(db)

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(AT, min_size=24, max_size=24))
    def same(ways: list[tuple[str, str]]) -> None:
        store.write_now(turn, ways)
        counted, plain = store.read_now(look)
        assert counted == plain

    same()


async def test_every_cell_leads_to_just_what_it_counts(arena: Arena, store: Store) -> None:
    ids = grow(arena, "Zelle", 6, seed=11)
    for n, idea_id in enumerate(ids):
        await store.write(as_stage, idea_id, ("idea", "project")[n % 2])
    visitor = arena.visitor()
    page = (await visitor.get("/de/coverage")).text
    links = LINK.findall(page)
    assert len(links) > 8
    for address, words in links[:: max(1, len(links) // 10)]:
        listed = await visitor.get(unescape(address))
        found = TOTAL.search(listed.text)
        assert found, address
        assert (1 if found[1] == "Eine" else int(found[1].replace(".", ""))) == number_in(words)


async def test_where_nothing_happens_is_said_and_leads_to_the_form(arena: Arena, store: Store) -> None:
    shelf, strategy = Shelf(), known(arena).current
    store.read_now(shelf.refresh)
    gaps = coverage(shelf, strategy).gaps
    page = unescape((await arena.visitor().get("/de/coverage")).text)
    assert page.count("/de/ideas/new?field=") == len(gaps)
    field = next(iter(strategy.fields))
    form = (await arena.person().get(f"/de/ideas/new?field={field}")).text
    assert re.search(rf'value="{field}" checked', form)
    assert "checked" not in (await arena.person().get("/de/ideas/new?field=nonsense")).text.split("clusters")[1][:4000]


async def test_a_narrow_page_shows_one_value_at_a_time(arena: Arena) -> None:
    visitor, value = arena.visitor(), known(arena).current.values[1]
    page = (await visitor.get(f"/de/coverage?value={value.key}")).text
    assert page.count("coverage-one") == 17
    assert f'?value={value.key}#matrix" aria-current="true"' in page
    assert 'aria-current="true">' in (await visitor.get("/de/coverage?value=nonsense")).text
    assert (await visitor.get("/en/coverage")).status_code == 200


async def test_a_new_measure_stands_in_it_at_once(arena: Arena) -> None:
    visitor = arena.visitor()

    async def running() -> int:
        page = (await visitor.get("/de/coverage")).text
        return sum(number_in(words) for _, words in LINK.findall(page) if "Vorhaben" in words)

    before = await running()
    await central(arena)
    assert await running() > before

"""What the pages cost: a fixed number of statements, none of which reads a whole table of ideas."""

import re

from arena.ideas.shelf import Shelf
from arena.measures.coverage import coverage
from arena.measures.page import measure_page
from arena.store import Store
from tests.ideas.grown import grow, known
from tests.ideas.test_list_cost import statements
from tests.measures.made import central, figures_in
from tests.people import Arena
from tests.threads.test_windows import plan

WHOLE = re.compile(r"SCAN (?!CONSTANT|\(sub)|Seq Scan on (idea|journal_entry|actor|commitment)\b")


async def test_the_pages_ask_a_fixed_number_of_times(arena: Arena, store: Store) -> None:
    cast = await central(arena)
    for n in range(3):
        await cast.figure(name=f"Figur {n}")
    for one in await store.read(figures_in, cast.idea):
        await cast.value(one.id, "1", "2026-01-01")
    person = arena.person()
    for path, most in ((f"ideas/{cast.idea}/measure", 6), ("coverage", 4), ("progress", 5), ("progress/figures", 6)):
        query = "?kind=output&unit=B%C3%A4ume" if path.endswith("figures") else ""
        await person.get(f"/de/{path}{query}")
        with statements() as asked:
            assert (await person.get(f"/de/{path}{query}")).status_code == 200
        assert 2 <= len(asked) <= most, (path, asked)
    for path in ("coverage", "progress"):  # made once between two changes of any idea
        with statements() as asked:
            assert (await person.get(f"/de/{path}")).status_code == 200
        assert len(asked) <= 3, asked


async def test_a_measures_page_reads_its_own_rows_alone(arena: Arena, store: Store) -> None:
    cast = await central(arena)
    grow(arena, "Nachbarn", 12)
    with statements() as asked:
        store.read_now(measure_page, None, cast.idea)
    assert len(asked) == 5
    if store.dialect == "sqlite":  # PostgreSQL reads small tables whole
        with store.reading.connect() as db:
            lines = [line for one in asked for line in plan(db, *one)]
        assert not [line for line in lines if WHOLE.search(line)], lines


def test_counting_asks_the_database_nothing(arena: Arena, store: Store) -> None:
    shelf = Shelf()
    store.read_now(shelf.refresh)
    with statements() as asked:
        coverage(shelf, known(arena).current)
    assert [one for one in asked if "strategy_version" not in one[0]] == []

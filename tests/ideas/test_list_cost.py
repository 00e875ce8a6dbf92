"""What the list costs: a fixed number of statements, none of which reads a whole table."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, get_ident
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, Engine, event, text

from arena.ideas.filters import Wanted, wanted_from
from arena.ideas.listing import list_ideas
from arena.ideas.shelf import Shelf
from arena.web import heads
from arena.web.memory import Pulse
from tests.ideas.grown import grow, known, publish
from tests.people import Arena


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """What pages and this test ask of any database meanwhile, not what the Arena asks for itself now and then.

    No reader is remembered and no page of theirs kept meanwhile: this is the most that a page asks.
    """
    asked: list[tuple[str, Any]] = []
    for_a_page: set[int] = set()

    def begin(_: Connection) -> None:
        for_a_page.discard(get_ident())

    def note(_: Connection, cursor: Any, statement: str, facts: Any, context: Any, many: bool) -> None:
        if "login.token_hash" in statement:  # a page begins with who is asking
            for_a_page.add(get_ident())
        on_its_own = current_thread().name == "writer"  # the clock and the outbox; a page only reads
        beside = current_thread().name.startswith("reader") and get_ident() not in for_a_page
        if statement != "BEGIN" and "pg_notify" not in statement and not beside and not on_its_own:
            asked.append((statement, facts))

    event.listen(Engine, "begin", begin)
    event.listen(Engine, "before_cursor_execute", note)
    try:
        with patch.object(Pulse, "beat", lambda _: None), patch.object(heads, "COUNTS_S", 0):
            yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        event.remove(Engine, "begin", begin)


async def test_a_page_asks_at_most_six_times(arena: Arena) -> None:
    grow(arena, "Kostprobe", 30)
    person = arena.person()
    for query in ("", "?need=space&field=data-use", "?q=Kostprobe", "?q=Kostprobe&sort=new&kind=idea"):
        await person.get(f"/de/ideas{query}")
        with statements() as asked:
            assert (await person.get(f"/de/ideas{query}")).status_code == 200
        assert 2 <= len(asked) <= 4, asked
        publish(arena, person, "Kostprobe, eben dazugekommen")
        with statements() as asked:
            await person.get(f"/de/ideas{query}")
        assert len(asked) <= 6, asked


def test_no_statement_reads_a_whole_table(arena: Arena) -> None:
    if arena.store.dialect != "sqlite":
        return
    shelf, strategies = Shelf(), known(arena)
    queries = [[], [("need", "space")], [("q", "Kostprobe")], [("sort", "supported")]]
    plans = []
    for query in queries:
        wanted: Wanted = wanted_from(query, strategies)
        arena.store.read_now(list_ideas, None, shelf, strategies, wanted)
        publish(arena, arena.person(), "Kostprobe, noch eine")
        with statements() as asked:
            arena.store.read_now(list_ideas, None, shelf, strategies, wanted)
        for statement, facts in asked:
            plan = arena.store.read_now(
                lambda db, statement=statement, facts=facts: db.exec_driver_sql(
                    f"EXPLAIN QUERY PLAN {statement}", facts
                ).all()
            )
            plans += [(row[3], statement) for row in plan]
    assert plans
    # A full-text table is asked by MATCH, which the plan calls a scan of a virtual table with an index.
    scans = [plan for plan in plans if plan[0].startswith("SCAN") and "VIRTUAL TABLE INDEX" not in plan[0]]
    assert not [plan for plan in scans if not plan[0].startswith(("SCAN (subquery", "SCAN CONSTANT"))], scans
    # An index on the state alone leads through every published idea: no better than a scan.
    assert not [plan for plan in plans if plan[0].startswith("SEARCH idea ") and "(state=?)" in plan[0]], plans


def test_a_word_is_found_without_reading_every_text(arena: Arena) -> None:
    if arena.store.dialect != "sqlite":
        return
    plan = arena.store.read_now(
        lambda db: db.execute(
            text("EXPLAIN QUERY PLAN SELECT rowid FROM idea_fts_parts WHERE idea_fts_parts MATCH :m"), {"m": '"wass"'}
        ).all()
    )
    assert "VIRTUAL TABLE INDEX" in plan[0][3]

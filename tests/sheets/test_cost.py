"""What the profile costs: a fixed number of statements, none of which reads a whole table."""

import re

from arena.sheets.history import versions
from arena.sheets.parts import WRITTEN
from arena.sheets.show import sheet
from tests.ideas.posted import post
from tests.ideas.test_list_cost import statements
from tests.people import Arena
from tests.sheets.filled import fill
from tests.threads.test_windows import plan

WHOLE = re.compile(r"Seq Scan on (idea|sheet_revision|commitment)\b|SCAN (idea|sheet_\w+|commitment)\b")


async def test_the_pages_ask_a_fixed_number_of_times_and_read_no_table_whole(arena: Arena) -> None:
    author = arena.person()
    bare, idea_id = await post(author), await post(author)
    for part in WRITTEN:
        await fill(author, idea_id, part)
    counts = []
    for one in (bare, idea_id):
        with statements() as asked:
            arena.store.read_now(sheet, None, one)
        counts.append(len(asked))
    assert counts == [6, 6], counts
    for path, most in (("sheet", 7), ("sheet/purpose", 5), ("sheet/purpose/history", 4)):
        await author.get(f"/de/ideas/{idea_id}/{path}")
        with statements() as asked:
            assert (await author.get(f"/de/ideas/{idea_id}/{path}")).status_code == 200
        assert len(asked) <= most, asked
    if arena.store.dialect != "sqlite":
        return
    with statements() as asked:
        arena.store.read_now(sheet, None, idea_id)
        arena.store.read_now(versions, None, idea_id, "purpose", None)
    with arena.store.reading.connect() as db:
        lines = [line for statement in asked for line in plan(db, *statement)]
    assert not [line for line in lines if WHOLE.search(line)], lines

"""What answers cost: a fixed number of statements for each page, and none that reads a whole table."""

import re

from arena.answers.head import head_of
from arena.answers.promises import promises
from arena.ideas.queries import idea_for
from tests.answers.offices import Office
from tests.ideas.grown import grow
from tests.ideas.posted import post
from tests.ideas.test_list_cost import statements
from tests.people import Arena
from tests.threads.test_windows import plan

# The tally has a few rows for each office, all of which are shown; offices are few, too.
WHOLE = re.compile(r"Seq Scan on (promise|answer|answer_draft|idea)\b|\bSCAN (promise|answer|answer_draft|idea)\b")


async def test_each_page_asks_a_fixed_number_of_times(arena: Arena) -> None:
    office, author = Office(arena), arena.person()
    idea_id, corrected = await post(author), await post(author)
    first = await office.answer(corrected)
    draft = await office.approved(idea_id, "accepted")
    fixing = await office.draft(corrected, corrects=first.id, because="Ein Wort fehlte.")
    await office.writer.post(f"/de/answer-drafts/{draft}/notes", {"words": "Bitte lesen."})
    pages = [f"ideas/{corrected}/answers", "promises", f"promises?office={office.number}&state=open"]
    pages += [f"offices/{office.number}", f"answer-drafts/{draft}", f"answer-drafts/{fixing}"]
    pages += [f"ideas/{corrected}/answer?office={office.number}"]
    for page in pages:
        with statements() as asked:
            assert (await office.writer.get(f"/de/{page}")).status_code == 200
        assert 2 <= len(asked) <= 6, (page, asked)


async def test_an_ideas_page_asks_for_its_answer_once_and_not_at_all_where_there_is_none(arena: Arena) -> None:
    office, author = Office(arena), arena.person()
    idea_id, bare = await post(author), await post(author)
    await arena.store.write(office.act, idea_id)
    person = arena.person()
    asked = {}
    for number in (idea_id, bare):
        own = (await person.get(f"/de/ideas/{number}")).headers["location"]
        with statements() as found:
            assert (await person.get(own)).status_code == 200
        asked[number] = len(found)
    assert asked[idea_id] == asked[bare] + 1
    with statements() as found:
        arena.store.read_now(lambda db: head_of(db, idea_for(db, None, bare)))
    assert len(found) == 1


async def test_no_statement_reads_a_whole_table(arena: Arena) -> None:
    if arena.store.dialect != "sqlite":
        return  # reads small tables whole, whatever indexes there are
    office = Office(arena)
    for idea_id in grow(arena, "Versprochen", 60)[:40]:
        await arena.store.write(office.act, idea_id)
    with statements() as asked:
        for state in ("", "open", "kept"):
            for number in (None, office.number):
                arena.store.read_now(promises, None, state, number)
        await office.writer.get(f"/de/offices/{office.number}")
    with arena.store.reading.connect() as db:
        lines = [line for statement in asked for line in plan(db, *statement)]
    assert not [line for line in lines if WHOLE.search(line) and "USING" not in line], lines

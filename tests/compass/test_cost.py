"""What the profile costs: a fixed number of statements that read one idea's rows, however many others there are."""

import re
from typing import Any

from sqlalchemy import insert, select, text

from arena.compass.model import PERSPECTIVES, Assessment, AssessmentRevision, AssessmentTally, AssessmentVoices
from arena.compass.onward import onward
from arena.compass.profile import PEOPLE, profile
from arena.compass.tally import COLUMNS
from arena.ideas.model import Idea
from arena.ideas.shelf import Shelf
from arena.store import Tx
from tests.compass.rated import KEYS, crowd, rate, said, speak
from tests.ideas.grown import grow
from tests.ideas.posted import post
from tests.ideas.test_list_cost import statements
from tests.people import Arena
from tests.threads.test_windows import plan, work

MANY = 6_000
# PostgreSQL reads a table of one page whole, and there are few reasons here.
WHOLE = re.compile(r"Seq Scan on assessment_(voices|tally)|SCAN assessment")


def _many(tx: Tx, idea_id: int) -> None:
    """Assessments of another idea by very many, as they are stored; their sums are as many rows as those of few."""
    crowd(tx, idea_id, "resident", 6, dict.fromkeys(KEYS, 1))
    voice = speak(tx, "Menge", "resident")
    row = {"kind": "person", "name": "Menge", "folded": "menge", "sector": "resident", "about": "", "at": tx.now}
    names = "kind, name, folded, sector, about, website, created_at"
    values = ":kind, :name, :folded, :sector, :about, '', :at"
    first = voice.actor_id + 1
    tx.db.execute(text(f"INSERT INTO actor ({names}) VALUES ({values})"), [row] * MANY)
    actors = [first + n for n in range(MANY)]
    numbered = insert(Assessment).returning(Assessment.id)
    numbers = tx.db.execute(numbered, [{"idea_id": idea_id, "actor_id": one} for one in actors]).scalars().all()
    scores = said(dict.fromkeys(KEYS, 2)).scores
    version: dict[str, Any] = {"rev": 1, "perspective": "community", "sector": "resident", "scores": scores}
    version |= {"body_hash": "", "at": tx.now}
    versions = [version | {"assessment_id": n, "person_id": one} for n, one in zip(numbers, actors, strict=True)]
    tx.db.execute(insert(AssessmentRevision), versions)
    others = tx.db.execute(select(Idea.id).where(Idea.assessed_count == 0)).scalars().all()
    places = [{"idea_id": one, "perspective": p, "sector": s} for one in others for p in PERSPECTIVES for s in PEOPLE]
    tx.db.execute(insert(AssessmentVoices), [place | {"voices": 1} for place in places])
    counts = dict.fromkeys(COLUMNS, 1)
    tx.db.execute(insert(AssessmentTally), [place | {"criterion": key} | counts for place in places for key in KEYS])


async def test_the_profile_costs_the_same_beside_very_many(arena: Arena) -> None:
    author, person = arena.person(), arena.person()
    crowded, idea_id = await post(author), await post(author)
    arena.store.write_now(crowd, idea_id, "resident", 6, dict.fromkeys(KEYS, 1))
    await rate(person, idea_id, {"resources": 2}, {"resources": "Darum."})
    with statements() as before:
        arena.store.read_now(profile, None, idea_id)
    with arena.store.reading.connect() as db:
        least = sum(work(db, *one) for one in before)
    grow(arena, "Nebenan", 200)
    await arena.store.write(_many, crowded)
    if arena.store.dialect == "postgresql":  # SQLite would remember its small tables for every test after this one
        await arena.store.write(lambda tx: tx.db.execute(text("ANALYZE")) and None)
    for one in (idea_id, crowded):
        with statements() as asked:
            arena.store.read_now(profile, None, one)
        assert len(asked) == len(before) == 4, asked
        with arena.store.reading.connect() as db:
            lines = [line for statement in asked for line in plan(db, *statement)]
            done = sum(work(db, *statement) for statement in asked)
        assert not [line for line in lines if WHOLE.search(line)], lines
        assert done <= 2 * least + 40


async def test_the_pages_ask_a_fixed_number_of_times(arena: Arena) -> None:
    idea_id, person = await post(arena.person()), arena.person()
    await rate(person, idea_id, {"resources": 2}, {"resources": "Darum."})
    for path, most in (("compass", 6), ("assess", 9)):
        await person.get(f"/de/ideas/{idea_id}/{path}")
        with statements() as asked:
            assert (await person.get(f"/de/ideas/{idea_id}/{path}")).status_code == 200
        assert 3 <= len(asked) <= most, asked


def test_the_next_idea_is_found_without_reading_all(arena: Arena) -> None:
    shelf, person = Shelf(), arena.person()
    arena.store.read_now(onward, shelf, person.id, 0)
    with statements() as asked:
        arena.store.read_now(onward, shelf, person.id, 0)
    assert len(asked) <= 3, asked
    with arena.store.reading.connect() as db:
        lines = [line for statement in asked for line in plan(db, *statement)]
    assert not [line for line in lines if re.search(r"Seq Scan on assessment\b|SCAN assessment\b", line)], lines

"""What the pages of a project cost: a fixed number of statements that read one project's rows alone."""

import re

from sqlalchemy import insert, text

from arena.projects.model import Milestone, MilestoneStep, Risk
from arena.projects.pages import project_page
from arena.projects.report import UpdateText, report
from arena.projects.review import overdue
from arena.projects.update_model import Picture
from arena.store import Tx
from tests.days import today
from tests.ideas.test_list_cost import statements
from tests.people import Arena
from tests.projects.cast import Cast, start
from tests.threads.test_windows import plan

WHOLE = re.compile(r"(Seq Scan on|SCAN) (milestone|milestone_step|risk|picture|project|project_update)\b")


def _fill(tx: Tx, cast: Cast, others: list[int]) -> None:
    """A full project beside others with as much."""
    who = {"changed_at": tx.now, "changed_by": cast.organisation}
    for idea in [cast.idea, *others]:
        number = report(tx, cast.voice, cast.idea, UpdateText("Bericht", "Text"), [])
        rows = [{"idea_id": idea, "position": n, "title": f"Stein {n}", "due": None} | who for n in range(60)]
        made = tx.db.execute(insert(Milestone).values(weight=1, state="dropped").returning(Milestone.id), rows)
        steps = [{"milestone_id": one, "act": "drop", "actor_id": cast.organisation} for one in made.scalars()]
        tx.db.execute(insert(MilestoneStep).values(why="", at=tx.now), steps)
        risk = {"idea_id": idea, "text": "Regen", "likelihood": "low", "impact": "low", "measures": "Zelt"} | who
        tx.db.execute(insert(Risk).values(state="open", why=""), [risk] * 30)
        row = {"update_id": number, "idea_id": idea, "person_id": cast.member.id, "alt": "Bild", "at": tx.now}
        row |= {"width": 1, "height": 1, "small": b"x", "large": b"x" * 9000, "removed": False, "hidden": False}
        tx.db.execute(insert(Picture).values(caption="", author=""), [row] * 4)


async def test_the_page_asks_six_times_however_much_there_is(arena: Arena) -> None:
    cast, path = start(arena), "/de/ideas/{}/project"
    with statements() as before:
        assert (await arena.visitor().get(path.format(cast.idea))).status_code == 200
    others = [start(arena).idea for _ in range(4)]
    arena.store.write_now(_fill, cast, others)
    if arena.store.dialect == "postgresql":  # SQLite would remember its small tables for every test after this one
        arena.store.write_now(lambda tx: tx.db.execute(text("ANALYZE")) and None)
    moment = cast.row().published_at
    with statements() as asked:
        now = arena.store.read_now(project_page, None, cast.idea, moment)
    assert len(now.plan) == 60
    assert len(asked) == 6, asked
    assert len([one for one in before if "login" not in one[0]]) <= 6
    assert not [statement for statement, _ in asked if "picture.large" in statement]
    with arena.store.reading.connect() as db:
        if db.dialect.name == "postgresql":  # it reads few rows whole; what has no index is read whole even so
            db.execute(text("SET LOCAL enable_seqscan = off"))
        lines = [line for one in asked for line in plan(db, *one)]
    assert not [line for line in lines if WHOLE.search(line)], lines


async def test_every_other_page_asks_a_fixed_number_of_times(arena: Arena) -> None:
    cast = start(arena)
    number = arena.store.write_now(report, cast.voice, cast.idea, UpdateText("Bericht", "Text"), [])
    base = f"/de/ideas/{cast.idea}"
    for path in (f"{base}/project/plan", f"{base}/project/risks", f"{base}/project/team", f"{base}/project/review"):
        assert (await cast.carrier.get(path)).status_code == 200
        with statements() as asked:
            assert (await cast.carrier.get(path)).status_code == 200
        assert 2 <= len(asked) <= 6, (path, asked)
    for path in (f"{base}/updates", f"{base}/updates/new", f"/de/updates/{number}", f"/de/updates/{number}/edit"):
        await cast.carrier.get(path)
        with statements() as asked:
            assert (await cast.carrier.get(path)).status_code == 200
        assert 2 <= len(asked) <= 6, (path, asked)


def test_the_clock_finds_days_that_passed_by_an_index(arena: Arena) -> None:
    with statements() as asked:
        arena.store.read_now(lambda db: db.execute(overdue(today())).all())
    with arena.store.reading.connect() as db:
        lines = [line for one in asked for line in plan(db, *one)]
        assert db.dialect.name == "postgresql" or not [line for line in lines if "SCAN project" in line], lines

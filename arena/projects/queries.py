"""Load a project, or what belongs to it, for an act of those who carry it: found and permitted in one call."""

from typing import Any

from sqlalchemy import Row, Table, select

from arena.errors import Faults, Missing, Refusal
from arena.ideas.queries import Found, idea_for_act
from arena.ideas.rules import must_carry
from arena.projects.model import Project
from arena.store import Tx
from arena.store.text import clean_line
from arena.store.upsert import insert_or
from arena.voice import Voice

WHY = 500


def begun(tx: Tx, voice: Voice, idea_id: int) -> Found:
    """An idea that is a project or further, ours until the commit, for those who carry it; else 404, 403 or 409."""
    idea = idea_for_act(tx, voice, idea_id)
    must_carry(tx.db, voice, idea)
    must_be_project(tx, idea)
    return idea


def must_be_project(tx: Tx, idea: Found) -> None:
    """Refuse (409) what is no project now; what became a measure at once is one from here on."""
    if idea.stage == "idea":
        raise Refusal(409, "projects.refused.no_project")
    known = insert_or(tx, Project).values(idea_id=idea.id, begun_at=tx.now, why="")
    tx.db.execute(known.on_conflict_do_nothing(index_elements=["idea_id"]))


def part_of(tx: Tx, voice: Voice, table: Any, number: int) -> tuple[Found, Row[Any]]:
    """A row of a project such as a milestone, with the idea, ours until the commit; the row as it stands then."""
    stored: Table = table.__table__
    idea_id = tx.db.execute(select(stored.c.idea_id).where(stored.c.id == number)).scalar()
    if idea_id is None:
        raise Missing
    idea = begun(tx, voice, idea_id)
    return idea, tx.db.execute(select(stored).where(stored.c.id == number)).one()


def reason(why: str, field: str = "why") -> str:
    """A public reason in one line; raises `Invalid` where there is none."""
    why, faults = clean_line(why), Faults()
    faults.text(field, why, most=WHY)
    faults.refuse()
    return why

"""Change a milestone: another title or weight, or another day, with a reason; the old day stays visible."""

from datetime import date
from typing import Any

from sqlalchemy import Row, insert, update

from arena.errors import Faults, Refusal
from arena.journal.enter import enter
from arena.projects.count import count_project
from arena.projects.model import OPEN, Milestone, MilestoneStep
from arena.projects.plan import Planned, check, moved
from arena.projects.queries import WHY, part_of
from arena.store import Tx
from arena.store.text import clean_line
from arena.voice import Voice


def change_milestone(tx: Tx, voice: Voice, milestone_id: int, planned: Planned, why: str = "") -> int:
    """Store what changed, if anything did; a day is moved only with a reason. Returns the idea's number."""
    idea, old = part_of(tx, voice, Milestone, milestone_id)
    if old.state != OPEN:
        raise Refusal(409, "projects.refused.settled")
    title, why, later = clean_line(planned.title), clean_line(why), planned.due != old.due
    check(tx, title, planned.due, planned.weight, top=old.parent_id is None, moved=later)
    faults = Faults()
    faults.text("why", why, most=WHY, least=int(later))
    faults.refuse()
    if (title, planned.due, planned.weight) == (old.title, old.due, old.weight):
        return int(idea.id)
    row = {"title": title, "due": planned.due, "weight": planned.weight, "changed_at": tx.now}
    tx.db.execute(update(Milestone).where(Milestone.id == old.id).values(row | {"changed_by": voice.actor_id}))
    change: dict[str, Any] = {**moved(old.id, old.due, planned.due)}
    if planned.weight != old.weight:
        change[f"milestone.{old.id}.weight"] = (old.weight, planned.weight)
    change |= count_project(tx, idea)
    if later:
        note_step(tx, voice, old, "move", why, planned.due)
    kind = "projects.move_milestone" if later else "projects.change_milestone"
    enter(tx, voice, idea, kind, why=why, change=change, milestone=old.id, title=title, was=old.title, sentence=why)
    return int(idea.id)


def note_step(tx: Tx, voice: Voice, one: Row[Any], act: str, why: str, due: date | None) -> None:
    """Keep a step of a milestone where its readers see it."""
    row = {"milestone_id": one.id, "act": act, "was": one.due, "due": due, "why": why, "at": tx.now}
    tx.db.execute(insert(MilestoneStep).values(row | {"actor_id": voice.actor_id}))

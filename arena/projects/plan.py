"""Plan a milestone, or a task beneath one."""

from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Row, func, insert, select

from arena.errors import Faults, Refusal
from arena.ideas.count import today
from arena.journal.enter import Change, enter
from arena.projects.count import count_project
from arena.projects.model import DEEPEST, HEAVIEST, MOST_MILESTONES, OPEN, Milestone
from arena.projects.queries import begun
from arena.store import Tx
from arena.store.text import clean_line
from arena.voice import Voice

TITLE = 120


class Planned(msgspec.Struct, frozen=True):
    """A milestone as its carriers plan it; a task may have no day of its own."""

    title: str
    due: date | None
    weight: int | None = 1
    parent_id: int | None = None


def plan(tx: Tx, voice: Voice, idea_id: int, planned: Planned) -> int:
    """Add a milestone at the end of the plan, or a task to one that is open; returns its number."""
    idea = begun(tx, voice, idea_id)
    count = tx.db.execute(select(func.count()).where(Milestone.idea_id == idea_id)).scalar_one()
    if count >= MOST_MILESTONES:
        raise Refusal(409, "projects.refused.many_milestones", most=MOST_MILESTONES)
    _may_lie_under(_line(tx, idea_id, planned.parent_id))
    title = clean_line(planned.title)
    check(tx, title, planned.due, planned.weight, top=planned.parent_id is None, moved=True)
    row = {"idea_id": idea_id, "parent_id": planned.parent_id, "title": title, "due": planned.due, "position": count}
    row |= {"weight": planned.weight, "state": OPEN, "changed_at": tx.now, "changed_by": voice.actor_id}
    number = int(tx.db.execute(insert(Milestone).values(row).returning(Milestone.id)).scalar_one())
    change: dict[str, Any] = {f"milestone.{number}": (None, OPEN), f"milestone.{number}.weight": (None, planned.weight)}
    change |= moved(number, None, planned.due)
    change |= count_project(tx, idea)
    enter(tx, voice, idea, "projects.plan", change=change, milestone=number, title=title)
    return number


def check(tx: Tx, title: str, due: date | None, weight: int | None, *, top: bool, moved: bool) -> None:
    """Raise `Invalid` with all that is wrong with a milestone; a day that is set anew lies near enough to mean it."""
    faults, now = Faults(), today(tx.now)
    faults.text("title", title, most=TITLE)
    if due is None and top:
        faults.add("due", "projects.faults.due")
    if due is not None and moved and not date(now.year - 5, 1, 1) <= due <= date(now.year + 30, 12, 31):
        faults.add("due", "projects.faults.far")
    if weight is None or not 1 <= weight <= HEAVIEST:
        faults.add("weight", "projects.faults.weight", most=HEAVIEST)
    faults.refuse()


def moved(number: int, was: date | None, now: date | None) -> Change:
    """What changes in the journal when a milestone's day does."""
    if was == now:
        return {}
    return {f"milestone.{number}.due": (was and was.isoformat(), now and now.isoformat())}


def _line(tx: Tx, idea_id: int, parent_id: int | None) -> list[Row[Any]]:
    """A milestone and all above it; refused (422) where it is none of this idea."""
    line: list[Row[Any]] = []
    while parent_id is not None:
        above = select(Milestone.__table__).where(Milestone.id == parent_id, Milestone.idea_id == idea_id)
        row, faults = tx.db.execute(above).first(), Faults()
        if row is None:
            faults.add("parent", "errors.unknown_choice")
            faults.refuse()
            break
        line.append(row)
        parent_id = row.parent_id
    return line


def _may_lie_under(line: list[Row[Any]]) -> None:
    if len(line) >= DEEPEST:
        raise Refusal(409, "projects.refused.too_deep")
    if any(one.state != OPEN for one in line):
        raise Refusal(409, "projects.refused.above")

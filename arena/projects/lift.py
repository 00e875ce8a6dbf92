"""Lift a milestone above the one before it: the order is how a plan reads, not a step on the path."""

from sqlalchemy import select, update

from arena.projects.model import Milestone
from arena.projects.queries import part_of
from arena.store import Tx
from arena.voice import Voice


def lift(tx: Tx, voice: Voice, milestone_id: int) -> int:
    """Change places with the sibling before it, if there is one; carriers only. Returns the idea's number."""
    idea, one = part_of(tx, voice, Milestone, milestone_id)
    beside = (Milestone.idea_id == idea.id) & Milestone.parent_id.is_not_distinct_from(one.parent_id)
    before = select(Milestone.id, Milestone.position).where(beside, Milestone.position < one.position)
    other = tx.db.execute(before.order_by(Milestone.position.desc()).limit(1)).first()
    if other is not None:
        for number, position in ((one.id, other.position), (other.id, one.position)):
            tx.db.execute(update(Milestone).where(Milestone.id == number).values(position=position))
        tx.hint("idea", idea.id)
    return int(idea.id)

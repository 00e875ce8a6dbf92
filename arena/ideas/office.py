"""The carriers of an idea hold an office in its threads."""

from sqlalchemy import Connection, select

from arena.ideas.model import Idea
from arena.ideas.owner import OWNS
from arena.ideas.team_model import COUNTING, Commitment
from arena.threads.marks import offices

_carrying = (
    select(Commitment.actor_id)
    .join(Idea, Idea.id == Commitment.idea_id)
    .where(OWNS, Commitment.role == "carry", Commitment.state.in_(COUNTING))
)


def carriers_in(db: Connection, thread_id: int) -> set[int]:
    """The actors who carry the idea a thread belongs to."""
    return set(db.execute(_carrying, {"thread": thread_id}).scalars())


offices.carriers.append(carriers_in)

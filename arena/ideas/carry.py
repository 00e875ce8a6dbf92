"""Carry an idea: whoever publishes it answers for it, as the first of its team."""

from sqlalchemy import insert, select

from arena.ideas.count import count_team
from arena.ideas.step import write_step
from arena.ideas.team_model import COUNTING, Commitment
from arena.store import Tx
from arena.voice import Voice


def begin_to_carry(tx: Tx, voice: Voice, idea_id: int, act: str = "publish") -> int:
    """Make a voice a carrier of an idea, as where it is published; the caller holds the idea.

    `act` says in the commitment's history how they came to it. Returns the commitment's number; doing so twice
    changes nothing.
    """
    carrying = select(Commitment.id).where(
        Commitment.idea_id == idea_id,
        Commitment.actor_id == voice.actor_id,
        Commitment.role == "carry",
        Commitment.state.in_(COUNTING),
    )
    if (before := tx.db.execute(carrying).first()) is not None:
        return int(before.id)
    row = {"idea_id": idea_id, "role": "carry", "kind": "time", "state": "active", "changed_by": voice.actor_id}
    row |= {"person_id": voice.person_id, "actor_id": voice.actor_id, "at": tx.now, "changed_at": tx.now}
    number = int(tx.db.execute(insert(Commitment).values(row).returning(Commitment.id)).scalar_one())
    write_step(tx, voice, number, act, "active")
    count_team(tx, idea_id)
    return number

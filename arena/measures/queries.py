"""Load a measure for an act, with the idea it is."""

from typing import Any

from sqlalchemy import Connection, Row, select

from arena.errors import Refusal
from arena.ideas.queries import Found, idea_for_act
from arena.measures.model import Measure
from arena.measures.rules import must_stand
from arena.store import Tx
from arena.voice import Voice


def measure_of(db: Connection, idea_id: int) -> Row[Any] | None:
    """The measure an idea is, or is proposed to be."""
    return db.execute(select(Measure.__table__).where(Measure.idea_id == idea_id)).first()


def measure_for_act(tx: Tx, voice: Voice, idea_id: int, *on: str) -> tuple[Found, Row[Any]]:
    """A measure, ours until the commit, for a voice that stands on one of these sides; else 403, 404 or 409."""
    idea = idea_for_act(tx, voice, idea_id)
    measure = measure_of(tx.db, idea_id)
    if measure is None or measure.proposed:
        raise Refusal(409, "measures.refused.none")
    must_stand(tx.db, voice, idea, measure, *on)
    return idea, measure

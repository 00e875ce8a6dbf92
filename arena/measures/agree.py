"""Answer the proposal of a network measure: the other side agrees or declines, the proposing one may take it back."""

from typing import Any

from sqlalchemy import Row, delete, update

from arena.errors import Faults, Refusal
from arena.ideas.queries import Found, idea_for_act
from arena.journal.enter import enter
from arena.measures.begin import make
from arena.measures.model import Measure
from arena.measures.outline import reason
from arena.measures.queries import measure_of
from arena.measures.rules import OTHER, must_stand
from arena.store import Tx
from arena.voice import Voice


def agree(tx: Tx, voice: Voice, idea_id: int, why: str) -> None:
    """Agree as the other side; from now on the idea is a network measure."""
    idea, measure = _proposal(tx, voice, idea_id)
    must_stand(tx.db, voice, idea, None, OTHER[measure.side])
    why = _reason(why)
    tx.db.execute(update(Measure).where(Measure.idea_id == idea_id).values(proposed=False))
    outline = {name: getattr(measure, name) for name in ("type", "status", "phase", "responsible_id", "starts", "ends")}
    make(tx, voice, idea, "measures.agree", outline, why)


def decline(tx: Tx, voice: Voice, idea_id: int, why: str) -> None:
    """Decline as the other side; another proposal may follow."""
    idea, measure = _proposal(tx, voice, idea_id)
    must_stand(tx.db, voice, idea, None, OTHER[measure.side])
    _drop(tx, voice, idea, measure, "measures.decline", _reason(why))


def take_back(tx: Tx, voice: Voice, idea_id: int, why: str) -> None:
    """Take the proposal back as the side that made it."""
    idea, measure = _proposal(tx, voice, idea_id)
    must_stand(tx.db, voice, idea, None, measure.side)
    _drop(tx, voice, idea, measure, "measures.take_back", _reason(why))


def _proposal(tx: Tx, voice: Voice, idea_id: int) -> tuple[Found, Row[Any]]:
    idea = idea_for_act(tx, voice, idea_id)
    measure = measure_of(tx.db, idea_id)
    if measure is None or not measure.proposed:
        raise Refusal(409, "measures.refused.no_proposal")
    return idea, measure


def _reason(why: str) -> str:
    faults = Faults()
    why = reason(why, faults)
    faults.refuse()
    return why


def _drop(tx: Tx, voice: Voice, idea: Found, measure: Row[Any], kind: str, why: str) -> None:
    tx.db.execute(delete(Measure).where(Measure.idea_id == idea.id))
    enter(tx, voice, idea, kind, why=why, change={"measures.proposed": (measure.type, None)}, sentence=why)

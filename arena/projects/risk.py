"""Name a risk of a project, change what is said of it, close it or open it again."""

from typing import Any

import msgspec
from sqlalchemy import func, insert, select, update

from arena.errors import Faults, Refusal
from arena.ideas.queries import Found
from arena.journal.enter import enter
from arena.projects.model import CLOSED, LEVELS, MOST_RISKS, OPEN, Risk
from arena.projects.queries import begun, part_of, reason
from arena.store import Tx
from arena.store.text import clean_line
from arena.voice import Voice

TEXT, MEASURES = 300, 500


class RiskText(msgspec.Struct, frozen=True):
    """What may go wrong, how likely, how bad, and what is done about it."""

    text: str = ""
    likelihood: str = ""
    impact: str = ""
    measures: str = ""


def name_risk(tx: Tx, voice: Voice, idea_id: int, said: RiskText) -> int:
    """Add a risk to a project; carriers only. Returns its number."""
    idea = begun(tx, voice, idea_id)
    if tx.db.execute(select(func.count()).where(Risk.idea_id == idea_id)).scalar_one() >= MOST_RISKS:
        raise Refusal(409, "projects.refused.many_risks", most=MOST_RISKS)
    row = _checked(said) | {"state": OPEN, "changed_at": tx.now, "changed_by": voice.actor_id, "why": ""}
    number = int(tx.db.execute(insert(Risk).values(idea_id=idea_id, **row).returning(Risk.id)).scalar_one())
    _tell(tx, voice, idea, "risk", number, row, {f"risk.{number}": (None, OPEN)}, "")
    return number


def change_risk(tx: Tx, voice: Voice, risk_id: int, said: RiskText, why: str) -> int:
    """Say something else of an open risk, with a reason; what changes nothing is not entered. Returns the idea."""
    idea, old = part_of(tx, voice, Risk, risk_id)
    if old.state != OPEN:
        raise Refusal(409, "projects.refused.risk_closed")
    row = _checked(said)
    if all(getattr(old, name) == value for name, value in row.items()):
        return int(idea.id)
    why = reason(why)
    _store(tx, voice, risk_id, row | {"why": why})
    _tell(tx, voice, idea, "change_risk", risk_id, row, {}, why)
    return int(idea.id)


def close_risk(tx: Tx, voice: Voice, risk_id: int, why: str) -> int:
    """Say that a risk is over, with a reason. Returns the idea's number."""
    return _set(tx, voice, risk_id, "close_risk", CLOSED, why)


def reopen_risk(tx: Tx, voice: Voice, risk_id: int, why: str) -> int:
    """Say that a risk is back, with a reason. Returns the idea's number."""
    return _set(tx, voice, risk_id, "reopen_risk", OPEN, why)


def _set(tx: Tx, voice: Voice, risk_id: int, act: str, state: str, why: str) -> int:
    idea, old = part_of(tx, voice, Risk, risk_id)
    if old.state == state and old.changed_by == voice.actor_id:
        return int(idea.id)
    if old.state == state:
        raise Refusal(409, "projects.refused.not_now")
    why = reason(why, "word")
    _store(tx, voice, risk_id, {"state": state, "why": why})
    _tell(tx, voice, idea, act, risk_id, {"text": old.text}, {f"risk.{risk_id}": (old.state, state)}, why)
    return int(idea.id)


def _checked(said: RiskText) -> dict[str, Any]:
    row, faults = {name: clean_line(value) for name, value in msgspec.structs.asdict(said).items()}, Faults()
    faults.text("text", row["text"], most=TEXT)
    faults.one_of("likelihood", row["likelihood"], LEVELS)
    faults.one_of("impact", row["impact"], LEVELS)
    faults.text("measures", row["measures"], most=MEASURES)
    faults.refuse()
    return row


def _store(tx: Tx, voice: Voice, risk_id: int, row: dict[str, Any]) -> None:
    who = {"changed_at": tx.now, "changed_by": voice.actor_id}
    tx.db.execute(update(Risk).where(Risk.id == risk_id).values(row | who))


def _tell(tx: Tx, voice: Voice, idea: Found, act: str, number: int, row: dict[str, Any], change: Any, why: str) -> None:
    facts: dict[str, Any] = {"risk": number, "text": row["text"], "sentence": why}
    enter(tx, voice, idea, f"projects.{act}", why=why, change=change, **facts)

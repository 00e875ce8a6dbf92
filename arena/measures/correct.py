"""Correct what is said of a measure: an office names the step that was wrong; that step stays readable."""

from typing import Any

from sqlalchemy import Connection, Row, select, update

from arena.errors import Faults, Refusal
from arena.ideas.queries import Found
from arena.journal.enter import enter
from arena.journal.model import JournalEntry
from arena.measures.model import Measure
from arena.measures.outline import Outline, check_outline, organisations_of, reason
from arena.measures.queries import measure_for_act
from arena.measures.rules import SIDES
from arena.measures.stand import STEP_KINDS, Change, day, settle
from arena.store import Tx
from arena.voice import Voice


def correct(tx: Tx, voice: Voice, idea_id: int, outline: Outline, entry: int, why: str) -> None:
    """Set all that is said of a measure right in one entry, which names the step (by its number) it corrects."""
    idea, measure = measure_for_act(tx, voice, idea_id, *SIDES["correct"])
    faults = Faults()
    step = step_of(tx.db, idea_id, entry)
    if step is None:
        faults.add("entry", "errors.choose")
    allowed = organisations_of(tx.db, idea_id, voice) | {measure.responsible_id}
    check_outline(outline, allowed, faults)
    why = reason(why, faults)
    faults.refuse()
    change = differences(idea, measure, outline)
    if not change:
        raise Refusal(409, "measures.refused.nothing")
    settle(tx, idea_id, measure_type=outline.type, measure_status=outline.status, measure_phase=outline.phase)
    mine = {"responsible_id": outline.responsible, "starts": outline.starts, "ends": outline.ends}
    tx.db.execute(update(Measure).where(Measure.idea_id == idea_id).values(mine))
    enter(tx, voice, idea, "measures.correct", why=why, change=change, corrects=step, sentence=why)


def step_of(db: Connection, idea_id: int, number: int) -> int | None:
    """The journal's entry of a step of this measure."""
    mine = select(JournalEntry.id).where(JournalEntry.idea_id == idea_id, JournalEntry.no == number)
    return db.execute(mine.where(JournalEntry.kind.in_(STEP_KINDS))).scalar()


def differences(idea: Found, measure: Row[Any], outline: Outline) -> Change:
    """What an outline says otherwise than the measure, as the journal names it."""
    was: dict[str, Any] = {f"measure_{name}": getattr(idea, f"measure_{name}") for name in ("type", "status", "phase")}
    was |= {"measures.responsible": measure.responsible_id}
    was |= {"measures.starts": day(measure.starts), "measures.ends": day(measure.ends)}
    now: dict[str, Any] = {f"measure_{name}": getattr(outline, name) for name in ("type", "status", "phase")}
    now |= {"measures.responsible": outline.responsible}
    now |= {"measures.starts": day(outline.starts), "measures.ends": day(outline.ends)}
    return {name: (was[name], now[name]) for name in was if was[name] != now[name]}

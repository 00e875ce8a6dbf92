"""Lead a measure on: its phase, its status, its period, and its end; each step with a public reason."""

from datetime import date

from sqlalchemy import update

from arena.errors import Faults, Refusal
from arena.journal.enter import enter
from arena.measures.begin import AT_FIRST
from arena.measures.model import PHASES, Measure
from arena.measures.outline import check_period, reason
from arena.measures.queries import measure_for_act
from arena.measures.rules import SIDES
from arena.measures.stand import Change, day, settle
from arena.store import Tx
from arena.voice import Voice


def set_phase(tx: Tx, voice: Voice, idea_id: int, phase: int, why: str) -> None:
    """Set the phase, forwards or back, by as many steps as it takes; the one it is in already changes nothing."""
    idea, _ = measure_for_act(tx, voice, idea_id, *SIDES["set_phase"])
    if idea.measure_phase == phase:
        return
    _must_go_on(idea.measure_status)
    faults = Faults()
    faults.one_of("phase", str(phase or ""), [str(one) for one in PHASES])
    why = reason(why, faults)
    faults.refuse()
    settle(tx, idea_id, measure_phase=phase)
    change = {"measure_phase": (idea.measure_phase, phase)}
    enter(tx, voice, idea, "measures.set_phase", why=why, change=change, phase=str(phase), sentence=why)


def set_status(tx: Tx, voice: Voice, idea_id: int, status: str, why: str) -> None:
    """Say that a measure runs, or is in planning again; it is finished by an act of its own."""
    idea, _ = measure_for_act(tx, voice, idea_id, *SIDES["set_status"])
    if idea.measure_status == status:
        return
    _must_go_on(idea.measure_status)
    faults = Faults()
    faults.one_of("status", status, AT_FIRST)
    why = reason(why, faults)
    faults.refuse()
    settle(tx, idea_id, measure_status=status)
    change = {"measure_status": (idea.measure_status, status)}
    enter(tx, voice, idea, "measures.set_status", why=why, change=change, status=status, sentence=why)


def set_period(tx: Tx, voice: Voice, idea_id: int, starts: date | None, ends: date | None, why: str) -> None:
    """Set from when until when a measure runs."""
    idea, measure = measure_for_act(tx, voice, idea_id, *SIDES["set_period"])
    was, now = (measure.starts, measure.ends), (starts, ends)
    if was == now:
        return
    _must_go_on(idea.measure_status)
    faults = Faults()
    check_period(starts, ends, faults)
    why = reason(why, faults)
    faults.refuse()
    tx.db.execute(update(Measure).where(Measure.idea_id == idea_id).values(starts=starts, ends=ends))
    named = zip(("starts", "ends"), was, now, strict=True)
    change: Change = {f"measures.{name}": (day(old), day(new)) for name, old, new in named if old != new}
    enter(tx, voice, idea, "measures.set_period", why=why, change=change, sentence=why)


def finish(tx: Tx, voice: Voice, idea_id: int, why: str) -> None:
    """Finish a measure that runs, with a word on what came of it; its figures may still be added to."""
    idea, _ = measure_for_act(tx, voice, idea_id, *SIDES["finish"])
    if idea.measure_status == "finished":
        return
    if idea.measure_status != "running":
        raise Refusal(409, "measures.refused.not_running")
    faults = Faults()
    why = reason(why, faults)
    faults.refuse()
    settle(tx, idea_id, measure_status="finished")
    change = {"measure_status": ("running", "finished")}
    enter(tx, voice, idea, "measures.finish", why=why, change=change, sentence=why)


def _must_go_on(status: str) -> None:
    """What is finished stays as it is; only an office corrects it."""
    if status == "finished":
        raise Refusal(409, "measures.refused.finished")

"""Begin a measure: an office makes central and decentral ones, and network measures together with the carriers."""

from typing import Any

from sqlalchemy import Row, insert

from arena.errors import Faults, Refusal
from arena.ideas.queries import Found, idea_for_act
from arena.journal.enter import enter
from arena.measures.model import Measure
from arena.measures.outline import Outline, check_outline, organisations_of, reason
from arena.measures.queries import measure_of
from arena.measures.rules import CARRIERS, OFFICE, SIDES, is_project, must_stand
from arena.measures.stand import begun, settle
from arena.sheets.gates import must_pass
from arena.store import Tx
from arena.voice import Voice

AT_FIRST = ("planned", "running")


def begin(tx: Tx, voice: Voice, idea_id: int, outline: Outline, why: str) -> None:
    """Let a project become a measure, or propose that: a network measure begins once both sides want it."""
    idea = idea_for_act(tx, voice, idea_id)
    standing = must_stand(tx.db, voice, idea, None, *SIDES["begin"])
    if (known := measure_of(tx.db, idea_id)) is not None:
        _again(voice, known, outline)
        return
    if not is_project(idea):
        raise Refusal(409, "measures.refused.project")
    if outline.type != "network" and OFFICE not in standing:
        raise Refusal(403, "measures.refused.office")
    faults = Faults()
    check_outline(outline, organisations_of(tx.db, idea_id, voice), faults, AT_FIRST)
    why = reason(why, faults)
    faults.refuse()
    if OFFICE not in standing:  # what an office wants it answers for with its public reason
        must_pass(tx, idea, "measure")
    proposed = outline.type == "network" and not {OFFICE, CARRIERS} <= standing
    side = OFFICE if OFFICE in standing else CARRIERS
    row = {"idea_id": idea_id, "proposed": proposed, "side": side, "actor_id": voice.actor_id, "at": tx.now}
    tx.db.execute(insert(Measure).values(row | outline.columns))
    if proposed:
        change = {"measures.proposed": (None, outline.type)}
        enter(tx, voice, idea, "measures.propose", why=why, change=change, **_said(outline.columns, why))
    else:
        make(tx, voice, idea, "measures.begin", outline.columns, why)


def make(tx: Tx, voice: Voice, idea: Found, kind: str, outline: dict[str, Any], why: str) -> None:
    """Make the idea a measure of this outline, and enter it."""
    columns = {f"measure_{name}": outline[name] for name in ("type", "status", "phase")}
    settle(tx, idea.id, stage="measure", **columns)
    change = begun(idea, outline) | ({"measures.proposed": (outline["type"], None)} if kind == "measures.agree" else {})
    enter(tx, voice, idea, kind, why=why, change=change, **_said(outline, why))


def _said(outline: dict[str, Any], why: str) -> dict[str, Any]:
    return {"type": outline["type"], "status": outline["status"], "phase": str(outline["phase"]), "sentence": why}


def _again(voice: Voice, known: Row[Any], outline: Outline) -> None:
    """The second click is harmless; whatever else comes second is refused."""
    same = all(getattr(known, name) == value for name, value in outline.columns.items())
    if not (same and known.actor_id == voice.actor_id):
        raise Refusal(409, "measures.refused.proposed" if known.proposed else "measures.refused.already")

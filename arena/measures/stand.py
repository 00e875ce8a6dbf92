"""Where a measure stands: what its journal must come to, and the columns of the idea that say it on every page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select, update

from arena.ideas.model import Idea
from arena.journal.fold import Standing, standings
from arena.measures.model import Indicator, Measure
from arena.store import Tx
from arena.threads import hear

Change = dict[str, tuple[Any, Any]]
_BEFORE, _AFTER = ("propose", "decline", "take_back"), ("set_phase", "set_status", "set_period", "finish", "correct")
STEPS = (*_BEFORE, "agree", "begin", *_AFTER)
STEP_KINDS = tuple(f"measures.{act}" for act in STEPS)


def stand(db: Connection, idea_id: int) -> Standing:
    """Where the measure that an idea is stands, under the names its journal uses."""
    found: Standing = {}
    own = (Idea.stage, Idea.measure_type, Idea.measure_status, Idea.measure_phase)
    row = db.execute(
        select(Measure.__table__, *own).join(Idea, Idea.id == Measure.idea_id).where(Measure.idea_id == idea_id)
    ).first()
    if row is None:
        return found
    if row.proposed:
        return {"measures.proposed": row.type}
    found = {name: getattr(row, name) for name in ("stage", "measure_type", "measure_status", "measure_phase")}
    found |= {"measures.responsible": row.responsible_id, "measures.starts": day(row.starts)}
    found["measures.ends"] = day(row.ends)
    figures = select(Indicator.id, Indicator.name, Indicator.value).where(Indicator.idea_id == idea_id)
    for one in db.execute(figures):
        found |= {f"measures.figure.{one.id}": one.name, f"measures.value.{one.id}": one.value}
    return found


def settle(tx: Tx, idea_id: int, **columns: Any) -> None:
    """Write where the measure stands on the idea."""
    tx.db.execute(update(Idea).where(Idea.id == idea_id).values(columns))


def begun(idea: Any, outline: Mapping[str, Any]) -> Change:
    """What changes when an idea becomes a measure of this outline."""
    change: Change = {"stage": (idea.stage, "measure")}
    for name in ("type", "status", "phase"):
        change[f"measure_{name}"] = (None, outline[name])
    change["measures.responsible"] = (None, outline["responsible_id"])
    for name in ("starts", "ends"):
        if outline[name]:
            change[f"measures.{name}"] = (None, day(outline[name]))
    return change


def day(value: date | None) -> str | None:
    """A day as the journal keeps it."""
    return value.isoformat() if value else None


standings.append(stand)
hear.decisions.update(STEP_KINDS)

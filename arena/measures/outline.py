"""The outline of a measure: its type, status, phase and period, and who is responsible."""

from collections.abc import Collection
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from arena.actors.model import Actor
from arena.errors import Faults
from arena.ideas.team_model import COUNTING, Commitment
from arena.measures.model import PHASES, STATUSES, TYPES
from arena.store.text import clean
from arena.voice import Voice

WHY = 500


class Outline(msgspec.Struct, frozen=True):
    """What a measure is said to be; days may be left open."""

    type: str
    status: str
    phase: int
    responsible: int
    starts: date | None = None
    ends: date | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """The same as the measure's own columns."""
        told = {"type": self.type, "status": self.status, "phase": self.phase, "responsible_id": self.responsible}
        return told | {"starts": self.starts, "ends": self.ends}


def team_of_measure(db: Connection, idea_id: int) -> list[Any]:
    """Everybody who takes part in an idea, with their names; whoever carries it and organisations first."""
    taking_part = (
        select(Actor.id, Actor.name, Actor.kind, Commitment.role)
        .join(Commitment, Commitment.actor_id == Actor.id)
        .where(Commitment.idea_id == idea_id, Commitment.state.in_(COUNTING))
        .order_by(Commitment.role, Actor.name)
    )
    return list(db.execute(taking_part))


def organisations_of(db: Connection, idea_id: int, voice: Voice) -> set[int]:
    """Which organisations can be responsible in this voice's word: its own, and those that take part."""
    taking_part = {one.id for one in team_of_measure(db, idea_id) if one.kind == "organisation"}
    return taking_part | (set() if voice.own else {voice.actor_id})


def check_outline(
    outline: Outline, organisations: Collection[int], faults: Faults, statuses: Collection[str] = STATUSES
) -> None:
    """Note what is wrong with an outline."""
    faults.one_of("type", outline.type, TYPES)
    faults.one_of("status", outline.status, statuses)
    faults.one_of("phase", str(outline.phase or ""), [str(phase) for phase in PHASES])
    if outline.responsible not in organisations:
        faults.add("responsible", "measures.faults.responsible")
    check_period(outline.starts, outline.ends, faults)


def check_period(starts: date | None, ends: date | None, faults: Faults) -> None:
    """Note a period that ends before it starts."""
    if starts and ends and ends < starts:
        faults.add("ends", "measures.faults.period")


def reason(why: str, faults: Faults) -> str:
    """The public reason as it is stored; a step without one is a fault."""
    why = clean(why)
    faults.text("why", why, most=WHY)
    return why

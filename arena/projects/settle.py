"""Settle a milestone: reach it, drop it, or open it again; each with a public word."""

from typing import Any

import msgspec
from sqlalchemy import Row, select, update

from arena.errors import Faults, Refusal
from arena.ideas.queries import Found
from arena.journal.enter import enter
from arena.projects.change_milestone import note_step
from arena.projects.count import count_project
from arena.projects.model import DROPPED, OPEN, REACHED, Milestone
from arena.projects.queries import WHY, part_of
from arena.store import Tx
from arena.store.text import clean_line
from arena.threads.hear import decisions
from arena.voice import Voice

decisions |= {"projects.reach", "projects.drop"}


class Move(msgspec.Struct, frozen=True):
    """An act on a milestone: the states it starts from, the one it ends in, whether it needs a reason."""

    before: tuple[str, ...]
    after: str
    reasoned: bool


MOVES = {
    "reach": Move((OPEN,), REACHED, False),
    "drop": Move((OPEN,), DROPPED, True),
    "reopen": Move((REACHED, DROPPED), OPEN, True),
}


def settle(tx: Tx, voice: Voice, milestone_id: int, act: str, why: str = "") -> int:
    """Carry out an act of the table; the same again by the same voice changes nothing. Returns the idea's number."""
    move, (idea, one) = MOVES[act], part_of(tx, voice, Milestone, milestone_id)
    if one.state == move.after and one.changed_by == voice.actor_id:
        return int(idea.id)
    if one.state not in move.before:
        raise Refusal(409, "projects.refused.not_now")
    _must_fit(tx, one, act)
    why, faults = clean_line(why), Faults()
    faults.text("word", why, most=WHY, least=int(move.reasoned))
    faults.refuse()
    row = {"state": move.after, "changed_at": tx.now, "changed_by": voice.actor_id}
    tx.db.execute(update(Milestone).where(Milestone.id == one.id).values(row))
    note_step(tx, voice, one, act, why, one.due)
    _tell(tx, voice, idea, one, act, why)
    return int(idea.id)


def _must_fit(tx: Tx, one: Row[Any], act: str) -> None:
    """What stands above must be open; what lies beneath must be settled before a milestone counts as reached."""
    if one.parent_id is not None:
        above = select(Milestone.state).where(Milestone.id == one.parent_id)
        if tx.db.execute(above).scalar_one() != OPEN:
            raise Refusal(409, "projects.refused.above")
    beneath = select(Milestone.id).where(Milestone.parent_id == one.id, Milestone.state == OPEN).limit(1)
    if act == "reach" and tx.db.execute(beneath).first():
        raise Refusal(409, "projects.refused.beneath")


def _tell(tx: Tx, voice: Voice, idea: Found, one: Row[Any], act: str, why: str) -> None:
    change: dict[str, Any] = {f"milestone.{one.id}": (one.state, MOVES[act].after), **count_project(tx, idea)}
    facts: dict[str, Any] = {"milestone": one.id, "title": one.title, "sentence": why}
    enter(tx, voice, idea, f"projects.{act}", why=why, change=change, **facts)

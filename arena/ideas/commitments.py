"""Commitments as their own pages show them: one with its history, and all that concern a reader."""

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, ScalarSelect, func, or_, select, union_all
from sqlalchemy.orm import aliased

from arena.actors.model import Actor, Login, Membership
from arena.errors import Missing
from arena.ideas.model import Idea
from arena.ideas.queries import Found, idea_for
from arena.ideas.rules import carriers
from arena.ideas.states import possible, sides
from arena.ideas.team import Member, members
from arena.ideas.team_model import COUNTING, Commitment, CommitmentStep
from arena.voice import Me, Reader, Voice

_person = aliased(Actor)
MOST = 200


class CommitmentSeen(msgspec.Struct, frozen=True):
    """A commitment, its idea, its history, and what this reader may do in which of their names."""

    one: Member
    idea: Found
    steps: list[Row[Any]]
    acts: dict[str, list[Voice]]


class Mine(msgspec.Struct, frozen=True):
    """Offers that wait for a reader's answer, and what they committed to themselves; each with its idea's title."""

    waiting: list[tuple[Member, str]]
    current: list[tuple[Member, str]]
    past: list[tuple[Member, str]]


def commitment_for(db: Connection, me: Reader, commitment_id: int) -> CommitmentSeen:
    """A commitment this reader may see; a declined one is seen by both sides alone, else 404."""
    row = db.execute(members().where(Commitment.id == commitment_id)).first()
    if row is None:
        raise Missing
    one = Member(*row)
    idea = idea_for(db, me, one.idea_id)
    carrying = carriers(db, one.idea_id)
    standing = [(voice, sides(voice.actor_id, one, carrying)) for voice in (me.voices if me else ())]
    if one.state == "declined" and not any(sides for _, sides in standing):
        raise Missing
    acts: dict[str, list[Voice]] = {}
    for voice, side in standing:
        for act in possible(one, side):
            if idea.state == "published" or act == "leave":
                acts.setdefault(act, []).append(voice)
    return CommitmentSeen(one, idea, _steps(db, commitment_id), acts)


def _steps(db: Connection, commitment_id: int) -> list[Row[Any]]:
    return list(
        db.execute(
            select(CommitmentStep.__table__, _person.name.label("person"), Actor.name.label("actor"))
            .join(_person, _person.id == CommitmentStep.person_id)
            .join(Actor, Actor.id == CommitmentStep.actor_id)
            .where(CommitmentStep.commitment_id == commitment_id)
            .order_by(CommitmentStep.id)
        )
    )


def commitments_of(db: Connection, me: Me) -> Mine:
    """What concerns a reader and the organisations they speak for, the newest first."""
    listed = members().add_columns(Idea.title).join(Idea, Idea.id == Commitment.idea_id)
    ours = [voice.actor_id for voice in me.voices]
    own = listed.where(Commitment.actor_id.in_(ours)).order_by(Commitment.changed_at.desc()).limit(MOST)
    waiting = listed.where(*_waits(ours)).order_by(Commitment.at, Commitment.id).limit(MOST)
    mine = [(Member(*row[:-1]), str(row[-1])) for row in db.execute(own)]
    return Mine(
        waiting=[(Member(*row[:-1]), str(row[-1])) for row in db.execute(waiting)],
        current=[pair for pair in mine if pair[0].state in ("offered", "accepted", "active")],
        past=[pair for pair in mine if pair[0].state in ("fulfilled", "withdrawn", "declined")],
    )


def waiting() -> ScalarSelect[int]:
    """How many offers wait for the answer of the person of a `Login`: a part of the statement that finds them."""
    speaks_for = select(Membership.organisation_id).where(
        Membership.person_id == Login.person_id, Membership.state == "active"
    )
    names = union_all(select(Login.person_id).correlate(Login), speaks_for.correlate(Login))
    counting = select(func.count()).select_from(Commitment).join(Idea, Idea.id == Commitment.idea_id)
    return counting.where(*_waits(names)).correlate(Login).scalar_subquery()


def _waits(names: Any) -> tuple[ColumnElement[bool], ...]:
    """Offers to ideas that one of these actors carries."""
    carrying = aliased(Commitment)
    carried = select(carrying.idea_id).where(
        carrying.actor_id.in_(names), carrying.role == "carry", or_(*(carrying.state == state for state in COUNTING))
    )
    return (Commitment.state == "offered", Commitment.idea_id.in_(carried), Idea.state == "published")

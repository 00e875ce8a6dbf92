"""Commitments as their own pages show them: one with its history, and all that concern a reader."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Row,
    ScalarSelect,
    and_,
    func,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from arena.actors.model import Actor, Login, Membership
from arena.errors import Missing
from arena.ideas.count import today
from arena.ideas.model import Idea
from arena.ideas.queries import Found, idea_for
from arena.ideas.rules import carriers
from arena.ideas.states import CARRIER, JOINER, possible, sides
from arena.ideas.team import Member, members
from arena.ideas.team_model import COUNTING, RUNNING, Commitment, CommitmentStep
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
    """What waits for a reader: offers, what is overdue, what is to be confirmed; and what they committed to.

    Each with its idea's title.
    """

    waiting: list[tuple[Member, str]]
    confirming: list[tuple[Member, str]]
    overdue: list[tuple[Member, str]]
    current: list[tuple[Member, str]]
    past: list[tuple[Member, str]]
    beside: dict[str, Any]


# What later nouns show on the page of a reader's commitments, under their names.
beside: dict[str, Callable[[Connection, Me], Any]] = {}


def commitment_for(db: Connection, me: Reader, commitment_id: int) -> CommitmentSeen:
    """A commitment this reader may see; a declined one is seen by both sides alone, else 404."""
    row = db.execute(members().where(Commitment.id == commitment_id)).first()
    if row is None:
        raise Missing
    one = Member(*row)
    idea = idea_for(db, me, one.idea_id)
    carrying = carriers(db, one.idea_id)
    standing = [(voice, sides(voice, one, carrying)) for voice in (me.voices if me else ())]
    if one.state == "declined" and not any(side & {JOINER, CARRIER} for _, side in standing):
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
    waits = or_(_offered(), _said_alone(ours, me.person_id), _overdue(today(datetime.now(UTC))))
    waiting = listed.where(_carried(ours), waits).order_by(Commitment.at, Commitment.id).limit(MOST)
    mine, theirs = ([(Member(*row[:-1]), str(row[-1])) for row in db.execute(asked)] for asked in (own, waiting))
    return Mine(
        waiting=[pair for pair in theirs if pair[0].state == "offered"],
        confirming=[pair for pair in theirs if pair[0].state == "fulfilled"],
        overdue=[pair for pair in theirs if pair[0].overdue and pair[0].actor_id not in ours],
        current=[pair for pair in mine if pair[0].state in ("offered", "accepted", "active")],
        past=[pair for pair in mine if pair[0].state in ("fulfilled", "withdrawn", "declined")],
        beside={name: asked(db, me) for name, asked in beside.items()},
    )


def waiting() -> ScalarSelect[int]:
    """How many commitments wait for the word of the person of a `Login`: a part of the statement that finds them."""
    names = names_of_login()
    counting = select(func.count()).select_from(Commitment).join(Idea, Idea.id == Commitment.idea_id)
    waits = or_(_offered(), _said_alone(names, Login.person_id))
    return counting.where(_carried(names), waits).correlate(Login).scalar_subquery()


def names_of_login() -> CompoundSelect[Any]:
    """The actors in whose name the person of a `Login` may speak."""
    speaks_for = select(Membership.organisation_id).where(
        Membership.person_id == Login.person_id, Membership.state == "active"
    )
    return union_all(select(Login.person_id).correlate(Login), speaks_for.correlate(Login))


def _carried(names: Any) -> ColumnElement[bool]:
    """Commitments to published ideas that one of these actors carries."""
    carrying = aliased(Commitment)
    # Said so that no index on a state leads through every commitment or idea there is: what somebody carries is little.
    counting = (carrying.state + "").in_(COUNTING)
    carried = select(carrying.idea_id).where(carrying.actor_id.in_(names), carrying.role == "carry", counting)
    return and_(Commitment.idea_id.in_(carried), Idea.state + "" == "published")


def _offered() -> ColumnElement[bool]:
    return Commitment.state + "" == "offered"


def _said_alone(names: Any, person: Any) -> ColumnElement[bool]:
    """Fulfilled by the joiner's word alone, and somebody else's: a carrier is asked to confirm."""
    alone = and_(Commitment.state + "" == "fulfilled", Commitment.confirmed_at.is_(None))
    own = or_(Commitment.actor_id.in_(names), Commitment.person_id == person)
    return and_(alone, Commitment.changed_by == Commitment.actor_id, not_(own))


def _overdue(day: date) -> ColumnElement[bool]:
    return and_((Commitment.state + "").in_(RUNNING), Commitment.ends < day)

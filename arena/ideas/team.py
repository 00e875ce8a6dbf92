"""An idea's needs and its team as readers see them, each in one statement."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, bindparam, func, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.ideas.count import NEARLY, today
from arena.ideas.team_model import COUNTING, ROLES, RUNNING, Commitment, Need
from arena.words.words import ZONE

_person, _confirmer = aliased(Actor), aliased(Actor)
LIVE = ("offered", *COUNTING)


class NeedSeen(msgspec.Struct, frozen=True):
    """A need, how far it is met, and how many offers await an answer."""

    id: int
    kind: str
    what: str
    amount: float | None
    unit: str
    until: date | None
    met: float
    closed_at: datetime | None
    offers: int

    @property
    def whole(self) -> float:
        """How much is needed; a need without an amount asks for one answer."""
        return self.amount or 1.0

    @property
    def state(self) -> str:
        """`open`, `met`, `past` (its last day is over) or `closed` (by those who carry the idea)."""
        if self.closed_at is not None:
            return "closed"
        if self.met >= self.whole - NEARLY:
            return "met"
        return "past" if self.until and self.until < today(datetime.now(UTC)) else "open"

    @property
    def answerable(self) -> bool:
        """Whether one can still offer something in answer to it."""
        over = self.until is not None and self.until < today(datetime.now(UTC))
        return self.closed_at is None and not over


class Member(msgspec.Struct, frozen=True):
    """A commitment with the names of those who stand behind it."""

    id: int
    idea_id: int
    role: str
    kind: str
    what: str
    amount: float | None
    unit: str
    starts: date | None
    ends: date | None
    state: str
    message: str
    answer: str
    at: datetime
    changed_at: datetime
    changed_by: int
    person_id: int
    person: str
    actor_id: int
    actor: str
    actor_kind: str
    sector: str
    need_id: int | None
    need: str | None
    confirmed_at: datetime | None
    thanks: str
    confirmer_id: int
    confirmer: str

    @property
    def organisation(self) -> bool:
        """Whether the person joined in an organisation's name."""
        return self.actor_kind == "organisation"

    @property
    def own_word(self) -> bool:
        """Whether it is the joiner alone who says that the commitment is fulfilled."""
        return self.state == "fulfilled" and self.changed_by == self.actor_id and self.confirmed_at is None

    @property
    def confirmed(self) -> bool:
        """Whether those who carry the idea say that it is fulfilled: `confirmer` did."""
        return self.state == "fulfilled" and not self.own_word

    @property
    def overdue(self) -> bool:
        """Whether its last day has passed and nobody has said what became of it."""
        return self.state in RUNNING and self.ends is not None and self.ends < today(datetime.now(UTC))

    @property
    def first_day(self) -> date:
        """From when on it was carried: as promised, else from the day it was offered."""
        day = self.at.astimezone(ZONE).date()
        return min(self.starts, self.last_day) if self.starts else day

    @property
    def last_day(self) -> date:
        """The day on which it was fulfilled."""
        return self.changed_at.astimezone(ZONE).date()

    @property
    def released(self) -> bool:
        """Whether it was the carriers who ended the commitment."""
        return self.state == "withdrawn" and self.changed_by != self.actor_id


class Team(msgspec.Struct, frozen=True):
    """Who takes part in an idea, and who offers to."""

    members: tuple[Member, ...]
    offers: tuple[Member, ...]

    @property
    def carrying(self) -> set[int]:
        """The actors who carry the idea."""
        return {one.actor_id for one in self.members if one.role == "carry"}

    @property
    def by_role(self) -> list[tuple[str, list[Member]]]:
        """The members whose commitment still runs, grouped by role in the order of the roles."""
        return _grouped(one for one in self.members if one.state != "fulfilled")

    @property
    def everyone(self) -> list[tuple[str, list[Member]]]:
        """All members, grouped in the same way."""
        return _grouped(self.members)

    @property
    def done(self) -> list[Member]:
        """What was carried to the end, the latest first."""
        return sorted((one for one in self.members if one.state == "fulfilled"), key=_when, reverse=True)

    @property
    def sectors(self) -> list[str]:
        """The sectors taking part, each once."""
        return list(dict.fromkeys(one.sector for one in self.members))


def _grouped(members: Iterable[Member]) -> list[tuple[str, list[Member]]]:
    found = list(members)
    groups = [(role, [one for one in found if one.role == role]) for role in ROLES]
    return [(role, some) for role, some in groups if some]


def _when(one: Member) -> datetime:
    return one.changed_at


def needs_of(db: Connection, idea_id: int) -> list[NeedSeen]:
    """An idea's needs: the open ones first, then those met, past, and closed ones."""
    rows = db.execute(_needs, {"idea": idea_id})
    order = ("open", "met", "past", "closed")
    return sorted((NeedSeen(*row) for row in rows), key=lambda need: order.index(need.state))


def members() -> Select[Any]:
    """The statement behind every list of commitments; rows become `Member`s."""
    own = [getattr(Commitment, name) for name in Member.__struct_fields__[:15]]
    return (
        select(*own, Commitment.person_id, _person.name, Commitment.actor_id)
        .add_columns(Actor.name, Actor.kind, Actor.sector, Commitment.need_id, Need.what)
        .add_columns(Commitment.confirmed_at, Commitment.thanks, _confirmer.id, _confirmer.name)
        .join(_person, _person.id == Commitment.person_id)
        .join(Actor, Actor.id == Commitment.actor_id)
        .join(_confirmer, _confirmer.id == func.coalesce(Commitment.confirmed_by, Commitment.changed_by))
        .outerjoin(Need, Need.id == Commitment.need_id)
    )


def team_of(db: Connection, idea_id: int) -> tuple[Team, tuple[Member, ...]]:
    """An idea's team, in the order in which they joined; beside it what was declined, which both sides alone see."""
    everyone = [Member(*row) for row in db.execute(_team, {"idea": idea_id})]
    members, offers, declined = (
        tuple(one for one in everyone if one.state in states) for states in (COUNTING, ("offered",), ("declined",))
    )
    return Team(members, offers), declined


# Built once: every idea's page asks them, and building a statement costs more than running it.
_offers = select(func.count()).where(Commitment.need_id == Need.id, Commitment.state == "offered").scalar_subquery()
_needs = (
    select(Need.id, Need.kind, Need.what, Need.amount, Need.unit, Need.until, Need.met, Need.closed_at, _offers)
    .where(Need.idea_id == bindparam("idea"))
    .order_by(Need.id)
)
_team = (
    members().where(Commitment.idea_id == bindparam("idea"), Commitment.state != "withdrawn").order_by(Commitment.id)
)

"""An idea's needs and its team as readers see them, each in one statement."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, func, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.ideas.count import NEARLY, today
from arena.ideas.team_model import COUNTING, ROLES, Commitment, Need
from arena.voice import Reader

_person = aliased(Actor)
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

    @property
    def organisation(self) -> bool:
        """Whether the person joined in an organisation's name."""
        return self.actor_kind == "organisation"

    @property
    def own_word(self) -> bool:
        """Whether it is the joiner alone who says that the commitment is fulfilled."""
        return self.state == "fulfilled" and self.changed_by == self.actor_id

    @property
    def released(self) -> bool:
        """Whether it was the carriers who ended the commitment."""
        return self.state == "withdrawn" and self.changed_by != self.actor_id


class Team(msgspec.Struct, frozen=True):
    """Who takes part in an idea, who offers to, and, for both sides alone, what was declined."""

    members: tuple[Member, ...]
    offers: tuple[Member, ...]
    declined: tuple[Member, ...]
    carries: bool

    @property
    def by_role(self) -> list[tuple[str, list[Member]]]:
        """The members, grouped by role in the order of the roles."""
        groups = [(role, [one for one in self.members if one.role == role]) for role in ROLES]
        return [(role, members) for role, members in groups if members]

    @property
    def sectors(self) -> list[str]:
        """The sectors taking part, each once."""
        return list(dict.fromkeys(one.sector for one in self.members))


def needs_of(db: Connection, idea_id: int) -> list[NeedSeen]:
    """An idea's needs: the open ones first, then those met, past, and closed ones."""
    offers = select(func.count()).where(Commitment.need_id == Need.id, Commitment.state == "offered").scalar_subquery()
    rows = db.execute(
        select(Need.id, Need.kind, Need.what, Need.amount, Need.unit, Need.until, Need.met, Need.closed_at, offers)
        .where(Need.idea_id == idea_id)
        .order_by(Need.id)
    )
    order = ("open", "met", "past", "closed")
    return sorted((NeedSeen(*row) for row in rows), key=lambda need: order.index(need.state))


def members() -> Select[Any]:
    """The statement behind every list of commitments; rows become `Member`s."""
    own = [getattr(Commitment, name) for name in Member.__struct_fields__[:15]]
    return (
        select(*own, Commitment.person_id, _person.name, Commitment.actor_id)
        .add_columns(Actor.name, Actor.kind, Actor.sector, Commitment.need_id, Need.what)
        .join(_person, _person.id == Commitment.person_id)
        .join(Actor, Actor.id == Commitment.actor_id)
        .outerjoin(Need, Need.id == Commitment.need_id)
    )


def team_of(db: Connection, me: Reader, idea_id: int) -> Team:
    """An idea's team, in the order in which they joined."""
    ours = {voice.actor_id for voice in me.voices} if me else set()
    rows = db.execute(
        members().where(Commitment.idea_id == idea_id, Commitment.state != "withdrawn").order_by(Commitment.id)
    )
    everyone = [Member(*row) for row in rows]
    carries = bool(ours & _carrying(everyone))
    return Team(
        members=tuple(one for one in everyone if one.state in COUNTING),
        offers=tuple(one for one in everyone if one.state == "offered"),
        declined=tuple(one for one in everyone if one.state == "declined" and (carries or one.actor_id in ours)),
        carries=carries,
    )


def _carrying(everyone: Iterable[Member]) -> set[int]:
    return {one.actor_id for one in everyone if one.role == "carry" and one.state in COUNTING}

"""Reads of actors: a profile with its memberships, the list of organisations, one's own account."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, or_, select
from sqlalchemy.orm import aliased

from arena.actors.accept import offers
from arena.actors.model import SECTORS, Actor, Invitation, Login, Membership, Person
from arena.actors.rules import must_steward
from arena.errors import Missing, Refusal
from arena.store.text import fold
from arena.voice import Me, Reader

PAGE = 30
_last = aliased(Actor)
AnyRow = Row[*tuple[Any, ...]]
Rows = list[AnyRow]


class ActorPage(msgspec.Struct, frozen=True):
    """A profile: who it is, and their mandates (of a person) or members (of an organisation)."""

    actor: AnyRow
    memberships: Rows
    steward: bool = False
    invitations: Rows = []


def actor_for(db: Connection, actor_id: int, *kinds: str) -> AnyRow:
    """An actor of one of these kinds (any, where none is named), or 404."""
    row = db.execute(select(*Actor.__table__.c).where(Actor.id == actor_id)).first()
    if row is None or (kinds and row.kind not in kinds):
        raise Missing
    return row


def actor_page(db: Connection, me: Reader, actor_id: int) -> ActorPage:
    """The profile of a person or an organisation; open invitations are for its stewards."""
    actor = actor_for(db, actor_id)
    if actor.kind == "person":
        return ActorPage(actor, _mandates(db, actor_id))
    members = _members(db, actor_id)
    steward = me is not None and any(row.id == me.person_id and row.steward for row in members)
    return ActorPage(actor, members, steward, _invitations(db, actor_id) if steward else [])


def organisations(db: Connection, me: Reader, sector: str = "", q: str = "", after: int = 0) -> Rows:  # noqa: ARG001
    """Organisations by name, one more than a page; `after` is the last one of the page before."""
    found = select(Actor.id, Actor.name, Actor.sector, Actor.about, Actor.district).where(Actor.kind == "organisation")
    if sector in SECTORS:
        found = found.where(Actor.sector == sector)
    if q:
        found = found.where(Actor.folded.contains(fold(q), autoescape=True))
    if after:
        last = select(_last.folded).where(_last.id == after).scalar_subquery()
        found = found.where(or_(Actor.folded > last, and_(Actor.folded == last, Actor.id > after)))
    return list(db.execute(found.order_by(Actor.folded, Actor.id).limit(PAGE + 1)).all())


def kept_by(db: Connection, me: Reader, organisation_id: int) -> AnyRow:
    """An organisation's profile for those who keep it; others are refused."""
    if me is None:
        raise Refusal(401, "errors.sign_in")
    must_steward(db, me.own, organisation_id)
    return actor_for(db, organisation_id)


class Account(msgspec.Struct, frozen=True):
    """What a person sees of their own account."""

    about: str
    email: str | None
    has_password: bool
    language: str
    news_rhythm: str
    memberships: Rows
    offers: Rows
    logins: Rows


def account(db: Connection, me: Me) -> Account:
    """One's own account with mandates, invitations and sessions."""
    columns = (Actor.about, Person.email, Person.password_hash, Person.language, Person.news_rhythm)
    row = db.execute(select(*columns).join(Person, Person.actor_id == Actor.id).where(Actor.id == me.person_id)).one()
    logins = select(Login.token_hash, Login.device, Login.created_at, Login.seen_at)
    mine = logins.where(Login.person_id == me.person_id).order_by(Login.seen_at.desc(), Login.token_hash)
    return Account(
        about=row.about,
        email=row.email,
        has_password=row.password_hash is not None,
        language=row.language,
        news_rhythm=row.news_rhythm,
        memberships=_mandates(db, me.person_id),
        offers=list(db.execute(offers(me.person_id)).all()),
        logins=list(db.execute(mine).all()),
    )


def _mandates(db: Connection, person_id: int) -> Rows:
    """A person's active mandates."""
    columns = (Actor.id, Actor.name, Actor.sector, Membership.mandate, Membership.steward, Membership.since)
    mine = (Membership.person_id == person_id, Membership.state == "active")
    joined = select(*columns).join(Membership, Membership.organisation_id == Actor.id)
    return list(db.execute(joined.where(*mine).order_by(Actor.folded)).all())


def _members(db: Connection, organisation_id: int) -> Rows:
    """An organisation's active members, stewards first."""
    columns = (Actor.id, Actor.name, Membership.mandate, Membership.steward, Membership.since)
    ours = (Membership.organisation_id == organisation_id, Membership.state == "active")
    joined = select(*columns).join(Membership, Membership.person_id == Actor.id)
    return list(db.execute(joined.where(*ours).order_by(Membership.steward.desc(), Actor.folded)).all())


def _invitations(db: Connection, organisation_id: int) -> Rows:
    columns = (Invitation.id, Invitation.email, Invitation.mandate, Invitation.steward, Invitation.expires_at)
    open_ones = select(*columns).where(Invitation.organisation_id == organisation_id).order_by(Invitation.id)
    return list(db.execute(open_ones))

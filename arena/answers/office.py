"""Who may answer: members of an organisation of the administration to which the operator gave the right."""

from typing import Any

from sqlalchemy import Connection, Row, func, select

from arena.actors.model import Actor, Membership
from arena.answers.model import Office
from arena.errors import Missing, Refusal
from arena.voice import Reader, Voice

ADMINISTRATION = "administration"
ENOUGH = 2  # who writes and who checks

HELD = (Office.revoked_at.is_(None), Actor.sector == ADMINISTRATION)
_held = select(Actor.id, Actor.name, Office.granted_at).join(Office, Office.organisation_id == Actor.id).where(*HELD)


def may_answer(db: Connection, voice: Voice) -> bool:
    """Whether this voice speaks for an office; anybody may call an organisation administration, which is not enough."""
    if voice.own or voice.sector != ADMINISTRATION:
        return False
    return holds(db, voice.actor_id)


def holds(db: Connection, organisation_id: int) -> bool:
    """Whether an organisation is an office now."""
    return db.execute(_held.where(Actor.id == organisation_id)).first() is not None


def office_for(db: Connection, me: Reader, office_id: int) -> Row[Any]:
    """An office for those who speak for it, with the number of its members; for others there is none (404)."""
    if me is None:
        raise Refusal(401, "errors.sign_in")
    members = select(func.count()).where(Membership.organisation_id == Actor.id, Membership.state == "active")
    found = _held.add_columns(members.correlate(Actor).scalar_subquery().label("members"))
    row = db.execute(found.where(Actor.id == office_id)).first() if me.speaks_for(office_id) else None
    if row is None:
        raise Missing
    return row


def must_answer(db: Connection, voice: Voice, office_id: int | None = None) -> None:
    """Refuse whoever does not speak for the office: to them nothing it prepares exists (404)."""
    if (office_id is not None and voice.actor_id != office_id) or not may_answer(db, voice):
        raise Missing


def offices_of(db: Connection, me: Reader) -> list[Row[Any]]:
    """The offices a reader speaks for; one statement, and none for whoever has no such mandate."""
    numbers = [voice.actor_id for voice in me.voices if voice.sector == ADMINISTRATION] if me else []
    return list(db.execute(_held.where(Actor.id.in_(numbers)).order_by(Actor.folded))) if numbers else []

"""Accept or decline an invitation to speak for an organisation."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update
from sqlalchemy.orm import aliased

from arena.actors.model import Actor, Invitation, Membership, Person
from arena.errors import Missing
from arena.store import Tx
from arena.store.outbox import note
from arena.voice import Voice

_inviter = aliased(Actor)


def offers(person_id: int) -> Select[*tuple[Any, ...]]:
    """Open invitations to the address of a person."""
    return (
        select(
            Invitation.id,
            Invitation.organisation_id,
            Invitation.mandate,
            Invitation.steward,
            Actor.name,
            _inviter.name.label("inviter"),
        )
        .join(Person, Person.email == Invitation.email)
        .join(Actor, Actor.id == Invitation.organisation_id)
        .join(_inviter, _inviter.id == Invitation.invited_by)
        .where(Person.actor_id == person_id, Invitation.expires_at > datetime.now(UTC))
        .order_by(Invitation.id)
    )


def accept(tx: Tx, voice: Voice, organisation_id: int) -> None:
    """Take the offered mandate; who has one already keeps it as it is."""
    offer = _take(tx.db, voice, organisation_id)
    here = (Membership.organisation_id == organisation_id, Membership.person_id == voice.person_id)
    before = tx.db.execute(select(Membership.state).where(*here)).scalar_one_or_none()
    values = {"mandate": offer.mandate, "steward": offer.steward, "state": "active", "since": tx.now}
    if before == "ended":
        tx.db.execute(update(Membership).where(*here).values(**values))
    elif before is None:
        keys = {"organisation_id": organisation_id, "person_id": voice.person_id}
        tx.db.execute(insert(Membership).values(**keys, **values))
    note(tx, "actors.accept", person_id=voice.person_id, actor_id=organisation_id)


def decline(tx: Tx, voice: Voice, organisation_id: int) -> None:
    """Say no; the organisation may ask again."""
    _take(tx.db, voice, organisation_id)
    note(tx, "actors.decline", person_id=voice.person_id, actor_id=organisation_id)


def _take(db: Connection, voice: Voice, organisation_id: int) -> Any:
    """The open invitation, used up; without one there is nothing here (404)."""
    offer = db.execute(offers(voice.person_id).where(Invitation.organisation_id == organisation_id)).first()
    if offer is None or not db.execute(delete(Invitation).where(Invitation.id == offer.id)).rowcount:
        raise Missing
    return offer

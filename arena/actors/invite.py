"""Invite somebody by e-mail to speak for an organisation, or take the invitation back."""

from datetime import timedelta

from sqlalchemy import delete, func, insert, select

from arena.actors.model import Actor, Invitation, Person
from arena.actors.rules import must_steward
from arena.errors import Refusal
from arena.jobs.mail import ask_mail
from arena.store import Tx
from arena.store.outbox import note
from arena.voice import Voice

LIFE = timedelta(days=14)
MOST = 50  # open invitations of one organisation


def invite(tx: Tx, voice: Voice, site: str, organisation_id: int, email: str, mandate: str, *, steward: bool) -> None:
    """Offer a mandate to whoever signs in with an address; a second invitation replaces the first.

    Nothing that the steward can see tells whether the address has an account.
    """
    must_steward(tx.db, voice, organisation_id)
    of_this = Invitation.organisation_id == organisation_id
    tx.db.execute(delete(Invitation).where(of_this, Invitation.email == email))
    if tx.db.execute(select(func.count()).where(of_this)).scalar_one() >= MOST:
        raise Refusal(409, "actors.invite.too_many")
    row = {"mandate": mandate, "steward": steward, "invited_by": voice.person_id}
    life = {"created_at": tx.now, "expires_at": tx.now + LIFE}
    tx.db.execute(insert(Invitation).values(organisation_id=organisation_id, email=email, **row, **life))
    name = tx.db.execute(select(Actor.name).where(Actor.id == organisation_id)).scalar_one()
    known = tx.db.execute(select(Person.language).where(Person.email == email)).scalar_one_or_none()
    language = known or "de"
    link = f"{site}/{language}/organisations/{organisation_id}/invitation"
    ask_mail(tx, email, language, "invite", person=voice.person, organisation=name, mandate=mandate, link=link)
    note(tx, "actors.invite", person_id=voice.person_id, actor_id=organisation_id)


def take_back(tx: Tx, voice: Voice, organisation_id: int, invitation_id: int) -> None:
    """Take an open invitation back, as a steward."""
    must_steward(tx.db, voice, organisation_id)
    this = (Invitation.id == invitation_id, Invitation.organisation_id == organisation_id)
    if tx.db.execute(delete(Invitation).where(*this)).rowcount:
        note(tx, "actors.take_back", person_id=voice.person_id, actor_id=organisation_id)

"""Change a profile: one's own, or that of an organisation one keeps."""

from typing import Any

from sqlalchemy import update

from arena.actors.model import Actor, Person, folded
from arena.actors.rules import must_steward
from arena.store import Tx
from arena.store.outbox import note
from arena.voice import Voice


def change_own(tx: Tx, voice: Voice, name: str, about: str, language: str) -> None:
    """Change what the person says of themselves, and the language the Arena writes to them in."""
    profile = {"name": name, "folded": folded(name), "about": about}
    tx.db.execute(update(Actor).where(Actor.id == voice.person_id).values(**profile))
    tx.db.execute(update(Person).where(Person.actor_id == voice.person_id).values(language=language))
    note(tx, "actors.change_profile", person_id=voice.person_id, actor_id=voice.person_id)


def change_organisation(tx: Tx, voice: Voice, organisation_id: int, profile: dict[str, Any]) -> None:
    """Change an organisation's profile, as one of its stewards."""
    must_steward(tx.db, voice, organisation_id)
    values = {**profile, "folded": folded(profile["name"])}
    tx.db.execute(update(Actor).where(Actor.id == organisation_id).values(**values))
    note(tx, "actors.change_profile", person_id=voice.person_id, actor_id=organisation_id)

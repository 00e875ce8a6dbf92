"""Found an organisation: give it a profile and become its first steward."""

from typing import Any

from sqlalchemy import insert, select

from arena.actors.model import Actor, Membership
from arena.store import Tx
from arena.store.outbox import note
from arena.voice import Voice


def found(tx: Tx, voice: Voice, profile: dict[str, Any], mandate: str, client_key: str) -> int:
    """Create an organisation; the same form sent twice creates it once. Returns its number."""
    source = f"form:{voice.person_id}:{client_key}"[:120] if client_key else None
    if source and (there := tx.db.execute(select(Actor.id).where(Actor.source == source)).scalar_one_or_none()):
        return int(there)
    row = {"kind": "organisation", "created_at": tx.now, "source": source, **profile}
    organisation_id = int(tx.db.execute(insert(Actor).values(row).returning(Actor.id)).scalar_one())
    first = {"mandate": mandate, "steward": True, "state": "active", "since": tx.now}
    tx.db.execute(insert(Membership).values(organisation_id=organisation_id, person_id=voice.person_id, **first))
    note(tx, "actors.found", person_id=voice.person_id, actor_id=organisation_id)
    return organisation_id

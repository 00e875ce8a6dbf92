"""Name a person a moderator, or let them be one no longer; the operator does so."""

from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from arena.actors.address import address
from arena.actors.model import Actor, Moderator, Person
from arena.errors import Missing
from arena.store import Tx
from arena.store.outbox import note


def grant(tx: Tx, email: str) -> bool:
    """Let the person with this address moderate from now on; False where they do already, 404 where there is none."""
    person_id = _person(tx, email)
    held = select(Moderator.id).where(Moderator.person_id == person_id, Moderator.revoked_at.is_(None))
    if tx.db.execute(held).first():
        return False
    tx.db.execute(insert(Moderator).values(person_id=person_id, granted_at=tx.now))
    note(tx, "moderation.grant", person_id=person_id)
    return True


def revoke(tx: Tx, email: str) -> bool:
    """Let a person moderate no longer; what they decided stays. False where they did not anyway."""
    person_id = _person(tx, email)
    held = (Moderator.person_id == person_id) & Moderator.revoked_at.is_(None)
    ended = tx.db.execute(update(Moderator).where(held).values(revoked_at=tx.now)).rowcount
    if ended:
        note(tx, "moderation.revoke", person_id=person_id)
    return bool(ended)


def moderators(db: Connection) -> list[Row[Any]]:
    """Everybody who moderates or once did, by name and time."""
    rows = (
        select(Actor.name, Person.email, Moderator.granted_at, Moderator.revoked_at)
        .join(Moderator, Moderator.person_id == Actor.id)
        .join(Person, Person.actor_id == Actor.id)
    )
    return list(db.execute(rows.order_by(Actor.folded, Moderator.id)))


def _person(tx: Tx, email: str) -> int:
    found = tx.db.execute(select(Person.actor_id).where(Person.email == address(email)).with_for_update()).scalar()
    if found is None:
        raise Missing
    return int(found)

"""Signing in to a demo: a link for each person of the cast, which works as often as one likes and only in a demo."""

from sqlalchemy import delete, select

from arena.actors.links import Link, issue
from arena.actors.model import Actor, Person, SignInLink
from arena.store import Tx


def demo_link(tx: Tx, person_id: int) -> str:
    """Make the link that signs in as this person; it replaces the one made before. Returns its path."""
    row = tx.db.execute(
        select(Actor.name, Person.language).join(Person, Person.actor_id == Actor.id).where(Actor.id == person_id)
    ).one()
    tx.db.execute(delete(SignInLink).where(SignInLink.person_id == person_id, SignInLink.purpose == "demo"))
    return issue(tx, Link("demo", row.language, person_id=person_id, name=row.name))

"""People to measure with: signed in, written straight into the database."""

from sqlalchemy import insert

from arena.actors.model import Actor, Person
from arena.actors.session import open_session
from arena.store import Tx


def sign_in(tx: Tx, number: int) -> list[str]:
    """Sign in so many new people; returns their session tokens."""
    return [open_session(tx, _person(tx, n)) for n in range(number)]


def _person(tx: Tx, number: int) -> int:
    row = {"kind": "person", "name": f"Person {number}", "sector": "resident", "created_at": tx.now}
    person = int(tx.db.execute(insert(Actor).values(row).returning(Actor.id)).scalar_one())
    address = {"email": f"person-{number}@example.org", "language": "de", "confirmed_at": tx.now}
    tx.db.execute(insert(Person).values(actor_id=person, **address))
    return person

"""Who an import speaks for: the organisation that brings the words in, and the people who wrote them."""

from sqlalchemy import Connection, insert, select

from arena.actors.model import RESIDENT, Actor
from arena.store import Tx
from arena.voice import Voice

NAME = 80


def organisation(tx: Tx, source: str, name: str, sector: str) -> Voice:
    """The organisation that answers for a source, made at its first import; nobody can sign in as it."""
    return _actor(tx, f"import:{source}", "organisation", name, sector)


def author(tx: Tx, source: str, reference: str, name: str) -> Voice:
    """The person behind a reference of the source, under a name of their own; nobody can sign in as them."""
    return _actor(tx, f"{source}:{reference}", "person", name, RESIDENT)


def _actor(tx: Tx, source: str, kind: str, name: str, sector: str) -> Voice:
    found = tx.db.execute(select(Actor.id, Actor.name, Actor.sector).where(Actor.source == source)).first()
    if found is not None:
        return Voice(found.id, found.id, found.name, found.name, found.sector)
    row = {"kind": kind, "name": name[:NAME], "sector": sector, "created_at": tx.now, "source": source}
    number = tx.db.execute(insert(Actor).values(row).returning(Actor.id)).scalar_one()
    return Voice(number, number, name[:NAME], name[:NAME], sector)


def known_sources(db: Connection) -> list[str]:
    """Every source that was imported from, by its key."""
    rows = select(Actor.source).where(Actor.source.startswith("import:")).order_by(Actor.source)
    return [str(source).removeprefix("import:") for source in db.execute(rows).scalars()]

"""The outbox: what happened, noted in the same transaction, for whoever acts on it later."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Moment
from arena.store.tx import Tx

LEASE = timedelta(minutes=2)
PAUSE = timedelta(seconds=30)  # before the second try; doubled before each further one
TRIES = 8


class Outbox(Base):
    """One thing that happened: who did it in whose name, to what, and whether it still waits for a job."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "due"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    due: Mapped[datetime | None] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)


def note(tx: Tx, kind: str, *, person_id: int | None = None, actor_id: int | None = None, **facts: Any) -> int:
    """Note an event such as `ideas.join`; returns its number."""
    row = {
        "at": tx.now,
        "kind": kind,
        "person_id": person_id,
        "actor_id": actor_id,
        "facts": facts,
        "tries": 0,
    }
    tx.hint("outbox", kind)
    return int(tx.db.execute(insert(Outbox).values(due=None, **row).returning(Outbox.id)).scalar_one())


def ask(tx: Tx, kind: str, **facts: Any) -> int:
    """Ask for a job such as `mail`: carried out at least once, after the commit."""
    row = {"at": tx.now, "kind": kind, "facts": facts, "due": tx.now, "tries": 0}
    tx.hint("job", kind)
    return int(tx.db.execute(insert(Outbox).values(**row).returning(Outbox.id)).scalar_one())


def take(tx: Tx, kinds: list[str]) -> tuple[int, str, dict[str, Any]] | None:
    """Take the next due job for the length of a lease, or None; a crashed worker's job comes back."""
    waiting = (
        select(Outbox.id)
        .where(Outbox.due <= tx.now, Outbox.kind.in_(kinds), Outbox.tries < TRIES)
        .order_by(Outbox.due)
        .limit(1)
    )
    if tx.db.dialect.name == "postgresql":
        waiting = waiting.with_for_update(skip_locked=True)
    taken = (
        update(Outbox)
        .where(Outbox.id.in_(waiting))
        .values(due=tx.now + LEASE, tries=Outbox.tries + 1)
        .returning(Outbox.id, Outbox.kind, Outbox.facts)
    )
    row = tx.db.execute(taken).first()
    return (row.id, row.kind, row.facts) if row else None


def done(tx: Tx, job: int) -> None:
    """Mark a job as carried out; what it was about is forgotten (a mail holds an address)."""
    tx.db.execute(update(Outbox).where(Outbox.id == job).values(due=None, facts={}))


def put_off(tx: Tx, job: int) -> bool:
    """Try a failed job again later, each time after a longer pause; after the last try it is forgotten (False)."""
    tries = tx.db.execute(select(Outbox.tries).where(Outbox.id == job)).scalar_one()
    if tries >= TRIES:
        done(tx, job)
        return False
    tx.db.execute(update(Outbox).where(Outbox.id == job).values(due=tx.now + PAUSE * 2 ** (tries - 1)))
    return True

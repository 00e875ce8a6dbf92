"""Open a thread."""

from sqlalchemy import insert, update

from arena.store import Tx
from arena.threads.model import Thread


def open_thread(tx: Tx, audience: str = "public") -> int:
    """Open a thread for an audience (`public`, or `draft`: only its owner decides who); returns its number."""
    return int(tx.db.execute(insert(Thread).values(audience=audience).returning(Thread.id)).scalar_one())


def make_public(tx: Tx, thread_id: int) -> None:
    """Let everybody read and write in a thread that was its owner's alone."""
    opened = {"audience": "public", "acl_rev": Thread.acl_rev + 1}
    tx.db.execute(update(Thread).where(Thread.id == thread_id).values(opened))

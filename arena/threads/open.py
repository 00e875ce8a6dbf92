"""Open a thread."""

from sqlalchemy import insert

from arena.store import Tx
from arena.threads.model import Thread


def open_thread(tx: Tx, audience: str = "public") -> int:
    """Open a thread for an audience (`public`, or `draft`: only its owner decides who); returns its number."""
    return int(tx.db.execute(insert(Thread).values(audience=audience).returning(Thread.id)).scalar_one())

"""Close a thread: it stays readable and takes no further contribution."""

from sqlalchemy import update

from arena.store import Tx
from arena.threads.model import Thread


def close_thread(tx: Tx, thread_id: int) -> None:
    """Lock a thread; open sockets hear of it after the commit."""
    tx.db.execute(update(Thread).where(Thread.id == thread_id).values(locked=True, acl_rev=Thread.acl_rev + 1))
    tx.hint("thread", thread_id)

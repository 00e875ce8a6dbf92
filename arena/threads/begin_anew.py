"""Begin every thread's history anew, once it is another than readers remember: after a copy was restored."""

from sqlalchemy import case, update

from arena.store import Tx
from arena.threads.model import Thread


def begin_anew(tx: Tx) -> int:
    """Give each thread an epoch that it never had, so that no position from before means anything; how many they are.

    The moment is in it: one copy that is restored twice makes two histories.
    """
    now = int(tx.now.timestamp())
    epoch = case((Thread.epoch < now, now), else_=Thread.epoch + 1)
    return tx.db.execute(update(Thread).values(epoch=epoch)).rowcount

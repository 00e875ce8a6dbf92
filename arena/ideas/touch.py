"""Keep an idea's last activity in step with its thread."""

from sqlalchemy import update

from arena.ideas.model import Idea
from arena.store import Tx
from arena.threads.log import on_append


def touch(tx: Tx, thread_id: int) -> None:
    """Remember that something happened in the idea's thread, in the same transaction."""
    tx.db.execute(update(Idea).where(Idea.thread_id == thread_id).values(active_at=tx.now))


on_append.append(touch)

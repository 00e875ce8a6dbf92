"""Keep an idea's last activity in step with its thread."""

from sqlalchemy import bindparam, update

from arena.ideas.model import Idea
from arena.store import Tx
from arena.threads.log import on_append

_touch = update(Idea).where(Idea.thread_id == bindparam("thread")).values(active_at=bindparam("now"))


def touch(tx: Tx, thread_id: int) -> None:
    """Remember that something happened in the idea's thread, in the same transaction."""
    tx.db.execute(_touch, {"thread": thread_id, "now": tx.now})


on_append.append(touch)

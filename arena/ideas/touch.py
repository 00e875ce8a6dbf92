"""Keep an idea's last activity in step with its threads."""

from sqlalchemy import bindparam, update

from arena.ideas.model import Idea
from arena.ideas.owner import OWNS
from arena.store import Tx
from arena.store.prepared import Prepared
from arena.threads.log import on_append

_touch = Prepared(update(Idea).where(OWNS).values(active_at=bindparam("now")))


def touch(tx: Tx, thread_id: int) -> None:
    """Remember that something happened in a thread of the idea, in the same transaction."""
    _touch.all(tx.db, {"thread": thread_id, "now": tx.now})


on_append.append(touch)

"""Load an idea: found and permitted in one call, or 404."""

from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, union_all

from arena.errors import Missing, Refusal
from arena.ideas.model import Idea
from arena.ideas.rules import may_see
from arena.ideas.thread_model import IdeaThread
from arena.store import Tx
from arena.threads.model import Thread
from arena.voice import Reader, Voice

Found = Row[Any]
_idea: Any = bindparam("idea")
_own = union_all(
    select(Idea.thread_id).where(Idea.id == _idea), select(IdeaThread.thread_id).where(IdeaThread.idea_id == _idea)
)
_threads = select(Thread.id).where(Thread.id.in_(_own)).order_by(Thread.id).with_for_update(of=Thread)


def idea_for(db: Connection, me: Reader, idea_id: int) -> Found:
    """An idea this reader may see; withdrawn ones stay readable, with their reason."""
    row = db.execute(select(Idea.__table__).where(Idea.id == idea_id)).first()
    if row is None or not may_see(row, me):
        raise Missing
    return row


def hold(tx: Tx, idea_id: int) -> Found | None:
    """An idea as it stands, ours until the commit; for what happens by itself, else see `idea_for_act`."""
    # Whoever contributes holds a thread before the idea (see touch.py); so do we, or the two would block each other.
    tx.db.execute(_threads, {"idea": idea_id})
    return tx.db.execute(select(Idea.__table__).where(Idea.id == idea_id).with_for_update()).first()


def idea_for_act(tx: Tx, voice: Voice, idea_id: int, *states: str) -> Found:
    """An idea for an act, ours until the commit: in one of `states` (default: published), else 404 or 409."""
    row = hold(tx, idea_id)
    mine = row is not None and voice.person_id == row.person_id
    if row is None or (row.state == "draft" and not mine and voice.actor_id != row.actor_id):
        raise Missing
    if row.state not in (states or ("published",)):
        raise Refusal(409, "ideas.refused.state")
    return row

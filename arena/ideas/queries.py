"""Load an idea: found and permitted in one call, or 404."""

from typing import Any

from sqlalchemy import Connection, Row, select

from arena.errors import Missing, Refusal
from arena.ideas.model import Idea
from arena.ideas.rules import may_see
from arena.store import Tx
from arena.threads.model import Thread
from arena.voice import Reader, Voice

Found = Row[Any]


def idea_for(db: Connection, me: Reader, idea_id: int) -> Found:
    """An idea this reader may see; withdrawn ones stay readable, with their reason."""
    row = db.execute(select(Idea.__table__).where(Idea.id == idea_id)).first()
    if row is None or not may_see(row, me):
        raise Missing
    return row


def idea_for_act(tx: Tx, voice: Voice, idea_id: int, *states: str) -> Found:
    """An idea for an act, ours until the commit: in one of `states` (default: published), else 404 or 409."""
    # Whoever contributes holds the thread before the idea (see touch.py); so do we, or the two would block each other.
    thread = select(Thread.id).join(Idea, Idea.thread_id == Thread.id).where(Idea.id == idea_id)
    tx.db.execute(thread.with_for_update(of=Thread))
    row = tx.db.execute(select(Idea.__table__).where(Idea.id == idea_id).with_for_update()).first()
    mine = row is not None and voice.person_id == row.person_id
    if row is None or (row.state == "draft" and not mine and voice.actor_id != row.actor_id):
        raise Missing
    if row.state not in (states or ("published",)):
        raise Refusal(409, "ideas.refused.state")
    return row

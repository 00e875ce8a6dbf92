"""Steer a thread as the moderation: the acts of its carriers, with a note that says who it was."""

from typing import Any

from sqlalchemy import Connection, Row, select

from arena.errors import Missing, Refusal
from arena.ideas.model import Idea
from arena.ideas.owner import OWNS
from arena.ideas.thread_model import IdeaThread
from arena.moderation.decide import Decision, known_act, record
from arena.moderation.model import CLOSE, REOPEN
from arena.moderation.rules import must_moderate
from arena.store import Tx
from arena.threads.close import close_thread, reopen_thread
from arena.threads.log import lock
from arena.threads.slow import slow_down
from arena.threads.timeline import head
from arena.voice import Voice


def steer(
    tx: Tx, voice: Voice, thread_id: int, said: Decision, seconds: int = 0, client_key: str | None = None
) -> int | None:
    """Close a public thread, open it again or set its pace; returns the log's number, None where nothing changed."""
    must_moderate(tx.db, voice)
    lock(tx, thread_id)
    steered(tx.db, thread_id)
    if before := known_act(tx, voice, client_key):
        return before
    if said.kind == CLOSE:
        done: Any = close_thread(tx, voice, thread_id, "moderation.close", reason=said.reason)
    elif said.kind == REOPEN:
        done = reopen_thread(tx, voice, thread_id, said.reason, "moderation.reopen")
    else:
        done = slow_down(tx, voice, thread_id, seconds, "moderation.slow", reason=said.reason)
    return record(tx, voice, said, thread_id, None, client_key) if done else None


def steered(db: Connection, thread_id: int) -> Row[Any]:
    """A public thread that can be steered; 409 where its idea is over or it was merged into another."""
    thread: Row[Any] = head(db, thread_id)
    state = db.execute(select(Idea.state).where(OWNS), {"thread": thread_id}).scalar()
    if state == "draft":
        raise Missing
    if state not in (None, "published"):
        raise Refusal(409, "ideas.refused.state")
    merged = select(IdeaThread.merged_into).where(IdeaThread.thread_id == thread_id)
    if db.execute(merged).scalar() is not None:
        raise Refusal(409, "ideas_threads.refused.merged")
    return thread

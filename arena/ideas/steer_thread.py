"""Steer a thread of an idea: its carriers close it, open it again or slow it down."""

from typing import Any

from sqlalchemy import Row, select

from arena.errors import Missing, Refusal
from arena.ideas.model import Idea
from arena.ideas.queries import Found, idea_for_act
from arena.ideas.rules import must_carry
from arena.ideas.thread_model import IdeaThread
from arena.store import Tx
from arena.store.outbox import note
from arena.threads.close import close_thread, reason_for, reopen_thread
from arena.threads.slow import slow_down
from arena.voice import Voice


def close(tx: Tx, voice: Voice, idea_id: int, thread_id: int, reason: str) -> None:
    """Close a thread for everybody, with a public reason."""
    idea = steered(tx, voice, idea_id, thread_id)
    if close_thread(tx, voice, thread_id, reason=reason_for(reason)):
        _tell(tx, voice, "ideas.close_thread", idea, thread_id)


def reopen(tx: Tx, voice: Voice, idea_id: int, thread_id: int, reason: str) -> None:
    """Open a thread again, with a public reason; one that was merged into another stays closed."""
    idea = steered(tx, voice, idea_id, thread_id)
    if reopen_thread(tx, voice, thread_id, reason_for(reason)):
        _tell(tx, voice, "ideas.reopen_thread", idea, thread_id)


def slow(tx: Tx, voice: Voice, idea_id: int, thread_id: int, seconds: int) -> None:
    """Set how long everybody waits between two contributions."""
    steered(tx, voice, idea_id, thread_id)
    slow_down(tx, voice, thread_id, seconds)


def steered(tx: Tx, voice: Voice, idea_id: int, thread_id: int) -> Found:
    """The idea whose thread is steered, ours until the commit; 403 for others than its carriers, 404 for no thread."""
    idea = idea_for_act(tx, voice, idea_id)
    must_carry(tx.db, voice, idea)
    named = named_row(tx, idea_id, thread_id)
    if named is None and idea.thread_id != thread_id:
        raise Missing
    if named is not None and named.merged_into is not None:
        raise Refusal(409, "ideas_threads.refused.merged")
    return idea


def named_row(tx: Tx, idea_id: int, thread_id: int) -> Row[Any] | None:
    """A named thread of an idea as it is stored; None for the talk."""
    wanted = select(IdeaThread.__table__).where(IdeaThread.thread_id == thread_id, IdeaThread.idea_id == idea_id)
    return tx.db.execute(wanted).first()


def all_threads(tx: Tx, idea_id: int) -> list[int]:
    """The numbers of every thread of an idea, the talk first."""
    talk = tx.db.execute(select(Idea.thread_id).where(Idea.id == idea_id)).scalar_one()
    named = select(IdeaThread.thread_id).where(IdeaThread.idea_id == idea_id).order_by(IdeaThread.place)
    return [int(talk), *tx.db.execute(named).scalars()]


def _tell(tx: Tx, voice: Voice, kind: str, idea: Found, thread_id: int) -> None:
    note(tx, kind, person_id=voice.person_id, actor_id=voice.actor_id, idea=idea.id, thread=thread_id)

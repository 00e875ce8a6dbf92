"""Slow a thread down: whoever has contributed waits before the next contribution."""

from math import ceil
from typing import Any

from sqlalchemy import Row, func, select, update

from arena.errors import Faults, Refusal
from arena.store import Tx
from arena.threads.log import lock
from arena.threads.model import Post, Thread
from arena.threads.note import note_act
from arena.voice import Voice

PACES = (0, 30, 60, 300, 900, 3600)  # seconds between two contributions of one person; 0: no wait


def slow_down(tx: Tx, voice: Voice, thread_id: int, seconds: int, kind: str = "threads.slow", **facts: object) -> bool:
    """Set how long everybody waits between two contributions; the same pace again changes nothing (False)."""
    faults = Faults()
    faults.one_of("slow", str(seconds), {str(pace) for pace in PACES})
    faults.refuse()
    if lock(tx, thread_id).slow_mode_s == seconds:
        return False
    tx.db.execute(update(Thread).where(Thread.id == thread_id).values(slow_mode_s=seconds))
    note_act(tx, voice, thread_id, kind, slow=str(seconds), sets={"slow": seconds}, **facts)
    return True


def must_wait(tx: Tx, thread: Row[Any], person_id: int, *, speaking: bool) -> None:
    """Refuse (429) whoever has spoken too short a time ago, or is `speaking` at this moment, with the seconds to go."""
    if not thread.slow_mode_s:
        return
    own = (Post.person_id == person_id, Post.thread_id == thread.id, Post.no.is_not(None))
    last = tx.now if speaking else tx.db.execute(select(func.max(Post.at)).where(*own)).scalar()
    wait = ceil(thread.slow_mode_s - (tx.now - last).total_seconds()) if last else 0
    if wait > 0:
        raise Refusal(429, "threads.refused.slow_mode", retry=wait, n=wait)

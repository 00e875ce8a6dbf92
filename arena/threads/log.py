"""The log of a thread: every change gets the next number, in the transaction that makes it."""

import hashlib
from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from arena.errors import Missing, Refusal
from arena.store import Tx
from arena.threads.model import Thread, ThreadEvent
from arena.voice import Voice


class Stored(msgspec.Struct, frozen=True):
    """What an append left behind: its number in the log, the item it touched, and whether it was there before."""

    thread_id: int
    seq: int
    post_id: int
    rev: int
    no: int | None = None
    dup: bool = False


class Change(msgspec.Struct, frozen=True):
    """One change to be logged: what it does, to which item in which form, and by which client key."""

    kind: str
    post_id: int
    rev: int
    client_key: str | None = None
    body_hash: str | None = None


# Built once: every change of every thread runs these, and building a statement costs more than running it.
_event = ThreadEvent.__table__.c
_lock = select(Thread.__table__).where(Thread.id == bindparam("thread")).with_for_update()
_take = (
    update(Thread)
    .where(Thread.id == bindparam("thread"))
    .values(seq=Thread.seq + 1, post_no=Thread.post_no + bindparam("more"))
    .returning(Thread.seq, Thread.post_no)
)
_known = select(_event.thread_id, _event.seq, _event.post_id, _event.rev, _event.body_hash).where(
    _event.person_id == bindparam("person"), _event.client_key == bindparam("key")
)
_log = insert(ThreadEvent)

# What must change together with a thread, in the same transaction; later nouns add themselves.
on_append: list[Callable[[Tx, int], None]] = []


def hash_of(*body: Any) -> str:
    """A fingerprint of what was asked, to tell a repetition from a second use of the same key."""
    return hashlib.blake2b(msgspec.json.encode(body), digest_size=16).hexdigest()


def lock(tx: Tx, thread_id: int) -> Row[Any]:
    """Load a thread for a change: from here on its numbers are ours until the commit."""
    row = tx.db.execute(_lock, {"thread": thread_id}).first()
    if row is None:
        raise Missing
    return row


def known(tx: Tx, voice: Voice, client_key: str | None, body_hash: str) -> Stored | None:
    """The first result of an op that is sent again; the same key with another body is refused (409)."""
    if client_key is None:
        return None
    row = tx.db.execute(_known, {"person": voice.person_id, "key": client_key}).first()
    if row is None:
        return None
    if row.body_hash != body_hash:
        raise Refusal(409, "threads.refused.key_reused")
    return Stored(row.thread_id, row.seq, row.post_id, row.rev, dup=True)


def next_seq(tx: Tx, thread_id: int, *, contribution: bool = False) -> tuple[int, int]:
    """Take the thread's next number, and the next contribution's; returns both heads."""
    row = tx.db.execute(_take, {"thread": thread_id, "more": int(contribution)}).one()
    return row.seq, row.post_no


def append(tx: Tx, voice: Voice | None, thread_id: int, seq: int, change: Change) -> None:
    """Log a change under the number it was given, and wake the readers after the commit."""
    row = {
        "thread_id": thread_id,
        "seq": seq,
        "at": tx.now,
        "person_id": voice.person_id if voice else None,
        "actor_id": voice.actor_id if voice else None,
        **msgspec.structs.asdict(change),
    }
    try:
        tx.db.execute(_log, row)
    except IntegrityError as fault:  # the same key reached another thread at the same moment
        raise Refusal(409, "threads.refused.key_reused") from fault
    for touch in on_append:
        touch(tx, thread_id)
    tx.hint("thread", thread_id)

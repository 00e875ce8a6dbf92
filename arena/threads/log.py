"""The log of a thread: every change gets the next number, in the transaction that makes it."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from arena.errors import Missing, Refusal
from arena.store import Tx
from arena.store.prepared import Prepared
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


# Every change of every thread runs these.
_event = ThreadEvent.__table__.c
_lock = Prepared(select(Thread.__table__).where(Thread.id == bindparam("thread")).with_for_update())
_take = Prepared(
    update(Thread)
    .where(Thread.id == bindparam("thread"))
    .values(seq=Thread.seq + bindparam("changes"), post_no=Thread.post_no + bindparam("contributions"))
    .returning(Thread.seq, Thread.post_no)
)
_before = (
    _event.person_id,
    _event.client_key,
    _event.thread_id,
    _event.seq,
    _event.post_id,
    _event.rev,
    _event.body_hash,
)
_known = Prepared(
    select(*_before).where(_event.client_key.in_(bindparam("keys", expanding=True))), among="keys", planned_anew=True
)
_log = Prepared(insert(ThreadEvent))

# What must change together with a thread, in the same transaction; later nouns add themselves.
on_append: list[Callable[[Tx, int], None]] = []


def hash_of(*body: Any) -> str:
    """A fingerprint of what was asked, to tell a repetition from a second use of the same key."""
    return hashlib.blake2b(msgspec.json.encode(body), digest_size=16).hexdigest()


def lock(tx: Tx, thread_id: int) -> Row[Any]:
    """Load a thread for a change: from here on its numbers are ours until the commit."""
    row = find(tx, thread_id)
    if row is None:
        raise Missing
    return row


def find(tx: Tx, thread_id: int) -> Row[Any] | None:
    """The same, or None where there is no such thread."""
    row: Row[Any] | None = _lock.first(tx.db, {"thread": thread_id})
    return row


def known(tx: Tx, voice: Voice, client_key: str | None, body_hash: str) -> Stored | None:
    """The first result of an op that is sent again; the same key with another body is refused (409)."""
    found = known_all(tx, [(voice.person_id, client_key)])
    return again(found[voice.person_id, client_key], body_hash) if found else None


def known_all(tx: Tx, keys: Iterable[tuple[int, str | None]]) -> dict[tuple[int, str | None], Row[Any]]:
    """The log's entries of these client keys of persons, as far as there are any.

    Asked for by key alone, which an index answers: SQLite would read the whole log for pairs.
    """
    wanted = {key for key in keys if key[1] is not None}
    rows = _known.all(tx.db, {"keys": list({key for _, key in wanted})}) if wanted else ()
    found = {(row.person_id, row.client_key): row for row in rows}
    return {key: found[key] for key in wanted & found.keys()}


def again(row: Row[Any], body_hash: str) -> Stored:
    """The first result of an op that is sent again; another body is refused (409)."""
    if row.body_hash != body_hash:
        raise Refusal(409, "threads.refused.key_reused")
    return Stored(row.thread_id, row.seq, row.post_id, row.rev, dup=True)


def next_seq(tx: Tx, thread_id: int) -> int:
    """Take the thread's next number."""
    return take_numbers(tx, thread_id, 1, 0)[0]


def take_numbers(tx: Tx, thread_id: int, changes: int, contributions: int) -> tuple[int, int]:
    """Take several numbers of the log and of the contributions at once; returns the last of each."""
    (row,) = _take.all(tx.db, {"thread": thread_id, "changes": changes, "contributions": contributions})
    return row.seq, row.post_no


def append(tx: Tx, voice: Voice | None, thread_id: int, seq: int, change: Change) -> None:
    """Log a change under the number it was given, and wake the readers after the commit."""
    append_all(tx, [entry(tx, voice, thread_id, seq, change)])
    tx.hint("thread", thread_id)


def entry(tx: Tx, voice: Voice | None, thread_id: int, seq: int, change: Change) -> dict[str, Any]:
    """A change as a row of the log."""
    return {
        "thread_id": thread_id,
        "seq": seq,
        "at": tx.now,
        "person_id": voice.person_id if voice else None,
        "actor_id": voice.actor_id if voice else None,
        "kind": change.kind,
        "post_id": change.post_id,
        "rev": change.rev,
        "client_key": change.client_key,
        "body_hash": change.body_hash,
    }


def append_all(tx: Tx, entries: list[dict[str, Any]]) -> None:
    """Log several changes; whoever logs them wakes the readers."""
    try:
        _log.each(tx.db, entries)
    except IntegrityError as fault:  # the same key reached another thread at the same moment
        raise Refusal(409, "threads.refused.key_reused") from fault
    for thread_id in {row["thread_id"] for row in entries}:
        for touch in on_append:
            touch(tx, thread_id)

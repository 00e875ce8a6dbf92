"""Read a thread's log: its heads, and what was touched after a position."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Integer, Row, bindparam, select

from arena.errors import Missing
from arena.live.feed import Event
from arena.store.among import among
from arena.threads.item import ITEMS, items_of
from arena.threads.model import Post, Thread, ThreadEvent

PAGE_CHARS = 200_000


# Built once: these are read for every commit and every reader who catches up.
_here: Any = bindparam("thread")
_after: Any = bindparam("after")
_limit: Any = bindparam("limit", type_=Integer)
_head = select(Thread.__table__).where(Thread.id == _here)
_touched = ITEMS.where(Post.thread_id == _here, Post.seq > _after).order_by(Post.seq).limit(_limit)
_events = (
    ITEMS.add_columns(ThreadEvent.seq.label("event_seq"), ThreadEvent.kind.label("event_kind"))
    .join(ThreadEvent, ThreadEvent.post_id == Post.id)
    .where(ThreadEvent.thread_id == _here, ThreadEvent.seq > _after)
    .order_by(ThreadEvent.seq)
    .limit(_limit)
)


def head(db: Connection, thread_id: int) -> Any:
    """A public thread's heads; else 404."""
    row = db.execute(_head, {"thread": thread_id}).first()
    if row is None or row.audience != "public":
        raise Missing
    return row


def heads(db: Connection, threads: list[int]) -> dict[int, int]:
    """The heads of several threads in one query, of very many in a few."""
    return {row.id: row.seq for row in among(db, select(Thread.id, Thread.seq), Thread.id, threads)}


def read_after(db: Connection, thread_id: int, after: int, limit: int) -> dict[str, Any]:
    """Every item touched after a position, once, in its present form, with the position this reaches.

    Catching up never shows what was moderated meanwhile, and applying it twice does no harm. An answer holds
    at most `limit` items and about `PAGE_CHARS` of text, so that it fits the frames clients accept.
    """
    thread = head(db, thread_id)
    rows = db.execute(_touched, {"thread": thread_id, "after": after, "limit": limit + 1}).all()
    page = _page(rows[:limit])
    more = len(rows) > len(page)
    return {
        "to": page[-1].seq if more else thread.seq,
        "items": items_of(db, page),
        "more": more,
        "epoch": thread.epoch,
    }


def _page(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    page: list[Row[Any]] = []
    chars = 0
    for row in rows:
        chars += len(row.html)
        if page and chars > PAGE_CHARS:
            break
        page.append(row)
    return page


def read_events(db: Connection, thread_id: int, after: int, limit: int) -> list[Event]:
    """The log after a position, each change with its item in the present form."""
    log = db.execute(_events, {"thread": thread_id, "after": after, "limit": limit}).all()
    return [
        Event(row.event_seq, row.event_kind, row.id, None if row.state == "pending" else item)
        for row, item in zip(log, items_of(db, log), strict=True)
    ]

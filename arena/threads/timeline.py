"""Read a thread: its heads, a window of its timeline, and what was touched after a position."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Integer, Row, and_, bindparam, select

from arena.errors import Missing
from arena.live.feed import Event
from arena.threads.item import ITEMS, Item, item_of
from arena.threads.model import Post, Reaction, Thread, ThreadEvent, ThreadRead
from arena.voice import Reader

WINDOW = 80
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


class Timeline(msgspec.Struct, frozen=True):
    """A thread as a page shows it: a window of items, oldest first, at the position `seq`."""

    id: int
    seq: int
    epoch: int
    locked: bool
    post_no: int
    read_no: int
    items: list[Item]
    mine: dict[int, set[str]]
    earlier: int | None
    later: bool


def head(db: Connection, thread_id: int) -> Any:
    """A public thread's heads; else 404."""
    row = db.execute(_head, {"thread": thread_id}).first()
    if row is None or row.audience != "public":
        raise Missing
    return row


def heads(db: Connection, threads: list[int]) -> dict[int, int]:
    """The heads of several threads in one query."""
    rows = db.execute(select(Thread.id, Thread.seq).where(Thread.id.in_(threads)))
    return {row.id: row.seq for row in rows}


def timeline(db: Connection, me: Reader, thread_id: int, *, before: int | None = None) -> Timeline:
    """The newest items, or those born before a position, with what this reader did and read."""
    person = me.person_id if me else None
    mine_read = and_(ThreadRead.thread_id == Thread.id, ThreadRead.person_id == person)
    heads_of = select(Thread.__table__, ThreadRead.no.label("read_no")).outerjoin(ThreadRead, mine_read)
    row = db.execute(heads_of.where(Thread.id == thread_id)).first()
    if row is None:
        raise Missing
    window = ITEMS.where(Post.thread_id == thread_id).order_by(Post.born_seq.desc()).limit(WINDOW + 1)
    rows = db.execute(window.where(Post.born_seq < before) if before else window).all()
    items = [item_of(found) for found in reversed(rows[:WINDOW])]
    return Timeline(
        id=row.id,
        seq=row.seq,
        epoch=row.epoch,
        locked=row.locked,
        post_no=row.post_no,
        read_no=row.read_no or 0,
        items=items,
        mine=_mine(db, person, items),
        earlier=items[0].born if len(rows) > WINDOW else None,
        later=before is not None,
    )


def _mine(db: Connection, person: int | None, items: list[Item]) -> dict[int, set[str]]:
    reacted = [item.id for item in items if item.reactions]
    if person is None or not reacted:
        return {}
    found: dict[int, set[str]] = {}
    rows = select(Reaction.post_id, Reaction.kind).where(Reaction.person_id == person, Reaction.post_id.in_(reacted))
    for row in db.execute(rows):
        found.setdefault(row.post_id, set()).add(row.kind)
    return found


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
        "items": [item_of(row) for row in page],
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
    log = db.execute(_events, {"thread": thread_id, "after": after, "limit": limit})
    return [Event(row.event_seq, row.event_kind, row.id, _present(row)) for row in log]


def _present(row: Any) -> Item | None:
    return None if row.state in ("hidden", "pending") else item_of(row)

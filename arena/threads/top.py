"""What stands above a timeline: whether there are questions, the summary, and whether the reader holds an office."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, exists, func, select

from arena.threads.item import ITEMS, Item, items_of
from arena.threads.marks.offices import offices_of
from arena.threads.model import Post, Thread
from arena.threads.summaries.model import SUMMARY
from arena.voice import Reader

# Whether a thread has questions, as a column of the statement that reads its heads.
ASKED = exists().where(Post.thread_id == Thread.id, Post.question.is_not(None)).label("asked")
# And the number of the item that holds its summary.
SUMMARISED = (
    select(func.max(Post.id))
    .where(Post.thread_id == Thread.id, Post.kind == SUMMARY, Post.state == "visible")
    .correlate(Thread)
    .scalar_subquery()
    .label("summarised")
)


class Top(msgspec.Struct, frozen=True):
    """What a page says above a thread, and whether its reader may mark what was said, or carries what it is about."""

    questions: bool = False
    summary: Item | None = None
    office: bool = False
    carries: bool = False


def top_of(db: Connection, thread: Row[Any]) -> Top:
    """What stands above a thread for everybody."""
    summary = None
    if thread.summarised is not None:
        summary = items_of(db, db.execute(ITEMS.where(Post.id == thread.summarised)).all())[0]
    return Top(bool(thread.asked), summary)


def top_for(db: Connection, me: Reader, thread_id: int, top: Top, carrying: set[int] | None = None) -> Top:
    """The same for one reader; `carrying` are the carriers, where the caller knows them."""
    administers, carries = offices_of(db, me, thread_id, carrying)
    return Top(top.questions, top.summary, administers or carries, carries)

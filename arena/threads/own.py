"""What a thread is to one reader alone: how far they read, how loudly they hear it, what they have begun to say."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import and_, select

from arena.threads.level import concerns, level_of, own_marks, own_since
from arena.threads.model import Thread, ThreadEvent, ThreadRead
from arena.threads.own_model import ThreadDraft, ThreadFollow


class Draft(msgspec.Struct, frozen=True):
    """What somebody has typed and not yet contributed; `at` tells which of two is the newer."""

    markdown: str
    reply_to: int | None
    quote: str
    at: datetime


class Own(msgspec.Struct, frozen=True):
    """A reader's own side of a thread; `read_no` is 0 for somebody who never read here.

    `counts` says whether what they have not seen is new to them, `since` how much of it is their own.
    """

    read_no: int = 0
    level: str = "normal"
    chosen: bool = False
    draft: Draft | None = None
    counts: bool = False
    since: int = 0


DRAFT = (ThreadDraft.markdown, ThreadDraft.reply_to, ThreadDraft.quote, ThreadDraft.at.label("drafted_at"))


def stored() -> Any:
    """Whether a `ThreadDraft` was contributed meanwhile, under the key it was typed with."""
    same = and_(ThreadEvent.person_id == ThreadDraft.person_id, ThreadEvent.client_key == ThreadDraft.client_key)
    return select(ThreadEvent.seq).where(same).exists()


def with_own(statement: Any, person: Any) -> Any:
    """Add a person's own side to a statement over `Thread`."""
    mine = and_(ThreadDraft.thread_id == Thread.id, ThreadDraft.person_id == person, ThreadDraft.post_id == 0)
    read = ThreadRead.no.label("read_no")
    side = statement.add_columns(read, level_of(person).label("level"), ThreadFollow.level.label("chosen"), *DRAFT)
    side = side.add_columns(concerns(Thread.id, person).label("concerned"), own_since(person).label("since"))
    return own_marks(side, person).outerjoin(ThreadDraft, and_(mine, ~stored()))


def own_of(row: Any) -> Own:
    """A reader's own side, from a row of such a statement."""
    counts = row.read_no is not None or (bool(row.concerned) and row.level != "mute")
    return Own(row.read_no or 0, row.level, row.chosen is not None, draft_of(row), counts, row.since)


def draft_of(row: Any) -> Draft | None:
    """The draft of a row, if there is one."""
    return Draft(row.markdown, row.reply_to, row.quote, row.drafted_at) if row.markdown else None

"""Show a thread: a window of its timeline as one reader sees it, at a position of its log."""

from datetime import date
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, bindparam, select

from arena.errors import Missing
from arena.threads.item import Item
from arena.threads.mine import mine_of
from arena.threads.model import Thread, ThreadRead
from arena.threads.own import Own, own_of, with_own
from arena.threads.top import ASKED, SUMMARISED, Top, top_of
from arena.threads.window import NEWEST, Gap, Place, window
from arena.voice import Reader
from arena.words.words import local_day


class Timeline(msgspec.Struct, frozen=True):
    """A thread as a page shows it: a window of items, oldest first, at the position `seq`."""

    id: int
    seq: int
    epoch: int
    locked: bool
    slow: int
    post_no: int
    read_no: int
    items: list[Item]
    mine: dict[int, set[str]]
    earlier: Gap | None
    later: Gap | None
    top: Top = Top()
    own: Own = Own()
    day: date | None = None

    @property
    def unread(self) -> int:
        """How many contributions this person has not seen; none for somebody who never read here."""
        return self.post_no - self.read_no if self.read_no else 0

    @property
    def first_unread(self) -> int | None:
        """The number of the first contribution they have not seen, if it stands in the window."""
        return self._from(self.read_no + 1) if self.unread else None

    @property
    def first_of_day(self) -> int | None:
        """The item with which the day that was asked for begins, if there is one."""
        shown = (item.id for item in self.items if self.day and item.no and local_day(item.at) >= self.day)
        return next(shown, None)

    def _from(self, no: int) -> int | None:
        numbers = [item.no for item in self.items if item.no is not None]
        whole = self.earlier is None or (bool(numbers) and numbers[0] <= no)
        return next((number for number in numbers if number >= no), None) if whole else None


@cache  # built once, when every noun has said who takes part; building it costs ten times as much as asking it
def _heads(*, signed_in: bool) -> Any:
    reader: Any = bindparam("reader")
    mine_read = and_(ThreadRead.thread_id == Thread.id, ThreadRead.person_id == reader)
    heads = select(Thread.__table__, ThreadRead.no.label("read_no"), ASKED, SUMMARISED).outerjoin(ThreadRead, mine_read)
    return (with_own(heads, reader) if signed_in else heads).where(Thread.id == bindparam("thread"))


def timeline(
    db: Connection, me: Reader, thread_id: int, place: Place = NEWEST, *, carrying: set[int] | None = None
) -> Timeline:
    """The window of a thread at a place, else its newest one, with what this reader did and read.

    `carrying` are the carriers of what the thread belongs to, where the caller knows them.
    """
    person = me.person_id if me else None
    row = db.execute(_heads(signed_in=me is not None), {"thread": thread_id, "reader": person}).first()
    if row is None:
        raise Missing
    shown = window(db, row, place, row.read_no or 0)
    if not shown.items and place != NEWEST:
        shown = window(db, row, NEWEST)
    return Timeline(
        id=row.id,
        seq=row.seq,
        epoch=row.epoch,
        locked=row.locked,
        slow=row.slow_mode_s,
        post_no=row.post_no,
        read_no=row.read_no or 0,
        items=shown.items,
        mine=mine_of(db, person, shown.items),
        earlier=shown.earlier,
        later=shown.later,
        top=top_of(db, me, row, carrying),
        own=own_of(row),
        day=place.day,
    )

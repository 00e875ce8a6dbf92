"""Show a thread: a window of its timeline as one reader sees it, at a position of its log."""

from datetime import date
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, bindparam, select

from arena.errors import Missing
from arena.threads.item import Item
from arena.threads.mine import mine_of
from arena.threads.missed import Missed, missed
from arena.threads.model import Thread
from arena.threads.own import Own, own_of, with_own
from arena.threads.top import ASKED, SUMMARISED, Top, top_for, top_of
from arena.threads.window import NEWEST, Gap, Place, window
from arena.voice import Reader
from arena.words.words import local_day


class Talk(msgspec.Struct, frozen=True):
    """A window of a thread as everybody reads it: its items, oldest first, at the position `seq`."""

    id: int
    seq: int
    epoch: int
    locked: bool
    slow: int
    post_no: int
    items: list[Item]
    earlier: Gap | None
    later: Gap | None
    top: Top = Top()
    day: date | None = None
    missed: Missed | None = None


class Timeline(Talk, frozen=True):
    """The same as one reader sees it, with what they did and how far they read."""

    mine: dict[int, set[str]] = {}
    own: Own = Own()
    reader: int | None = None

    @property
    def read_no(self) -> int:
        """The last contribution this person has seen, 0 for somebody who never read here."""
        return self.own.read_no

    @property
    def unread(self) -> int:
        """How many contributions of others this person has not seen; none for whom nothing counts as new here."""
        return max(0, self.post_no - self.read_no - self.own.since) if self.own.counts else 0

    @property
    def first_unread(self) -> int | None:
        """The number of the first contribution of others they have not seen, if it stands in the window."""
        if not self.unread or self._from(self.read_no + 1) is None:
            return None
        new = (item for item in self.items if item.no is not None and item.no > self.read_no)
        return next((item.no for item in new if item.person is None or item.person.id != self.reader), None)

    @property
    def first_of_day(self) -> int | None:
        """The item with which the day that was asked for begins, if there is one."""
        shown = (item.id for item in self.items if self.day and item.no and local_day(item.at) >= self.day)
        return next(shown, None)

    def _from(self, no: int) -> int | None:
        numbers = [item.no for item in self.items if item.no is not None]
        whole = self.earlier is None or (bool(numbers) and numbers[0] <= no)
        return next((number for number in numbers if number >= no), None) if whole else None


_heads: Any = select(Thread.__table__, ASKED, SUMMARISED).where(Thread.id == bindparam("thread"))


@cache  # built once, when every noun has said who takes part; building it costs ten times as much as asking it
def _heads_and_own() -> Any:
    return with_own(_heads, bindparam("reader"))


def talk(db: Connection, thread_id: int, place: Place = NEWEST, read_no: int = 0) -> Talk:
    """The window of a thread at a place, else its newest one; `read_no` matters for what is unread alone."""
    row = db.execute(_heads, {"thread": thread_id}).first()
    if row is None:
        raise Missing
    return _talk(db, row, place, read_no)


def _talk(db: Connection, row: Row[Any], place: Place, read_no: int) -> Talk:
    shown = window(db, row, place, read_no)
    if not shown.items and place != NEWEST:
        shown = window(db, row, NEWEST)
    return Talk(
        id=row.id,
        seq=row.seq,
        epoch=row.epoch,
        locked=row.locked,
        slow=row.slow_mode_s,
        post_no=row.post_no,
        items=shown.items,
        earlier=shown.earlier,
        later=shown.later,
        top=top_of(db, row),
        day=place.day,
        missed=missed(place, row.post_no, shown.items),
    )


def as_read(db: Connection, me: Reader, said: Talk, own: Own, carrying: set[int] | None = None) -> Timeline:
    """A window as this reader sees it; `carrying` are the carriers, where the caller knows them."""
    facts = {name: getattr(said, name) for name in Talk.__struct_fields__}
    facts["top"] = top_for(db, me, said.id, said.top, carrying)
    reader = me.person_id if me else None
    return Timeline(**facts, mine=mine_of(db, reader, said.items), own=own, reader=reader)


def timeline(
    db: Connection, me: Reader, thread_id: int, place: Place = NEWEST, *, carrying: set[int] | None = None
) -> Timeline:
    """The window of a thread at a place, else its newest one, with what this reader did and read."""
    if me is None:
        return as_read(db, me, talk(db, thread_id, place), Own(), carrying)
    row = db.execute(_heads_and_own(), {"thread": thread_id, "reader": me.person_id}).first()
    if row is None:
        raise Missing
    own = own_of(row)
    return as_read(db, me, _talk(db, row, place, own.read_no), own, carrying)

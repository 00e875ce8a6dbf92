"""A window of a timeline: the items around a place, and the gaps before and after it.

Every place is found by the keys (thread, born) and (thread, no), so a window costs the same in a thread of fifty
contributions and in one of fifty thousand. A gap is counted in contributions and from their numbers alone; the
notes of acts in it have no number and are there once it is opened.
"""

from datetime import UTC, date, datetime, time
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Connection, Integer, Row, bindparam, case, literal, select

from arena.store.base import Moment
from arena.threads.item import ITEMS, Item, items_of
from arena.threads.model import Post
from arena.words.words import ZONE

WINDOW = 80
END = 2**53  # later than every item


class Place(msgspec.Struct, frozen=True):
    """Where a reader wants to look: at a contribution, a day, beside an item; without any of these at the newest.

    `strange`: an address named a place that nobody can read.
    """

    no: int | None = None
    day: date | None = None
    after: int | None = None
    before: int | None = None
    unread: bool = False
    strange: bool = False


NEWEST = Place()


class Gap(msgspec.Struct, frozen=True):
    """Items that are not shown: born after and before (0: open), between contributions numbered `top` and `bottom`."""

    after: int
    before: int
    top: int | None
    bottom: int | None

    @property
    def count(self) -> int | None:
        """How many contributions are in it; None where no contribution stands beside it."""
        return None if self.top is None or self.bottom is None else max(0, self.bottom - self.top - 1)


class Window(msgspec.Struct, frozen=True):
    """Some neighbouring items, oldest first, and what lies around them."""

    items: list[Item]
    earlier: Gap | None
    later: Gap | None


_here: Any = bindparam("thread")
_after: Any = bindparam("after", type_=BigInteger)
_before: Any = bindparam("before", type_=BigInteger)
_limit: Any = bindparam("limit", type_=Integer)
_no: Any = bindparam("no", type_=BigInteger)
_between = ITEMS.where(Post.thread_id == _here, Post.born_seq > _after, Post.born_seq < _before).limit(_limit)
_downwards = _between.order_by(Post.born_seq)
_upwards = _between.order_by(Post.born_seq.desc())
_born = select(Post.born_seq).where(Post.thread_id == _here, Post.no <= _no).order_by(Post.no.desc()).limit(1)


def _search() -> Any:
    """The first contribution on or after a moment, by halving the numbers: sixteen steps for fifty thousand."""
    halves = select(
        literal(1, BigInteger).label("low"), bindparam("no", type_=BigInteger).label("high"), literal(0).label("step")
    ).cte("halves", recursive=True)
    middle = (halves.c.low + halves.c.high) // 2
    earlier = Post.at < bindparam("moment", type_=Moment)
    halved = select(
        case((earlier, middle + 1), else_=halves.c.low), case((earlier, halves.c.high), else_=middle), halves.c.step + 1
    )
    beside = (Post.thread_id == _here) & (Post.no == middle)
    halves = halves.union_all(halved.join_from(halves, Post, beside).where(halves.c.low < halves.c.high))
    return select(halves.c.low).order_by(halves.c.step.desc()).limit(1)


_on_day = _search()


def window(db: Connection, thread: Row[Any], place: Place, read_no: int = 0) -> Window:
    """The window of a thread (its row) at a place: at most three statements, and two rows more than it shows."""
    pivot, older, newer = _around(db, thread, place, read_no)
    end = place.before if place.after is not None and place.before else END
    above = _rows(db, _upwards, thread.id, 0, pivot, older)
    below = _rows(db, _downwards, thread.id, pivot - 1, end, newer) if pivot < END else []
    items = items_of(db, [*reversed(above[:older]), *below[:newer]])
    if not items:
        return Window([], None, None)
    numbers = [item.no for item in items if item.no is not None]
    first, last = (numbers[0], numbers[-1]) if numbers else (None, None)
    bottom = thread.post_no + 1 if end == END else None
    return Window(
        items,
        Gap(0, items[0].born, 0, first) if len(above) > older else None,
        Gap(items[-1].born, 0 if end == END else end, last, bottom) if len(below) > newer else None,
    )


def _rows(db: Connection, read: Any, thread: int, after: int, before: int, most: int) -> list[Row[Any]]:
    """So many items between two positions, and one more if there is one."""
    told = {"thread": thread, "after": after, "before": before, "limit": most + 1}
    return list(db.execute(read, told))


def _around(db: Connection, thread: Row[Any], place: Place, read_no: int) -> tuple[int, int, int]:
    """Where the window lies: the position that divides it, and how many items to show before and from there on."""
    if place.after is not None:
        return min(place.after, END) + 1, 0, WINDOW
    if place.before is not None:
        return min(place.before, END), WINDOW, 0
    no = _number(db, thread, place, read_no)
    born = db.execute(_born, {"thread": thread.id, "no": no}).scalar() if no else None
    return (END, WINDOW, 0) if born is None else (born, WINDOW // 2, WINDOW // 2)


def _number(db: Connection, thread: Row[Any], place: Place, read_no: int) -> int | None:
    """The contribution to look at; None: the newest."""
    no = place.no
    if place.day is not None:
        moment = datetime.combine(place.day, time(), ZONE).astimezone(UTC)
        told = {"thread": thread.id, "no": thread.post_no + 1, "moment": moment}
        no = int(db.execute(_on_day, told).scalar_one())
    elif place.unread:
        no = read_no + 1
    return None if no is None or no > thread.post_no else max(1, no)

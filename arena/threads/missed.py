"""What an address asks for and a window cannot show: said in one sentence above what is shown instead."""

from collections.abc import Iterable
from datetime import date

import msgspec

from arena.threads.item import Item
from arena.threads.window import Place
from arena.words.words import local_day


class Missed(msgspec.Struct, frozen=True):
    """Why a place is not shown: a message of `threads.missed`, with the number or the day that was asked for.

    `strange` is an address nobody can read, `beyond` a number and `later` a day after the newest contribution; any
    other is what became of the contribution.
    """

    why: str
    no: int | None = None
    day: date | None = None


def missed(place: Place, post_no: int, items: Iterable[Item]) -> Missed | None:
    """Why a window of a thread with so many contributions is not what was asked for; None where it is."""
    shown = [item for item in items if item.no is not None]
    if not shown or place.after is not None or place.before is not None:
        return None
    if place.strange:
        return Missed("strange")
    if place.day is not None:
        there = any(local_day(item.at) >= place.day for item in shown)
        return None if there else Missed("later", day=place.day)
    if place.no is None or place.no > post_no:
        return Missed("beyond", place.no) if place.no else None
    gone = next((item for item in shown if item.no == place.no and item.state != "visible"), None)
    return Missed(gone.state, place.no) if gone else None

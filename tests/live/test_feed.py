"""A feed hands every change on once, in order, whoever brings it and however often."""

import json
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from arena.live.feed import Event, Feed
from arena.live.seat import Place, Seat
from arena.live.wire import Wire


class Listening(Wire):
    """A wire that keeps what is written."""

    drained: Callable[[], None] | None = None

    def __init__(self) -> None:
        self.told: list[tuple[str, int]] = []

    def write(self, payload: bytes, framed: bytes) -> None:
        """Keep the frames by kind and number."""
        told = json.loads(payload)
        self.told += [(one["t"], one["seq"]) for one in (told if isinstance(told, list) else [told])]

    def has_room(self) -> bool:
        """Always."""
        return True

    def abort(self) -> None:
        """Never."""


def _place(feed: Feed, pos: int) -> tuple[Place, Listening]:
    async def close(code: int, why: str) -> None:
        raise AssertionError(code, why)

    wire = Listening()
    place = Place(Seat(wire, person_id=None, login=None, close=close), pos)
    feed.places.add(place)
    feed.catch_up(place)
    return place, wire


def _posts(*numbers: int) -> list[Event]:
    return [Event(number, "post", number, {"id": number}) for number in numbers]


def test_what_was_handed_over_while_the_log_was_read_is_not_delivered_again() -> None:
    feed = Feed(1, 0)
    _, early = _place(feed, 0)
    feed.deliver(_posts(1, 2, 3))
    feed.deliver(_posts(1, 2))  # the log, asked before the others were handed over, answers only now
    feed.deliver(_posts(2, 3, 4))
    assert feed.pos == 4
    assert early.told == [("ev", 1), ("ev", 2), ("ev", 3), ("ev", 4)]
    _, late = _place(feed, 1)
    assert late.told == [("ev", 2), ("ev", 3), ("ev", 4)], "somebody who comes back misses what was blanked"


@given(st.lists(st.lists(st.integers(1, 6), min_size=1, max_size=4), max_size=12))
def test_nobody_who_comes_back_is_told_an_earlier_form_of_what_has_changed(rounds: list[list[int]]) -> None:
    feed, seq = Feed(1, 0), 0
    came: dict[int, tuple[int, int]] = {}  # of each change: with which reading, and which item it touched
    newest: dict[int, int] = {}  # of each item: with which reading it last came
    for number, items in enumerate(rounds):
        events = [Event(seq + n, "post", item, {"id": item}) for n, item in enumerate(items, 1)]
        seq += len(items)
        feed.deliver(events)
        came |= {event.seq: (number, event.item) for event in events}
        newest |= dict.fromkeys(items, number)
        _, late = _place(feed, 0)
        assert late.told == [("ev" if newest[item] == at else "skip", n) for n, (at, item) in came.items()]

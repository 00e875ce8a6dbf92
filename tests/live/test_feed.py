"""A feed hands every change on once, in order, whoever brings it and however often."""

import json
from collections.abc import Callable

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

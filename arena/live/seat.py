"""A seat: one reader's socket and its places in the threads it reads."""

from collections.abc import Callable, Coroutine
from time import monotonic
from typing import Any

from arena.live.frames import encode, on_wire
from arena.live.wire import Wire

Close = Callable[[int, str], Coroutine[Any, Any, None]]


class Place:
    """A seat's position in one thread; a place the feed counts as live has every event up to the feed's."""

    __slots__ = ("catching_up", "pos", "seat", "told")

    def __init__(self, seat: "Seat", pos: int) -> None:
        self.seat = seat
        self.pos = pos
        self.catching_up = False
        self.told: tuple[int | None, int | None] | None = None  # the counts of readers it heard last


class Seat:
    """One socket: who sits there, where it writes, what it reads."""

    def __init__(
        self,
        wire: Wire,
        *,
        person_id: int | None,
        login: str | None,
        close: Close,
    ) -> None:
        self.wire = wire
        self.person_id = person_id
        self.login = login
        self.close = close
        self.places: dict[int, Place] = {}
        self.heard_at = monotonic()
        self.voices: frozenset[int] = frozenset()  # the organisations this person may speak for
        self.busy = False  # whether an act of this reader is under way

    def tell(self, t: str, **fields: object) -> None:
        """Write one frame meant for this seat alone."""
        payload = encode(t, **fields)
        self.pass_on(payload, on_wire(payload))

    def pass_on(self, payload: bytes, framed: bytes) -> None:
        """Write a frame that is ready."""
        self.wire.write(payload, framed)
        self.heard_at = monotonic()

"""A feed: one thread's newest events in this process, encoded once, handed to every reader."""

from collections import deque
from collections.abc import Iterable
from time import monotonic

import msgspec

from arena.live.frames import encode, on_wire
from arena.live.seat import Place

RING = 256
TYPING_S = 5


class Event(msgspec.Struct, frozen=True):
    """One logged change with the item it touched, in the item's present form; None is not visible."""

    seq: int
    kind: str
    item: int
    present: object | None


class Encoded:
    """An event as it travels: JSON and ready bytes."""

    __slots__ = ("framed", "item", "payload", "seq")

    def __init__(self, thread: int, event: Event) -> None:
        self.seq = event.seq
        self.item = event.item
        if event.present is None:
            self.payload = encode("skip", th=thread, seq=event.seq)
        else:
            self.payload = encode("ev", th=thread, seq=event.seq, k=event.kind, o=event.present)
        self.framed = on_wire(self.payload)

    def blank(self, thread: int) -> None:
        """Forget what it said: the item has a newer form, and perhaps a hidden one."""
        self.payload = encode("skip", th=thread, seq=self.seq)
        self.framed = on_wire(self.payload)


class Feed:
    """One thread's ring of events and the places of its readers."""

    def __init__(self, thread: int, pos: int) -> None:
        self.thread = thread
        self.pos = pos
        self.ring: deque[Encoded] = deque(maxlen=RING)
        self.places: set[Place] = set()
        self.typing: dict[int, float] = {}
        self.told: tuple[int, int] = (0, 0)
        self.pumping = False
        self.woken = False

    def deliver(self, events: Iterable[Event]) -> None:
        """Append events and hand them to everyone who has all before them: one write for each reader."""
        before = self.pos
        fresh = [Encoded(self.thread, event) for event in events]
        if not fresh:
            return
        changed = {one.item for one in fresh}
        for old in self.ring:
            if old.item in changed:
                old.blank(self.thread)
        self.ring.extend(fresh)
        self.pos = fresh[-1].seq
        self._write(before, fresh)

    def _write(self, before: int, fresh: list[Encoded]) -> None:
        joined = b"".join(one.framed for one in fresh)
        payload = fresh[0].payload if len(fresh) == 1 else b"[" + b",".join(one.payload for one in fresh) + b"]"
        for place in self.places:
            if not place.live or place.pos >= self.pos:
                continue
            wire = place.seat.wire
            if not wire.has_room():
                place.fall_behind()
            elif place.pos == before:
                wire.write(payload, joined)
                place.pos = self.pos
            else:
                self.replay(place)

    def covers(self, pos: int) -> bool:
        """Whether the ring holds every event after a position."""
        return pos == self.pos or (bool(self.ring) and self.ring[0].seq <= pos + 1)

    def replay(self, place: Place) -> None:
        """Bring a place up to date from the ring."""
        missed = [one for one in self.ring if one.seq > place.pos]
        for one in missed:
            place.seat.wire.write(one.payload, one.framed)
        place.pos = self.pos

    def presence(self) -> tuple[int, int]:
        """How many read here and how many of them are typing."""
        now = monotonic()
        self.typing = {person: until for person, until in self.typing.items() if until > now}
        return len({place.seat.person_id or id(place.seat) for place in self.places}), len(self.typing)

    def tell_presence(self) -> None:
        """Send the counts where they changed; readers without room miss them, and nothing is lost by it."""
        counts = self.presence()
        if counts == self.told:
            return
        self.told = counts
        payload = encode("eph", th=self.thread, here=counts[0], typing=counts[1])
        framed = on_wire(payload)
        for place in self.places:
            if place.live and place.seat.wire.has_room():
                place.seat.wire.write(payload, framed)

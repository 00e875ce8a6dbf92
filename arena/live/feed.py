"""A feed: one thread's newest events in this process, encoded once, handed to every reader."""

import asyncio
from collections import deque
from collections.abc import Iterable
from time import monotonic

import msgspec

from arena.live.frames import encode, on_wire
from arena.live.missed import Missed
from arena.live.seat import Place
from arena.live.wire import Wire

RING = 256
TYPING_S = 5
PATIENCE_S = 10  # a reader who takes nothing for so long loses the socket
COUNTED = 50  # readers up to here are counted, more are told as "many"

Counts = tuple[int | None, int | None]


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
        self._highest = 0  # the highest number of an item that was ever in the ring
        self.places: set[Place] = set()
        self.live: dict[Place, Wire] = {}  # those who have everything up to `pos`
        self.ahead: set[Place] = set()  # those who know more from the log
        self.behind: dict[Place, float] = {}  # those who do not keep up, and since when
        self.typing: dict[int, float] = {}
        self.pump: asyncio.Task[None] | None = None  # the reading of what is new, while there is one
        self.woken = False
        self.missed: Missed | None = None  # what came back lately for readers who were away

    def deliver(self, events: Iterable[Event]) -> None:
        """Append events and hand them to everyone who has all before them: one write for each reader.

        What was handed over while the log was being read comes twice; the second time it is nothing new.
        """
        before = self.pos
        fresh = [Encoded(self.thread, event) for event in events if event.seq > before]
        if not fresh:
            return
        changed = {one.item for one in fresh}
        for old in self.ring if min(changed) <= self._highest else ():  # mostly there is nothing but new items
            if old.item in changed:
                old.blank(self.thread)
        self._highest = max(self._highest, *changed)
        self.ring.extend(fresh)
        self.pos = fresh[-1].seq
        self.missed = None
        self._write(before, fresh)

    def _write(self, before: int, fresh: list[Encoded]) -> None:
        joined = b"".join(one.framed for one in fresh)
        payload = fresh[0].payload if len(fresh) == 1 else b"[" + b",".join(one.payload for one in fresh) + b"]"
        slow: set[Wire] = set()
        size = len(joined)
        for wire in self.live.values():  # every reader of every contribution passes here, and nothing else is touched
            try:
                sent = wire.send(joined)
            except OSError:  # no room in the kernel, or nobody there any more
                sent = 0
            if sent != size and not wire.offer(payload, joined, sent):
                slow.add(wire)
        for place in [place for place, wire in self.live.items() if wire in slow] if slow else ():
            self.fall_behind(place, before)
        for place in [place for place in self.ahead if place.pos <= self.pos]:
            self.catch_up(place)

    def fall_behind(self, place: Place, pos: int) -> None:
        """Stop writing to a reader who does not keep up; it goes on from the log when there is room again."""
        self.live.pop(place, None)
        place.pos = pos
        self.behind.setdefault(place, monotonic())

    def catch_up(self, place: Place) -> None:
        """Bring a place up to date from the ring, which covers it; one that is ahead of the feed waits for it."""
        self.behind.pop(place, None)
        if place.pos > self.pos:
            self.ahead.add(place)
            return
        self.ahead.discard(place)
        missed = [one for one in self.ring if one.seq > place.pos]
        for one in missed:
            place.seat.wire.write(one.payload, one.framed)
        self.live[place] = place.seat.wire

    def leave(self, place: Place) -> None:
        """A reader is gone."""
        self.places.discard(place)
        self.ahead.discard(place)
        self.behind.pop(place, None)
        self.live.pop(place, None)

    def stuck(self) -> list[Place]:
        """Those who have taken nothing for too long."""
        given_up = monotonic() - PATIENCE_S
        return [place for place, since in self.behind.items() if since < given_up]

    def has(self, place: Place) -> bool:
        """Whether the next event reaches a place by itself."""
        return place in self.live or place in self.ahead

    def covers(self, pos: int) -> bool:
        """Whether the ring holds every event after a position."""
        return pos == self.pos or (bool(self.ring) and self.ring[0].seq <= pos + 1)

    def presence(self) -> Counts:
        """How many read here and how many of them are typing; both are None above `COUNTED` readers."""
        now = monotonic()
        self.typing = {person: until for person, until in self.typing.items() if until > now}
        here: set[int] = set()
        for place in self.places:
            here.add(place.seat.person_id or id(place.seat))
            if len(here) > COUNTED:
                return None, None
        return len(here), len(self.typing)

    def tell_presence(self) -> None:
        """Send the counts to whoever knows others; readers under pressure hear them later or never."""
        counts = self.presence()
        payload = encode("eph", th=self.thread, here=counts[0], typing=counts[1])
        framed = on_wire(payload)
        for place in self.live:
            if place.told != counts and place.seat.wire.is_calm():
                place.told = counts
                place.seat.wire.write(payload, framed)

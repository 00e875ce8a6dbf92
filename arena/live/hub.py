"""The hub: every seat and every feed of this process; hints wake it, the log feeds it."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from time import monotonic
from typing import Any

from arena.live.catch_up import CatchUp
from arena.live.feed import TYPING_S, Event, Feed
from arena.live.frames import SIGN_IN
from arena.live.missed import BATCH, Log, ReadAfter
from arena.live.seat import Place, Seat
from arena.live.tasks import Tasks

ReadEvents = Callable[[int, int, int], Awaitable[list[Event]]]
Heads = Callable[[list[int]], Awaitable[dict[int, int]]]


class Hub:
    """Rooms and seats. `events(thread, after, limit)` reads the log, `after(…)` items in their present form."""

    def __init__(self, events: ReadEvents, after: ReadAfter, heads: Heads) -> None:
        self._events = events
        self._heads = heads
        self.feeds: dict[int, Feed] = {}
        self.seats: set[Seat] = set()
        self.lines: Counter[int] = Counter()  # how many of them each person has
        self.on: dict[str, Callable[[Any], object]] = {}  # what other hints mean, by their kind
        self.tasks = Tasks()
        self.log = Log(after)
        self._catch_up = CatchUp(self.log, self.tasks.start, self._wake)

    # ── hints ──────────────────────────────────────────────────────────────────────────────────────────────

    def hear(self, hints: Iterable[tuple[str, Any]]) -> None:
        """React to hints, wherever they come from; a hint that is lost, doubled or late does no harm."""
        for kind, ref in hints:
            if kind == "thread" and (feed := self.feeds.get(ref)) is not None:
                self._wake(feed)
            elif kind == "signed_out":
                self._sign_out(ref)
            elif (check := self.on.get(kind)) is not None:
                check(ref)

    def deliver(self, thread: Any, events: list[Event]) -> None:
        """Hand on what was stored here a moment ago; where something is missing before it, the log has it."""
        feed = self.feeds.get(thread)
        if feed is None or events[-1].seq <= feed.pos:
            return
        if events[0].seq == feed.pos + 1 and events[-1].seq == feed.pos + len(events):
            feed.deliver(events)
        else:
            self._wake(feed)

    def _wake(self, feed: Feed) -> None:
        feed.woken = True
        if feed.pump is None:
            feed.pump = self.tasks.start(self._pump(feed))

    async def _pump(self, feed: Feed) -> None:
        """Read what is new and deliver it, until nothing is."""
        try:
            while feed.woken:
                feed.woken = False
                events = await self._events(feed.thread, feed.pos, BATCH)
                feed.deliver(events)
                feed.woken = feed.woken or len(events) == BATCH
        finally:
            feed.pump = None

    async def poll(self) -> None:
        """Ask the log itself: one query for all threads that are read here."""
        if not self.feeds:
            return
        for thread, head in (await self._heads(list(self.feeds))).items():
            feed = self.feeds.get(thread)
            if feed is not None and head > feed.pos:
                self._wake(feed)

    # ── places ─────────────────────────────────────────────────────────────────────────────────────────────

    def sit(self, seat: Seat, thread: int, after: int, head: int) -> None:
        """Read a thread from a position on: first registered, then caught up, then live.

        A seat that was closed while the position was checked stays empty.
        """
        if seat not in self.seats:
            return
        feed = self.feeds.get(thread)
        if feed is None:
            feed = self.feeds[thread] = Feed(thread, head)
            self._wake(feed)  # the head was read before anybody listened here: what came in between left no trace
        place = Place(seat, after)
        seat.places[thread] = place
        feed.places.add(place)
        seat.wire.drained = lambda: self._drained(seat)
        if head > feed.pos:
            self._catch_up.begin_after_pump(feed, place)
        else:
            self._catch_up.begin(feed, place)

    def leave(self, seat: Seat, thread: int) -> None:
        """Stop reading a thread; a feed without readers is let go."""
        place = seat.places.pop(thread, None)
        feed = self.feeds.get(thread)
        if place is None or feed is None:
            return
        feed.leave(place)
        feed.typing.pop(seat.person_id or 0, None)
        if not feed.places:
            del self.feeds[thread]

    def sit_down(self, seat: Seat) -> None:
        """A socket has come."""
        self.seats.add(seat)
        if seat.person_id is not None:
            self.lines[seat.person_id] += 1

    def get_up(self, seat: Seat) -> None:
        """A socket is gone; said twice, it is gone once."""
        for thread in list(seat.places):
            self.leave(seat, thread)
        if seat not in self.seats:
            return
        self.seats.discard(seat)
        if seat.person_id is not None:
            self.lines[seat.person_id] -= 1
            if not self.lines[seat.person_id]:
                del self.lines[seat.person_id]

    def type(self, person: int, thread: int) -> None:
        """Remember for some seconds that somebody is typing here."""
        if (feed := self.feeds.get(thread)) is not None:
            feed.typing[person] = monotonic() + TYPING_S

    def spoke(self, person: int, thread: int) -> None:
        """Whoever has spoken is no longer typing."""
        if (feed := self.feeds.get(thread)) is not None:
            feed.typing.pop(person, None)

    def _drained(self, seat: Seat) -> None:
        for thread, place in seat.places.items():
            if (feed := self.feeds.get(thread)) is not None:
                self._catch_up.begin(feed, place)

    # ── the end of a seat ──────────────────────────────────────────────────────────────────────────────────────

    def _sign_out(self, login: str) -> None:
        for seat in list(self.seats):
            if seat.login == login:
                self.close(seat, SIGN_IN, "signed_out")

    def close(self, seat: Seat, code: int, why: str, *, retry_after: float | None = None) -> None:
        """Say goodbye and close; the seat is empty from this moment on."""
        self.get_up(seat)
        seat.tell("bye", why=why, code=code, retry_after=retry_after)
        self.tasks.start(seat.close(code, why))

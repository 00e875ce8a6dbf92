"""Defects of reading live: gaps, disorder, and readers who are forgotten."""

import asyncio
from itertools import count
from typing import Any

from sqlalchemy import Connection

from arena.live.direct import DirectWire
from arena.live.feed import Encoded, Feed
from arena.live.hub import Hub
from arena.live.seat import Seat
from arena.live.stream import StreamWire
from arena.live.wire import LATER
from arena.threads import api
from bench.chaos.defects.register import defect

HOLD_S = 0.03  # between catching up and registering


@defect
def read_then_register() -> None:
    """A reader is first caught up and then registered: what is stored in between never comes."""
    sit = Hub.sit

    def race(hub: Hub, seat: Seat, thread: int, after: int, head: int) -> None:
        async def late() -> None:
            sync = await hub.log.sync(thread, after)
            seat.pass_on(sync.payload, sync.framed)
            await asyncio.sleep(HOLD_S)
            feed = hub.feeds.get(thread)
            pos = sync.to if feed is None else max(feed.pos, sync.to)
            sit(hub, seat, thread, pos, max(head, pos))

        hub.tasks.start(late())

    Hub.sit = race  # type: ignore[method-assign]


@defect
def slow_readers_miss_out() -> None:
    """What does not fit into a full queue is dropped without a word."""
    write, offer, room = DirectWire.write, DirectWire.offer, DirectWire.has_room

    def drop(wire: DirectWire, payload: bytes, framed: bytes) -> None:
        if room(wire):
            write(wire, payload, framed)

    def drop_and_say_yes(wire: DirectWire, payload: bytes, framed: bytes, sent: int = LATER) -> bool:
        if sent >= 0:
            return offer(wire, payload, framed, sent)
        drop(wire, payload, framed)
        return True

    DirectWire.write, DirectWire.offer = drop, drop_and_say_yes  # type: ignore[method-assign]
    DirectWire.has_room = lambda _: True  # type: ignore[method-assign]


@defect
def no_poll() -> None:
    """A hint that is lost stays lost."""

    async def nothing(_: Hub) -> None:
        return None

    Hub.poll = nothing  # type: ignore[method-assign]


@defect
def retracted_stays_in_the_ring() -> None:
    """What was retracted is still handed to whoever comes back."""
    Encoded.blank = lambda *_: None  # type: ignore[method-assign]


@defect
def bursts_are_reversed() -> None:
    """What one reading found is delivered newest first."""
    write = Feed._write

    def backwards(feed: Feed, before: int, fresh: list[Encoded]) -> None:
        write(feed, before, fresh[::-1])

    Feed._write = backwards  # type: ignore[method-assign]


@defect
def resuming_forgets_the_position() -> None:
    """Whoever comes back goes on from the newest, not from where they were."""
    sit = Hub.sit

    def at_the_head(hub: Hub, seat: Seat, thread: int, _: int, head: int) -> None:
        sit(hub, seat, thread, head, head)

    Hub.sit = at_the_head  # type: ignore[method-assign]


@defect
def who_fell_behind_stays_there() -> None:
    """A reader who was too slow for a moment is never brought up to date again."""
    Hub._drained = lambda *_: None  # type: ignore[method-assign]


@defect
def streams_lose_events() -> None:
    """One in twenty events never comes to those who read by a stream; sockets get all."""
    write, numbers = StreamWire.write, count()

    def forgetful(wire: StreamWire, payload: bytes, framed: bytes) -> None:
        if b'"t":"ev"' not in payload or next(numbers) % 20:
            write(wire, payload, framed)

    StreamWire.write = forgetful  # type: ignore[method-assign]


@defect
def asking_misses_items() -> None:
    """Those who ask for what is new miss one in twenty items; sockets and streams get all."""
    read_after, numbers = api.read_after, count()

    def forgetful(db: Connection, thread: int, after: int, limit: int) -> dict[str, Any]:
        found = read_after(db, thread, after, limit)
        return found | {"items": [item for item in found["items"] if not after or next(numbers) % 20]}

    api.read_after = forgetful

"""Presence: how many read and type, as counts alone, and the first thing to be left out."""

import json
from asyncio import gather
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

from arena.live.feed import COUNTED, Feed
from arena.live.seat import Place, Seat
from arena.live.wire import Wire
from tests.people import Arena
from tests.talk import Talk


async def test_above_fifty_readers_nobody_is_counted_and_who_comes_later_hears_so(arena: Arena, thread: int) -> None:
    async with AsyncExitStack() as stack:
        talks = [await stack.enter_async_context(Talk(arena, arena.visitor())) for _ in range(COUNTED)]
        await gather(*(talk.follow(thread) for talk in talks))
        first = await talks[0].until(t="eph", here=COUNTED)
        assert first["typing"] == 0
        async with Talk(arena, arena.person()) as one_more, Talk(arena, arena.visitor()) as late:
            await one_more.follow(thread)
            await talks[0].until(t="eph", here=None, typing=None)
            await late.follow(thread)
            await late.until(t="eph", here=None, typing=None)
            await one_more.send(t="typing", th=thread)
            talks[0].frames.clear()
        assert await talks[0].until(t="eph") == {"t": "eph", "th": thread, "here": COUNTED, "typing": 0}


async def test_typing_is_a_count_too(arena: Arena, thread: int) -> None:
    async with Talk(arena, arena.person()) as here, Talk(arena, arena.person()) as there:
        await here.follow(thread)
        await there.follow(thread)
        await here.send(t="typing", th=thread)
        assert await there.until(t="eph", typing=1) == {"t": "eph", "th": thread, "here": 2, "typing": 1}


def test_who_is_under_pressure_hears_no_counts_until_it_eases() -> None:
    feed = Feed(thread=7, pos=0)
    wires = [_Paper(calm=True), _Paper(calm=False)]
    for wire in wires:
        place = Place(Seat(wire, person_id=None, login=None, close=_leave), 0)
        feed.places.add(place)
        feed.catch_up(place)
    feed.tell_presence()
    assert [wire.heard for wire in wires] == [[2], []]
    wires[1].calm = True
    feed.tell_presence()
    feed.tell_presence()
    assert [wire.heard for wire in wires] == [[2], [2]]


class _Paper(Wire):
    """A wire to a page of paper, with as much room as the test says."""

    drained: Callable[[], None] | None = None

    def __init__(self, *, calm: bool) -> None:
        self.calm = calm
        self.heard: list[Any] = []

    def write(self, payload: bytes, framed: bytes) -> None:
        """Note how many are said to read."""
        assert framed.endswith(payload)
        self.heard.append(json.loads(payload)["here"])

    def has_room(self) -> bool:
        """There is always some."""
        return True

    def is_calm(self) -> bool:
        """As the test says."""
        return self.calm

    def abort(self) -> None:
        """Paper does not break off."""


async def _leave(code: int, why: str) -> None:
    """Nobody leaves here."""

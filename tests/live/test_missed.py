"""Readers who come back to one position cost one reading of the log, and none of them is shown what is no longer so."""

import asyncio
import json
from typing import Any

import pytest

from arena.errors import Missing
from arena.live.feed import Event
from arena.live.hub import Hub
from arena.live.seat import Seat
from arena.live.wire import Wire


class Page(Wire):
    """A wire that keeps what is written."""

    drained: Any = None

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []

    def write(self, payload: bytes, framed: bytes) -> None:
        """Keep the frames."""
        read = json.loads(payload)
        self.told += read if isinstance(read, list) else [read]

    def has_room(self) -> bool:
        """Always."""
        return True


class Thread:
    """A thread whose log counts how often it is asked."""

    def __init__(self) -> None:
        self.head, self.form, self.asked, self.broken = 300, "first", 0, False
        self.hub = Hub(self.events, self.after, self.heads)

    async def events(self, thread: int, after: int, limit: int) -> list[Event]:
        """The changes themselves."""
        return [Event(number, "post", number, {"id": number}) for number in range(after + 1, self.head + 1)]

    async def after(self, thread: int, after: int, limit: int) -> dict[str, Any]:
        """What was touched, in its present form."""
        self.asked += 1
        to, form = self.head, self.form
        await asyncio.sleep(0.01)
        if self.broken:
            raise Missing
        return {"to": to, "items": [{"id": 1, "form": form}], "more": False, "epoch": 1}

    async def heads(self, threads: list[int]) -> dict[int, int]:
        """How far each thread is."""
        return dict.fromkeys(threads, self.head)

    def come(self, number: int) -> list[Page]:
        """So many readers who have been away since the beginning."""
        pages = [Page() for _ in range(number)]
        for page in pages:
            seat = Seat(page, person_id=None, login=None, close=_close)
            self.hub.sit_down(seat)
            self.hub.sit(seat, 7, 0, self.head)
        return pages


async def _close(code: int, why: str) -> None:
    raise AssertionError(code, why)


async def _settle(thread: Thread) -> None:
    while thread.hub.tasks.running:
        await asyncio.gather(*thread.hub.tasks.running, return_exceptions=True)


async def test_a_thousand_readers_cost_one_reading_however_they_come() -> None:
    thread = Thread()
    early = thread.come(500)
    await _settle(thread)
    late = thread.come(500)
    await _settle(thread)
    assert thread.asked == 1
    assert all([frame["t"] for frame in page.told] == ["sync"] for page in early + late)
    assert len(thread.hub.feeds[7].live) == 1_000


async def test_once_anything_has_happened_it_is_read_anew() -> None:
    thread = Thread()
    thread.come(1)
    await _settle(thread)
    thread.head, thread.form = 301, "hidden"
    (late,) = thread.come(1)  # whoever subscribes is told the newest position, and so the hub learns of it
    await _settle(thread)
    assert thread.asked == 2
    assert late.told[0]["items"] == [{"id": 1, "form": "hidden"}]


async def test_what_happened_while_a_place_was_taken_is_heard_without_a_further_hint() -> None:
    thread = Thread()
    page = Page()
    seat = Seat(page, person_id=None, login=None, close=_close)
    thread.hub.sit_down(seat)
    read = thread.head
    thread.head += 1  # stored, and its hint heard, before anybody was seated
    thread.hub.hear([("thread", 7)])
    thread.hub.sit(seat, 7, read, read)
    await _settle(thread)
    assert [frame["seq"] for frame in page.told] == [read + 1]


async def test_a_reading_that_fails_is_not_kept(caplog: pytest.LogCaptureFixture) -> None:
    thread = Thread()
    thread.broken = True
    (early,) = thread.come(1)
    await _settle(thread)
    thread.broken = False
    (late,) = thread.come(1)
    await _settle(thread)
    assert (early.told, [frame["t"] for frame in late.told]) == ([], ["sync"])
    assert not caplog.records


async def test_who_comes_before_the_hub_has_heard_of_a_retraction_is_not_shown_the_text() -> None:
    thread = Thread()
    thread.head = 0
    thread.come(1)
    thread.head = 1
    thread.hub.hear([("thread", 7)])
    await _settle(thread)

    async def retracted(_: int, after: int, limit: int) -> list[Event]:
        return [Event(2, "delete", 1, {"id": 1, "state": "deleted"})]

    thread.hub._events, thread.head = retracted, 2  # the log knows, no hint has come
    (late,) = thread.come(1)
    await _settle(thread)
    assert [(frame["t"], frame["seq"]) for frame in late.told] == [("skip", 1), ("ev", 2)]


async def test_a_reading_that_is_under_way_never_arrives_after_newer_events() -> None:
    thread = Thread()
    thread.head = 72
    thread.come(1)  # the feed begins at 72, its ring is empty
    await _settle(thread)
    page = Page()
    seat = Seat(page, person_id=None, login=None, close=_close)
    thread.hub.sit_down(seat)
    thread.head = 73
    asked = asyncio.Event()

    async def slowly(thread_id: int, after: int, limit: int) -> list[Event]:
        await asked.wait()
        return await Thread.events(thread, thread_id, after, limit)

    thread.hub._events = slowly
    thread.hub.sit(seat, 7, 73, 73)  # who comes back knows more than the feed
    page.drained()  # what was written so far has left
    await asyncio.sleep(0)
    asked.set()
    while thread.hub.feeds[7].pos < 73:
        await asyncio.sleep(0)
    page.drained()
    thread.hub.deliver(7, [Event(74, "post", 74, {"id": 74})])
    thread.head = 74
    page.drained()
    await _settle(thread)
    assert [(frame["t"], frame.get("seq")) for frame in page.told] == [("ev", 74)]

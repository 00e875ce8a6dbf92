"""The end of a process: readers leave over time, acts under way finish, newcomers are told when to come back."""

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from arena.live import drain
from arena.live.drain import Drain
from arena.store import Store
from arena.threads.open import open_thread
from tests.hosting import hosting
from tests.people import Arena
from tests.talk import Talk

READERS = 24


@pytest.fixture
async def ending(fresh_database: str, tmp_path: Path) -> AsyncIterator[Arena]:
    """An Arena that a test may bring to its end."""
    store = Store(fresh_database)
    async with hosting(fresh_database, store, tmp_path) as arena:
        yield arena
    store.close()


async def _seated(arena: Arena, thread: int, number: int) -> list[Talk]:
    talks = [Talk(arena, arena.visitor()) for _ in range(number)]
    for talk in talks:
        await talk.open()
        await talk.follow(thread)
        await talk.until(t="sync")
    return talks


async def test_readers_leave_a_few_at_a_time_each_told_when_to_come_back(
    ending: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drain, "PER_SECOND", 12)
    thread = ending.store.write_now(open_thread)
    talks = await _seated(ending, thread, READERS)
    hub, leaving = ending.app.state.live.hub, asyncio.create_task(ending.app.state.drain.send_away())
    seated = [READERS]
    while not leaving.done():
        await asyncio.sleep(0.01)
        if len(hub.seats) != seated[-1]:
            seated.append(len(hub.seats))
    assert seated == sorted(seated, reverse=True)
    assert len(seated) > 4, f"all at once: {seated}"
    byes = [await talk.until(t="bye") for talk in talks]
    for talk in talks:
        await talk.ws.wait_closed()
        assert talk.ws.close_code == 1012
        await talk.close()
    assert {bye["why"] for bye in byes} == {"restart"}
    assert len({bye["retry_after"] for bye in byes}) > READERS // 4


async def test_while_it_ends_pages_are_still_served_and_newcomers_told_to_come_back(ending: Arena) -> None:
    visitor = ending.visitor()
    assert (await visitor.get("/health/ready")).status_code == 200
    await ending.app.state.drain.send_away()
    ready = await visitor.get("/health/ready")
    assert (ready.status_code, ready.headers["retry-after"]) == (503, "2")
    assert (await visitor.get("/health/live")).status_code == 200
    assert (await visitor.get("/de/")).status_code == 200
    with pytest.raises(InvalidStatus) as refused:
        await Talk(ending, visitor).open()
    assert refused.value.response.status_code == 503
    assert int(refused.value.response.headers["Retry-After"]) > 0


async def test_an_act_under_way_is_answered_before_the_goodbye(ending: Arena) -> None:
    store: Store = ending.app.state.store
    thread = ending.store.write_now(open_thread)
    async with Talk(ending, ending.person()) as talk:
        go_on, held = threading.Event(), threading.Event()
        holding = asyncio.create_task(store.write(lambda tx: _hold(held, go_on)))
        await asyncio.to_thread(held.wait)
        asking = asyncio.create_task(talk.op("post", thread, text="Bitte noch dieses."))
        while not any(seat.busy for seat in ending.app.state.live.hub.seats):
            await asyncio.sleep(0.01)
        leaving = asyncio.create_task(ending.app.state.drain.send_away())
        await asyncio.sleep(0.2)
        assert not leaving.done()
        go_on.set()
        assert (await asking)["t"] == "ok"
        await leaving
        await holding
        await talk.until(t="gone")
        assert [frame["t"] for frame in talk.frames if frame["t"] in ("ok", "bye", "gone")] == ["ok", "bye", "gone"]


async def test_the_first_signal_drains_and_the_second_ends_at_once(ending: Arena) -> None:
    """The server's own handler is called when the drain is over, or as soon as somebody asks twice."""
    told: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: told.append(number))
    live = Drain(ending.app.state.live.hub)
    try:
        live.listen()
        async with Talk(ending, ending.visitor()) as talk:
            await talk.follow(ending.store.write_now(open_thread))
            await talk.until(t="sync")
            (seat,) = live.hub.seats
            seat.busy = True  # somebody's act takes its time
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.sleep(0.1)
            assert (live.begun, told) == (True, [])
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.sleep(0.1)
            assert told == [signal.SIGTERM]
            seat.busy = False
            await talk.until(t="bye")
        while len(told) < 2:
            await asyncio.sleep(0.01)
    finally:
        signal.signal(signal.SIGTERM, before)


def _hold(held: threading.Event, go_on: threading.Event) -> Any:
    """Keep the writer busy."""
    held.set()
    go_on.wait(20)

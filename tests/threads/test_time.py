"""Time does strange things: clocks jump, a tab sleeps for an hour, history is rewritten meanwhile."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import update

from arena.live import clock
from arena.store import Store
from arena.threads.model import Thread
from tests.people import Arena
from tests.talk import Talk
from tests.threads.conftest import fetched


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(hours=-1), timedelta(hours=1), timedelta(days=20)])
async def test_a_clock_that_jumps_changes_neither_order_nor_delivery(
    arena: Arena, store: Store, thread: int, jump: timedelta
) -> None:
    """Order is by number, patience and pace by a clock that cannot jump; only what is written beside a text does."""
    async with Talk(arena, arena.person()) as talk, Talk(arena, arena.visitor()) as reader:
        await reader.follow(thread)
        await talk.op("post", thread, text="vorher")
        with time_machine.travel(jump_from_now(jump), tick=True):
            answer = await talk.op("post", thread, text="im Sprung")
            clock.tick(arena.app.state.live.hub)
            await reader.reached(thread, 2)
        await talk.op("post", thread, text="nachher")
        await reader.reached(thread, 3)
        assert answer["seq"] == 2
        assert reader.view == fetched(store, thread)
        assert [item["no"] for item in reader.view] == [1, 2, 3]
        assert not any(frame["t"] in ("bye", "gone") for frame in talk.frames + reader.frames)


def jump_from_now(jump: timedelta) -> datetime:
    """The moment the clock shows after it jumped."""
    return datetime.now(UTC) + jump


async def test_a_tab_that_slept_through_more_than_the_ring_gets_everything_once(
    arena: Arena, store: Store, thread: int
) -> None:
    """Its line is dead, its position old: it comes back, catches up in present forms, and goes on live."""
    sleeper = Talk(arena, arena.visitor())
    await sleeper.open()
    await sleeper.follow(thread)
    async with Talk(arena, arena.person()) as talk:
        first = await talk.op("post", thread, text="eins")
        await sleeper.reached(thread, 1)
        sleeper.cut()
        await sleeper.until(t="gone")
        for _ in range(5):
            async with Talk(arena, arena.person()) as other:
                ops = (other.op("react", thread, post=first["post"], kind="help", on=bool(n % 2)) for n in range(38))
                assert {answer["t"] for answer in await asyncio.gather(*ops)} == {"ok"}
        await talk.op("edit", thread, post=first["post"], rev=1, text="eins, später")
        await sleeper.open()
        await sleeper.follow(thread, after=sleeper.pos[thread])
        await talk.op("post", thread, text="zwei")
        head = (await talk.op("post", thread, text="drei"))["seq"]
        await sleeper.reached(thread, head)
        assert sleeper.view == fetched(store, thread)
    await sleeper.close()


async def test_a_reader_who_is_silent_is_pinged_and_stays(
    arena: Arena, thread: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "HEARTBEAT_S", -1)
    async with Talk(arena, arena.visitor()) as reader:
        await reader.follow(thread)
        ping = await reader.until(t="ping")
        await reader.send(t="pong", n=ping["n"])
        async with Talk(arena, arena.person()) as talk:
            await talk.op("post", thread, text="noch da?")
        await reader.reached(thread, 1)


async def test_history_rewritten_while_a_tab_slept_makes_it_load_anew(arena: Arena, store: Store, thread: int) -> None:
    async with Talk(arena, arena.person()) as talk, Talk(arena, arena.visitor()) as tab:
        await talk.op("post", thread, text="eins")
        store.write_now(lambda tx: tx.db.execute(update(Thread).where(Thread.id == thread).values(epoch=2)))
        await tab.send(t="sub", th=thread, after=1, epoch=1)
        reset = await tab.until(t="reset")
        assert (reset["why"], reset["head"], reset["epoch"]) == ("epoch", 1, 2)
        await talk.op("post", thread, text="zwei")
        await tab.send(t="sub", th=thread, after=0, epoch=2)
        tab.pos[thread] = 0
        await tab.reached(thread, 2)
        assert tab.view == fetched(store, thread)

"""Acts at a socket, taken straight from the line or the long way round: one after the other, each answered."""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import Connection

from arena.store import Store, Tx
from arena.threads import acts, socket
from arena.threads.timeline import head
from tests.people import Arena
from tests.talk import PATIENCE_S, Talk
from tests.threads.conftest import fetched


@asynccontextmanager
async def held(arena: Arena) -> AsyncIterator[None]:
    """The server's writer stands still inside this block."""
    begun, go_on = threading.Event(), threading.Event()

    def hold(_: Tx) -> None:
        begun.set()
        assert go_on.wait(PATIENCE_S)

    holding = asyncio.create_task(arena.app.state.store.write(hold))
    assert await asyncio.to_thread(begun.wait, PATIENCE_S)
    try:
        yield
    finally:
        go_on.set()
        await holding


def answers(talk: Talk) -> list[int]:
    """Which frames were answered, in that order."""
    return [frame["id"] for frame in talk.frames if frame["t"] in ("ok", "err")]


def op(thread: int, number: int, **more: Any) -> str:
    """A contribution as it travels."""
    said = {"t": "op", "id": number, "ck": f"schluessel-{number}-{thread}", "th": thread, "do": "post"}
    return json.dumps(said | {"text": f"Beitrag {number}"} | more)


async def test_acts_are_carried_out_in_the_order_they_came_in(arena: Arena, store: Store, thread: int) -> None:
    async with Talk(arena, arena.person()) as talk:
        async with held(arena):
            for number in range(1, 7):
                await talk.ws.send(op(thread, number))
            await talk.ws.send(json.dumps({"t": "sub", "th": 2**40, "id": 7}))
            await asyncio.sleep(0.1)
            assert answers(talk) == []
        await talk.until(t="err", id=7)
        assert answers(talk) == [1, 2, 3, 4, 5, 6, 7]
    assert [item["html"].strip() for item in fetched(store, thread)] == [
        f"<p>Beitrag {number}</p>" for number in range(1, 7)
    ]


async def test_whatever_comes_waits_for_the_act_before_it(arena: Arena, thread: int) -> None:
    async with Talk(arena, arena.person()) as talk:
        async with held(arena):
            await talk.ws.send(op(thread, 1))
            await asyncio.sleep(0.1)  # so that each comes in a piece of its own
            await talk.ws.send(json.dumps({"t": "sub", "th": 2**40, "id": 2}))
            await asyncio.sleep(0.2)
            assert answers(talk) == []
        await talk.until(t="err", id=2)
        assert answers(talk) == [1, 2]


async def test_an_act_waits_for_whatever_came_before_it(
    arena: Arena, thread: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(db: Connection, number: int) -> Any:
        time.sleep(0.3)
        return head(db, number)

    monkeypatch.setattr(socket, "head", slowly)
    async with Talk(arena, arena.person()) as talk:
        await talk.follow(thread)
        await asyncio.sleep(0.1)
        await talk.ws.send(op(thread, 1))
        await talk.until(t="ok", id=1)
        told = [frame["t"] for frame in talk.frames if frame["t"] in ("sync", "ok")]
        assert told == ["sync", "ok"]


async def test_several_acts_in_one_piece_keep_their_order(arena: Arena, store: Store, thread: int) -> None:
    async with Talk(arena, arena.person()) as talk:
        for number in range(1, 4):
            talk.ws.transport.pause_reading()
            talk.ws.protocol.send_text(op(thread, number).encode())
        talk.ws.transport.resume_reading()
        talk.ws.transport.write(b"".join(talk.ws.protocol.data_to_send()))
        await talk.until(t="ok", id=3)
        assert answers(talk) == [1, 2, 3]
    assert len(fetched(store, thread)) == 3


async def test_refusals_are_told_and_the_line_goes_on(arena: Arena, thread: int) -> None:
    async with Talk(arena, arena.visitor()) as talk:
        assert (await talk.op("post", thread, text="Wer bin ich?"))["code"] == "auth"
    async with Talk(arena, arena.person()) as talk:
        assert (await talk.op("post", thread, text=""))["t"] == "err"
        assert (await talk.op("post", 2**40, text="Wo bin ich?"))["code"] == "gone"
        assert (await talk.op("post", thread, ck="kurz", text="Wer fragt?"))["t"] == "err"
        assert (await talk.op("post", thread, text="Hier."))["t"] == "ok"


async def test_a_fault_ends_the_line_and_says_so_in_the_log(
    arena: Arena, thread: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Any:
        return lambda tx: 1 // 0

    monkeypatch.setattr(acts, "act_of", broken)
    async with Talk(arena, arena.person()) as talk:
        await talk.ws.send(op(thread, 1))
        async with asyncio.timeout(PATIENCE_S):
            await talk.ws.wait_closed()
        assert talk.ws.close_code == 1011
    assert "an act failed" in caplog.text


async def test_who_leaves_while_an_act_is_under_way_has_it_stored(arena: Arena, store: Store, thread: int) -> None:
    talk = Talk(arena, arena.person())
    await talk.open()
    hub = arena.app.state.live.hub
    async with held(arena):
        await talk.ws.send(op(thread, 1))
        async with asyncio.timeout(PATIENCE_S):
            while not any(seat.busy for seat in hub.seats):
                await asyncio.sleep(0.01)
        talk.cut()
        await asyncio.sleep(0.1)
    async with asyncio.timeout(PATIENCE_S):
        while not fetched(store, thread):
            await asyncio.sleep(0.01)
        while any(seat.person_id == talk.frames[0]["actor"] for seat in hub.seats):
            await asyncio.sleep(0.01)


async def test_a_flood_of_acts_ends_the_line(arena: Arena, thread: int) -> None:
    async with Talk(arena, arena.person()) as talk:
        for number in range(1, 60):
            await talk.ws.send(op(thread, number))
        async with asyncio.timeout(PATIENCE_S):
            await talk.ws.wait_closed()
        assert talk.ws.close_code == 4129

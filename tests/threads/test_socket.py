"""The socket's door: who may open it, what it refuses, and when it closes."""

import asyncio
import json

import pytest
from websockets import Subprotocol
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from arena.actors.session import close_session
from arena.live import frames
from tests.people import Arena
from tests.talk import Talk


async def test_another_sites_page_cannot_open_a_socket(arena: Arena) -> None:
    for origin in ("http://evil.example", f"http://127.0.0.1:{arena.settings.port}.evil.example", "null"):
        with pytest.raises(InvalidStatus) as refused:
            await Talk(arena, arena.person(), Origin=origin).open()
        assert refused.value.response.status_code == 403


async def test_a_signed_in_socket_needs_the_pages_csrf(arena: Arena) -> None:
    with pytest.raises(ConnectionError, match="4001"):
        await Talk(arena, arena.person(), csrf="guessed").open()


async def test_signing_out_closes_the_socket_at_once(arena: Arena, thread: int) -> None:
    someone = arena.person()
    talk = Talk(arena, someone)
    await talk.open()
    await talk.follow(thread)
    assert someone.token
    await arena.app.state.store.write(close_session, someone.token)
    async with asyncio.timeout(4):
        await talk.ws.wait_closed()
    assert talk.ws.close_code == 4001


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "{",
        "[]",
        "null",
        '"text"',
        '{"t":"nonsense"}',
        '{"t":"sub","th":"one"}',
        '{"t":"sub","th":1e400}',
        '{"t":"sub","th":-1}',
        '{"t":"sub","th":9223372036854775808}',
        '{"t":"op","ck":"k","th":1,"do":"drop table"}',
        '{"t":"sub","th":1,"extra":true}',
        "[" * 10_000,
        json.dumps({"t": "op", "ck": "k", "th": 1, "do": "post", "text": {"a": 1}}),
    ],
)
async def test_a_frame_that_is_none_closes_the_socket_politely(arena: Arena, frame: str) -> None:
    talk = Talk(arena, arena.person())
    await talk.open()
    await talk.ws.send(frame)
    async with asyncio.timeout(5):
        await talk.ws.wait_closed()
    assert talk.ws.close_code == 4004


async def test_a_socket_that_says_nothing_is_closed_and_may_come_back(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "HELLO_S", 0.2)
    async with connect(Talk(arena, arena.visitor()).url, subprotocols=[Subprotocol("arena.v1")]) as silent:
        async with asyncio.timeout(5):
            await silent.wait_closed()
        assert silent.close_code == 4108


async def test_hostile_numbers_are_answered_not_feared(arena: Arena) -> None:
    async with Talk(arena, arena.person()) as talk:
        for number in (0, 2**53):
            await talk.send(t="sub", th=number, after=0)
        await talk.until(t="revoked", th=2**53)
        assert (await talk.op("edit", 1, post=2**53, rev=1, text="x"))["code"] == "gone"
        assert (await talk.op("post", 1, ck="' OR 1 --", text="x"))["code"] == "invalid"


async def test_a_message_over_the_limit_closes_with_1009(arena: Arena) -> None:
    talk = Talk(arena, arena.person())
    await talk.open()
    await talk.ws.send("x" * (64 * 1024 + 1))
    async with asyncio.timeout(5):
        await talk.ws.wait_closed()
    assert talk.ws.close_code == 1009


async def test_a_flood_of_frames_closes_the_socket(arena: Arena, thread: int) -> None:
    talk = Talk(arena, arena.person())
    await talk.open()
    for _ in range(80):
        try:
            await talk.send(t="typing", th=thread)
        except ConnectionClosed:
            break
    async with asyncio.timeout(5):
        await talk.ws.wait_closed()
    assert talk.ws.close_code == 4129


async def test_too_long_says_so_and_empty_too(arena: Arena, thread: int) -> None:
    async with Talk(arena, arena.person()) as talk:
        assert (await talk.op("post", thread, text="x" * 4001))["code"] == "too_long"
        assert (await talk.op("post", thread, text="  "))["code"] == "invalid"


async def test_a_position_the_thread_never_had_resets_the_reader(arena: Arena, thread: int) -> None:
    async with Talk(arena, arena.person()) as talk:
        await talk.send(t="sub", th=thread, after=99)
        assert (await talk.until(t="reset"))["why"] == "too_far"

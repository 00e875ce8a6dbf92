"""The server's patience: slow, oversized and ambiguous requests end, and nobody else notices."""

import asyncio

import pytest

from arena.web import server
from tests.people import Arena


async def _talk(arena: Arena, *parts: bytes, pause: float = 0.0) -> bytes:
    """Send raw bytes, wait for the other side to close, return what it said."""
    reader, writer = await asyncio.open_connection("127.0.0.1", arena.settings.port)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause)
        async with asyncio.timeout(8):
            return await reader.read(65536)
    except (ConnectionError, TimeoutError) as fault:
        return b"" if isinstance(fault, ConnectionError) else b"still open"
    finally:
        writer.close()


@pytest.fixture
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deadlines short enough for a test."""
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.4)
    monkeypatch.setattr(server, "BODY_SECONDS", 0.4)


@pytest.mark.usefixtures("short_patience")
@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET /de/ HTTP/1.1\r\nHost: localhost\r\n",
        b"POST /de/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc",
    ],
)
async def test_who_does_not_finish_is_let_go(arena: Arena, sent: bytes) -> None:
    assert b"200 OK" not in (said := await _talk(arena, sent))
    assert said != b"still open"


@pytest.mark.usefixtures("short_patience")
async def test_dripping_does_not_buy_time(arena: Arena) -> None:
    drops = [b"GET /de/ HTTP/1.1\r\n", *(b"X-Drop: %d\r\n" % n for n in range(12))]
    assert await _talk(arena, *drops, pause=0.1) != b"still open"


async def test_a_head_without_end_is_refused(arena: Arena) -> None:
    drops = [b"GET /de/ HTTP/1.1\r\nHost: localhost\r\n", *(b"X-%d: %s\r\n" % (n, b"y" * 4000) for n in range(20))]
    said = await _talk(arena, *drops)
    assert b"200" not in said[:16]
    assert said != b"still open"


@pytest.mark.parametrize(
    "head",
    [
        b"GET /de/ HTTP/1.1\r\n\r\n",
        b"GET /de/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET /de/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /de/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"GET /de/ HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"\x00\x01\x02\r\n\r\n",
    ],
)
async def test_a_request_that_can_be_read_in_two_ways_is_refused(arena: Arena, head: bytes) -> None:
    said = await _talk(arena, head)
    assert said.startswith(b"HTTP/1.1 400") or said == b""


async def test_a_large_body_does_not_count_against_the_next_head(arena: Arena) -> None:
    someone = arena.visitor()
    for _ in range(2):
        assert (await someone.post("/de/sign-in", {"email": "x" * 60_000})).status_code < 500
        assert (await someone.get("/de/")).status_code == 200

"""Chapter 7: how a line ends, with which codes, and that nothing follows."""

import socket
import struct

import pytest

from tests.conformance.line import BINARY, CLOSE, CONT, PING, TEXT, Line, closing, frame, hello

ALLOWED = (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999)
FORBIDDEN = (0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535)
AFTER = {
    "7.1.2": closing(1000),
    "7.1.3": frame(PING),
    "7.1.4": frame(TEXT, hello()),
    "7.1.5": frame(CONT, b"fragment"),
    "7.1.6": frame(TEXT, b"x" * 256 * 1024) + frame(PING),
    "invalid": frame(TEXT, b"\xff"),
    "reserved": frame(TEXT, b"x", rsv=7),
}
PAYLOADS = {
    "7.3.1": b"",
    "7.3.3": struct.pack("!H", 1000),
    "7.3.4": struct.pack("!H", 1000) + b"Hello World!",
    "7.3.5": struct.pack("!H", 1000) + b"*" * 123,
}


@pytest.mark.chapter(7)
async def test_7_1_1_a_message_is_answered_and_then_the_close(line: Line) -> None:
    await line.greet()
    await line.send(closing(1000))
    assert await line.code() == 1000


@pytest.mark.chapter(7)
@pytest.mark.parametrize("together", [True, False], ids=["at once", "then"])
@pytest.mark.parametrize("after", AFTER.values(), ids=AFTER)
async def test_nothing_after_a_close_is_heard(line: Line, after: bytes, together: bool) -> None:
    if together:
        await line.send(closing(1000) + after)
    else:
        await line.each([closing(1000), after])
    assert await line.rest() == [(CLOSE, b"\x03\xe8")]


@pytest.mark.chapter(7)
@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
async def test_a_close_is_answered_with_what_it_says(line: Line, payload: bytes) -> None:
    await line.greet()
    await line.send(frame(CLOSE, payload))
    assert await line.rest() == [(CLOSE, payload)]


@pytest.mark.chapter(7)
@pytest.mark.parametrize("payload", [b"\x03", struct.pack("!H", 1000) + b"*" * 124], ids=["7.3.2", "7.3.6"])
async def test_a_close_that_is_too_short_or_too_long_is_a_fault(line: Line, payload: bytes) -> None:
    await line.greet()
    await line.send(frame(CLOSE, payload))
    assert await line.code() == 1002


@pytest.mark.chapter(7)
async def test_7_5_1_the_reason_of_a_close_is_utf8(line: Line) -> None:
    await line.send(closing(1000, "κόσμε".encode() + b"\xed\xa0\x80edited"))
    assert await line.code() == 1007


@pytest.mark.chapter(7)
@pytest.mark.parametrize("code", ALLOWED)
async def test_7_7_every_code_that_may_be_sent_is_answered_with_itself(line: Line, code: int) -> None:
    await line.greet()
    await line.send(closing(code))
    assert await line.code() == code


@pytest.mark.chapter(7)
@pytest.mark.parametrize("reason", [b"", b"why"], ids=["bare", "reason"])
@pytest.mark.parametrize("code", FORBIDDEN)
async def test_7_9_and_7_13_all_other_codes_are_a_fault(line: Line, code: int, reason: bytes) -> None:
    await line.greet()
    await line.send(closing(code, reason))
    assert await line.code() == 1002


@pytest.mark.parametrize("begun", [b"", frame(TEXT, b"{", fin=False), frame(BINARY, b"x" * 50)[:20]])
async def test_a_line_whose_other_half_is_shut_ends(line: Line, begun: bytes) -> None:
    await line.greet()
    await line.send(begun)
    line.socket.shutdown(socket.SHUT_WR)
    assert await line.rest() == []


async def test_a_line_that_is_reset_harms_nobody(line: Line, bare: Line) -> None:
    await line.greet()
    line.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.socket.close()
    async with Line(bare.port) as other:
        await other.shake()
        await other.greet()


async def test_after_the_server_has_closed_nothing_is_answered_but_the_close(line: Line) -> None:
    await line.send(frame(TEXT, b"{}"), frame(TEXT, hello()), frame(TEXT, b"{", fin=False))
    assert await line.code() == 4004

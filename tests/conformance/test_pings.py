"""Chapter 2: pings are answered with what they carry, pongs are taken silently, and both have an end."""

import pytest

from arena.live.strict import CONTROLS
from tests.conformance.line import PING, PONG, TEXT, Line, frame, hello
from tests.serving import Server

PAYLOADS = {"2.1": b"", "2.2": b"Hello, world!", "2.3": b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff", "2.4": b"\xfe" * 125}


@pytest.mark.chapter(2)
@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
async def test_a_ping_is_answered_with_its_payload(line: Line, payload: bytes) -> None:
    await line.send(frame(PING, payload))
    assert await line.next() == (PONG, payload)


@pytest.mark.chapter(2)
@pytest.mark.parametrize("opcode", [PING, PONG])
async def test_2_5_control_frames_are_short(line: Line, opcode: int) -> None:
    await line.send(frame(opcode, b"\xfe" * 126))
    assert await line.code() == 1002


@pytest.mark.chapter(2)
async def test_2_6_a_ping_may_come_octet_by_octet(line: Line) -> None:
    await line.send(frame(PING, b"\xfe" * 125), chop=1)
    assert await line.next() == (PONG, b"\xfe" * 125)


@pytest.mark.chapter(2)
@pytest.mark.parametrize("payload", [b"", b"unsolicited pong payload"], ids=["2.7", "2.8"])
async def test_pongs_nobody_asked_for_are_no_fault(line: Line, payload: bytes) -> None:
    await line.send(frame(PONG, payload), frame(TEXT, hello()))
    assert (await line.told())["t"] == "welcome"


@pytest.mark.chapter(2)
async def test_2_9_neither_do_they_answer_a_ping(line: Line) -> None:
    await line.send(frame(PONG, b"unsolicited"), frame(PING, b"ping payload"))
    assert await line.next() == (PONG, b"ping payload")


@pytest.mark.chapter(2)
@pytest.mark.parametrize("chop", [0, 1], ids=["2.10", "2.11"])
async def test_ten_pings_are_answered_in_order(line: Line, chop: int) -> None:
    await line.send(*(frame(PING, b"payload-%d" % number) for number in range(10)), chop=chop)
    assert [await line.next() for _ in range(10)] == [(PONG, b"payload-%d" % number) for number in range(10)]


async def test_a_thousand_pings_are_answered_in_order_and_the_app_still_answers(line: Line) -> None:
    await line.send(*(frame(PING, b"%d" % number) for number in range(CONTROLS)))
    for number in range(CONTROLS):
        assert await line.next() == (PONG, b"%d" % number)
    await line.greet()


@pytest.mark.parametrize("opcode", [PING, PONG])
async def test_a_flood_of_control_frames_is_too_fast(line: Line, opcode: int) -> None:
    await line.send(frame(opcode, b"flood") * 20_000)
    assert await line.code() == 4129


async def test_who_pings_and_never_reads_costs_no_memory(server: Server, line: Line) -> None:
    before = server.rss
    await line.send(frame(PING, b"\xfe" * 125) * 250_000)
    assert server.rss - before < 16 * 1024 * 1024
    await line.rest()

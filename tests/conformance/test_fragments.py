"""Chapters 5 and 10: messages in fragments, control frames between them, and how many there may be."""

import pytest

from arena.live.strict import FRAGMENTS
from tests.conformance.line import CONT, PING, PONG, TEXT, Line, fragments, frame, hello

SAID = hello("fragment")
FIRST, SECOND = fragments(TEXT, SAID, 20)
OPEN = frame(CONT, b"more", fin=False)
PINGED = frame(PING, b"ping in between")
STRAY = {
    "5.9": [frame(CONT, b"non-continuation"), PINGED],
    "5.12": [frame(CONT, b"non-continuation", fin=False), PINGED],
    "5.15": [FIRST, SECOND, OPEN, frame(TEXT, SAID)],
    "5.16": [OPEN, frame(TEXT, SAID, fin=False), frame(CONT)] * 2,
    "5.17": [frame(CONT, b"more"), frame(TEXT, SAID, fin=False), frame(CONT)] * 2,
    "5.18": [FIRST, frame(TEXT, SAID)],
    "close inside": [FIRST, frame(8, b"\x03\xe8")],
}
WAYS = ["whole", "frames", "octets"]


async def _send(line: Line, frames: list[bytes], way: str) -> None:
    if way == "frames":
        await line.each(frames)
    else:
        await line.send(*frames, chop=way == "octets")


@pytest.mark.chapter(5)
@pytest.mark.parametrize("opcode", [PING, PONG, 8], ids=["5.1", "5.2", "close"])
async def test_control_frames_come_whole(line: Line, opcode: int) -> None:
    await line.send(frame(opcode, b"frag", fin=False), frame(CONT, b"ment"))
    assert await line.code() == 1002


@pytest.mark.chapter(5)
@pytest.mark.parametrize("way", WAYS)
async def test_5_3_to_5_5_a_message_in_two_fragments_is_answered(line: Line, way: str) -> None:
    await _send(line, [FIRST, SECOND], way)
    assert (await line.told())["t"] == "welcome"


@pytest.mark.chapter(5)
@pytest.mark.parametrize("way", WAYS)
async def test_5_6_to_5_8_a_ping_between_fragments_is_answered_first(line: Line, way: str) -> None:
    await _send(line, [FIRST, PINGED, SECOND], way)
    assert await line.next() == (PONG, b"ping in between")
    assert (await line.told())["t"] == "welcome"


@pytest.mark.chapter(5)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("frames", STRAY.values(), ids=STRAY)
async def test_5_9_to_5_18_fragments_out_of_order_end_the_line(line: Line, frames: list[bytes], way: str) -> None:
    await _send(line, frames, way)
    assert await line.code() == 1002


@pytest.mark.chapter(5)
@pytest.mark.parametrize("way", WAYS)
async def test_5_19_and_5_20_pings_between_five_fragments(line: Line, way: str) -> None:
    one, two, three, four, five = fragments(TEXT, SAID, len(SAID) // 5 + 1)
    await _send(line, [one, two, frame(PING, b"1"), three, four, frame(PING, b"2"), five], way)
    assert [await line.next() for _ in "12"] == [(PONG, b"1"), (PONG, b"2")]
    assert (await line.told())["t"] == "welcome"


@pytest.mark.chapter(10)
async def test_10_1_1_a_client_may_split_a_long_message_by_itself(line: Line) -> None:
    await line.send(*fragments(TEXT, hello(size=65536), 1300))
    assert (await line.told())["t"] == "welcome"


async def test_as_many_fragments_as_may_be_are_answered(line: Line) -> None:
    said = hello(size=FRAGMENTS)
    await line.send(*fragments(TEXT, said, 1))
    assert (await line.told())["t"] == "welcome"


async def test_one_fragment_more_is_too_much(line: Line) -> None:
    await line.send(*fragments(TEXT, hello(size=FRAGMENTS + 1), 1))
    assert await line.code() == 1009


async def test_empty_fragments_without_end_are_too_much(line: Line) -> None:
    await line.send(frame(TEXT, fin=False), frame(CONT, fin=False) * 50_000)
    assert await line.code() == 1009

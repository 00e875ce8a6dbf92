"""Chapters 1, 3 and 4: sizes, reserved bits and opcodes. What is valid is answered, all else ends with its code."""

import pytest

from tests.conformance.line import BINARY, CLOSE, CONT, MASK, PING, TEXT, Line, closing, frame, hello

SIZES = {"1.1.2": 125, "1.1.3": 126, "1.1.4": 127, "1.1.5": 128, "1.1.6": 65535, "1.1.7": 65536}
BINARIES = {"1.2.1": 0, "1.2.2": 125, "1.2.3": 126, "1.2.4": 127, "1.2.5": 128, "1.2.6": 65535, "1.2.7": 65536}
RESERVED_OPCODES = (3, 4, 5, 6, 7, 11, 12, 13, 14, 15)


@pytest.mark.chapter(1)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_a_message_of_any_size_is_answered(line: Line, size: int) -> None:
    await line.send(frame(TEXT, hello(size=size)))
    assert (await line.told())["t"] == "welcome"


@pytest.mark.chapter(1)
@pytest.mark.parametrize("chop", [997, 1_400, 10_000])
async def test_1_1_8_a_message_may_come_in_pieces(line: Line, chop: int) -> None:
    await line.send(frame(TEXT, hello(size=65536)), chop=chop)
    assert (await line.told())["t"] == "welcome"


@pytest.mark.chapter(1)
async def test_1_1_1_an_empty_message_is_no_frame_of_the_protocol(line: Line) -> None:
    await line.send(frame(TEXT))
    assert await line.code() == 4004


@pytest.mark.chapter(1)
@pytest.mark.parametrize("size", BINARIES.values(), ids=BINARIES)
async def test_binary_messages_are_none_of_the_protocol(line: Line, size: int) -> None:
    await line.send(frame(BINARY, b"\xfe" * size))
    assert await line.code() == 4004


@pytest.mark.chapter(1)
async def test_1_2_8_neither_are_those_in_pieces(line: Line) -> None:
    await line.send(frame(BINARY, b"\xfe" * 65536), chop=997)
    assert await line.code() == 4004


@pytest.mark.chapter(3)
@pytest.mark.parametrize(("rsv", "opcode", "chop"), [(1, TEXT, 0), (2, TEXT, 0), (3, TEXT, 7), (4, TEXT, 1)])
async def test_3_1_to_3_4_reserved_bits_of_a_text_end_the_line(line: Line, rsv: int, opcode: int, chop: int) -> None:
    await line.greet()
    await line.send(frame(opcode, b"{}", rsv=rsv), frame(PING), chop=chop)
    assert await line.code() == 1002


@pytest.mark.chapter(3)
@pytest.mark.parametrize(("rsv", "opcode"), [(5, BINARY), (6, PING), (7, CLOSE), (1, CONT)])
async def test_3_5_to_3_7_reserved_bits_of_any_frame_end_the_line(line: Line, rsv: int, opcode: int) -> None:
    await line.send(frame(opcode, rsv=rsv))
    assert await line.code() == 1002


@pytest.mark.chapter(4)
@pytest.mark.parametrize("payload", [b"", b"reserved opcode payload"], ids=["empty", "full"])
@pytest.mark.parametrize("chop", [0, 1], ids=["whole", "octets"])
@pytest.mark.parametrize("opcode", RESERVED_OPCODES)
async def test_4_reserved_opcodes_end_the_line(line: Line, opcode: int, payload: bytes, chop: int) -> None:
    await line.greet()
    await line.send(frame(opcode, payload), frame(PING), chop=chop)
    assert await line.code() == 1002


@pytest.mark.parametrize("opcode", [TEXT, BINARY, CONT, PING, CLOSE])
async def test_a_client_masks_what_it_sends(line: Line, opcode: int) -> None:
    await line.send(frame(opcode, b"\x03\xe8", masked=False))
    assert await line.code() == 1002


async def test_what_comes_in_one_go_with_a_fault_is_not_answered_but_the_fault_is(line: Line) -> None:
    await line.send(frame(TEXT, hello()), frame(TEXT, b"{}", rsv=2))
    assert await line.code() == 1002


@pytest.mark.parametrize("head", [b"\x81\xff" + b"\xff" * 8, b"\x81\xff" + b"\x80" + bytes(7)])
async def test_a_length_beyond_all_bounds_is_too_much_before_it_comes(line: Line, head: bytes) -> None:
    await line.send(head + MASK)
    assert await line.code() == 1009


async def test_a_length_that_takes_more_bytes_than_it_needs_is_read_all_the_same(line: Line) -> None:
    said = hello()
    short = frame(TEXT, said)
    await line.send(short[:1] + b"\xff" + len(said).to_bytes(8, "big") + short[2:])
    assert (await line.told())["t"] == "welcome"


async def test_a_broken_close_after_a_good_one_changes_nothing(line: Line) -> None:
    await line.send(closing(1000), frame(CLOSE, b"\x00"))
    assert await line.code() == 1000

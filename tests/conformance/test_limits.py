"""Chapter 9: what is too long or too fast; 12 and 13: nothing is ever compressed; and handshakes that are none."""

import pytest

from tests.conformance.line import BINARY, CLOSE, TEXT, Line, fragments, frame, hello

LARGE = {"9.1.2": 256, "9.1.3": 1024, "9.1.4": 4096, "9.1.6": 16384}
OFFERS = [
    "permessage-deflate",
    "permessage-deflate; client_no_context_takeover; server_no_context_takeover",
    "permessage-deflate; client_max_window_bits; server_max_window_bits=8, permessage-deflate",
    "x-webkit-deflate-frame, permessage-bzip2",
]
BROKEN = {
    "Sec-WebSocket-Version: 8": "400",
    "Sec-WebSocket-Key: short": "400",
    "X-Long: " + "x" * 9_000: "431",
    "\r\n".join(f"X-{number}: 1" for number in range(200)): "431",
}


@pytest.mark.chapter(9)
async def test_the_largest_message_is_answered(line: Line) -> None:
    await line.send(frame(TEXT, hello(size=65536)))
    assert (await line.told())["t"] == "welcome"


@pytest.mark.parametrize("opcode", [TEXT, BINARY])
async def test_one_octet_more_is_too_much(line: Line, opcode: int) -> None:
    await line.send(frame(opcode, hello(size=65537)))
    assert await line.code() == 1009


@pytest.mark.chapter(9)
@pytest.mark.parametrize("opcode", [TEXT, BINARY], ids=["9.1", "9.2"])
@pytest.mark.parametrize("kib", LARGE.values(), ids=LARGE)
async def test_large_messages_are_too_much(line: Line, kib: int, opcode: int) -> None:
    await line.send(frame(opcode, b"*" * kib * 1024))
    assert await line.code() == 1009


@pytest.mark.chapter(9)
@pytest.mark.parametrize("opcode", [TEXT, BINARY], ids=["9.3", "9.4"])
@pytest.mark.parametrize("size", [64, 256, 1024, 4096, 16384, 65536])
async def test_large_messages_in_fragments_are_too_much(line: Line, size: int, opcode: int) -> None:
    await line.send(*fragments(opcode, b"*" * 1024 * 1024, size))
    assert await line.code() == 1009


@pytest.mark.parametrize("size", [65536 - 32768 + 1, 65536])
async def test_the_limit_counts_all_fragments_together(line: Line, size: int) -> None:
    await line.send(frame(TEXT, b" " * 32768, fin=False), frame(0, b" " * size))
    assert await line.code() == 1009


@pytest.mark.chapter(9)
@pytest.mark.parametrize("chop", [64, 128, 256, 512, 1024, 2048], ids=[f"9.5.{number}" for number in range(1, 7)])
async def test_large_messages_in_pieces_are_too_much(line: Line, chop: int) -> None:
    await line.send(frame(TEXT, b"*" * 128 * 1024), chop=chop)
    assert await line.code() == 1009


@pytest.mark.chapter(9)
@pytest.mark.parametrize("size", [16, 64, 256, 1024, 4096], ids=[f"9.7.{number}" for number in range(2, 7)])
async def test_a_thousand_messages_at_once_are_too_fast(line: Line, size: int) -> None:
    said = b'{"t":"unsub","th":1}'.ljust(size)
    await line.greet()
    await line.send(frame(TEXT, said) * 1_000)
    assert await line.code() == 4129


async def test_as_many_messages_as_may_be_are_answered(line: Line) -> None:
    await line.send(frame(TEXT, hello()))
    burst = (await line.told())["limits"]["frames"]
    await line.send(frame(TEXT, b'{"t":"sub","th":9007199254740992}') * (burst - 1))
    for _ in range(burst - 1):
        assert (await line.told())["t"] == "revoked"
        assert (await line.told())["code"] == "gone"


@pytest.mark.chapter(12)
@pytest.mark.parametrize("offer", OFFERS)
async def test_12_and_13_compression_is_never_agreed_to(bare: Line, offer: str) -> None:
    head = await bare.shake(f"Sec-WebSocket-Extensions: {offer}")
    assert head.startswith("HTTP/1.1 101 ")
    assert "extensions" not in head.lower()
    await bare.send(frame(TEXT, hello(), rsv=4))
    assert await bare.code() == 1002


@pytest.mark.parametrize(("row", "status"), BROKEN.items(), ids=["version", "key", "long", "many"])
async def test_a_handshake_that_is_none_is_refused_and_let_go(bare: Line, row: str, status: str) -> None:
    assert (await bare.shake(row)).startswith(f"HTTP/1.1 {status} ")
    bare.got.clear()
    while await bare._more():
        bare.got.clear()


async def test_a_close_is_no_message_and_no_flood(line: Line) -> None:
    await line.greet()
    await line.send(frame(CLOSE, b"\x03\xe8") * 5_000)
    assert await line.rest() == [(CLOSE, b"\x03\xe8")]

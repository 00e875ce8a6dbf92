"""Chapter 6: text is UTF-8, to the last octet and across fragments; the words stand in the `build` of a `hello`."""

import asyncio
import json

import pytest

from arena.live.strict import FRAGMENTS
from tests.conformance.line import CONT, PING, PONG, TEXT, Line, closing, fragments, frame, hello
from tests.serving import Server

GREEK = "κ\u1f79σμε".encode()
SURROGATES = (0xD800, 0xDB7F, 0xDB80, 0xDBFF, 0xDC00, 0xDF80, 0xDFFF)
NONE = [plane << 16 | 0xFFFE | last for plane in range(17) for last in (0, 1)]  # codes that are no characters
VALID = {
    "6.2": "Hello-µ@ßöäüàá-UTF-8!!".encode(),
    "6.5": GREEK,
    "6.6.5": GREEK[:2],
    "6.6.7": GREEK[:5],
    "6.6.9": GREEK[:7],
    "6.6.11": GREEK,
    "6.7.2": b"\xc2\x80",
    "6.7.3": b"\xe0\xa0\x80",
    "6.7.4": b"\xf0\x90\x80\x80",
    "6.9.1": b"\x7f",
    "6.9.2": b"\xdf\xbf",
    "6.9.3": b"\xef\xbf\xbf",
    "6.9.4": b"\xf4\x8f\xbf\xbf",
    "6.11.1": b"\xed\x9f\xbf",
    "6.11.2": b"\xee\x80\x80",
    "6.11.3": b"\xef\xbf\xbd",
    "6.11.4": b"\xf4\x8f\xbf\xbf",
    **{f"6.22 U+{code:X}": chr(code).encode() for code in NONE},
    **{f"6.23 U+{code:X}": chr(code).encode() for code in range(0xFFF9, 0xFFFE)},
}
INVALID = {
    "6.3": GREEK + b"\xed\xa0\x80edited",
    **{f"6.6 first {size}": GREEK[:size] for size in (1, 3, 4, 6, 8, 10)},
    "6.8.1": b"\xf8\x88\x80\x80\x80",
    "6.8.2": b"\xfc\x84\x80\x80\x80\x80",
    "6.10.1": b"\xf7\xbf\xbf\xbf",
    "6.10.2": b"\xfb\xbf\xbf\xbf\xbf",
    "6.10.3": b"\xfd\xbf\xbf\xbf\xbf\xbf",
    "6.11.5": b"\xf4\x90\x80\x80",
    "6.12.1": b"\x80",
    "6.12.2": b"\xbf",
    **{f"6.12.{size + 1}": (b"\x80\xbf" * 4)[:size] for size in range(2, 8)},
    "6.12 all": bytes(range(0x80, 0xC0)),
    "6.13.1": b"".join(bytes([lead, 32]) for lead in range(0xC0, 0xE0)),
    "6.13.2": b"".join(bytes([lead, 32]) for lead in range(0xE0, 0xF0)),
    "6.13.3": b"".join(bytes([lead, 32]) for lead in range(0xF0, 0xF8)),
    "6.13.4": b"\xf8 \xf9 \xfa \xfb ",
    "6.13.5": b"\xfc \xfd ",
    "6.14.1": b"\xc0",
    "6.14.2": b"\xe0\x80",
    "6.14.3": b"\xf0\x80\x80",
    "6.14.4": b"\xf8\x80\x80\x80",
    "6.14.5": b"\xfc\x80\x80\x80\x80",
    "6.14.6": b"\xdf",
    "6.14.7": b"\xef\xbf",
    "6.14.8": b"\xf7\xbf\xbf",
    "6.14.9": b"\xfb\xbf\xbf\xbf",
    "6.14.10": b"\xfd\xbf\xbf\xbf\xbf",
    "6.15.1": b"\xc0\xe0\x80\xf0\x80\x80\xf8\x80\x80\x80\xfc\x80\x80\x80\x80\xdf\xef\xbf",
    "6.16.1": b"\xfe",
    "6.16.2": b"\xff",
    "6.16.3": b"\xfe\xfe\xff\xff",
    "6.17.1": b"\xc0\xaf",
    "6.17.2": b"\xe0\x80\xaf",
    "6.17.3": b"\xf0\x80\x80\xaf",
    "6.17.4": b"\xf8\x80\x80\x80\xaf",
    "6.17.5": b"\xfc\x80\x80\x80\x80\xaf",
    "6.18.1": b"\xc1\xbf",
    "6.18.2": b"\xe0\x9f\xbf",
    "6.18.3": b"\xf0\x8f\xbf\xbf",
    "6.18.4": b"\xf8\x87\xbf\xbf\xbf",
    "6.18.5": b"\xfc\x83\xbf\xbf\xbf\xbf",
    "6.19.1": b"\xc0\x80",
    "6.19.2": b"\xe0\x80\x80",
    "6.19.3": b"\xf0\x80\x80\x80",
    "6.19.4": b"\xf8\x80\x80\x80\x80",
    "6.19.5": b"\xfc\x80\x80\x80\x80\x80",
    **{f"6.20 U+{code:X}": chr(code).encode("utf-8", "surrogatepass") for code in SURROGATES},
    **{f"6.21 U+{high:X} U+{low:X}": f"{chr(high)}{chr(low)}".encode("utf-8", "surrogatepass")
       for high in SURROGATES[:4] for low in (0xDC00, 0xDFFF)},
}  # fmt: skip
WAYS = ["whole", "octets", "fragments"]


async def _answer(server: Server, words: bytes, way: str) -> str | int | None:
    """What the server says to these words: the kind of its frame, or the code of its close."""
    said = hello(words)
    async with Line(server.settings.port) as line:
        await line.shake()
        if way == "fragments" and len(said) <= FRAGMENTS:  # each octet in a fragment of its own
            await line.send(*fragments(TEXT, said, 1))
        else:
            await line.send(frame(TEXT, said), chop=way == "octets")
        answer = await line.next()
        assert answer
        return str(json.loads(answer[1])["t"]) if answer[0] == TEXT else int.from_bytes(answer[1][:2], "big")


async def _answers(server: Server, cases: dict[str, bytes], way: str) -> dict[str, str | int | None]:
    answers = await asyncio.gather(*(_answer(server, words, way) for words in cases.values()))
    return dict(zip(cases, answers, strict=True))


@pytest.mark.chapter(6, texts=len(VALID))
@pytest.mark.parametrize("way", WAYS)
async def test_valid_text_is_answered(server: Server, bare: Line, way: str) -> None:
    assert await _answers(server, VALID, way) == dict.fromkeys(VALID, "welcome")


@pytest.mark.chapter(6, texts=len(INVALID))
@pytest.mark.parametrize("way", WAYS)
async def test_invalid_text_ends_the_line(server: Server, bare: Line, way: str) -> None:
    assert await _answers(server, INVALID, way) == dict.fromkeys(INVALID, 1007)


@pytest.mark.chapter(6)
@pytest.mark.parametrize("words", [b"", b"\x00"], ids=["6.1", "6.7.1"])
async def test_valid_text_that_is_no_json_is_none_of_the_protocol(line: Line, words: bytes) -> None:
    await line.send(frame(TEXT, words, fin=False), frame(CONT, fin=False), frame(CONT))
    assert await line.code() == 4004


@pytest.mark.chapter(6)
@pytest.mark.parametrize("words", [b"\xf4\x90\x80\x80", GREEK + b"\xed\xa0\x80"], ids=["6.4.1", "6.4.2"])
async def test_6_4_a_fault_in_the_first_fragment_is_told_with_the_last(line: Line, words: bytes) -> None:
    await line.send(frame(TEXT, words, fin=False))
    await line.send(frame(PING))
    assert await line.next() == (PONG, b"")
    await line.send(frame(CONT, b"edited"))
    assert await line.code() == 1007


@pytest.mark.parametrize("after", [closing(1000), frame(PING), frame(TEXT, hello()), frame(CONT, b"more")])
async def test_whatever_follows_invalid_text_changes_nothing(line: Line, after: bytes) -> None:
    await line.send(frame(TEXT, b"\xff"), after)
    assert await line.code() in ({1000} if after == closing(1000) else {1002} if after[0] == 0x80 else {1007})

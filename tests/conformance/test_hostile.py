"""Hostile keys: every field of every frame with what does not belong there is answered, or ends the line with 4004."""

import asyncio
import json
import logging
from collections.abc import Iterator
from typing import Any, get_args

import msgspec
import pytest

from arena.live import frames
from arena.store import Store
from arena.threads.open import open_thread
from tests.conformance.line import TEXT, Line, frame
from tests.people import Arena
from tests.serving import Server
from tests.talk import Talk

MOST = 2**53
VALUES = [
    "null", "true", "-1", "1.5", "1e400", "-0.0", "9" * 4_000, str(MOST), str(MOST + 1), '""', '"\\u0000"', '"\\ud800"',
    '"\\udfff\\ud800"', '"' + "x" * 50_000 + '"', "[]", "[null]", '["\\u0000","b"]', f"[{MOST}]", "[" * 20_000, "{}",
    '{"a":' * 5_000 + "1" + "}" * 5_000, '"0001-01-01T00:00:00+23:59"', '"9999-12-31T23:59:59-23:59"', "NaN", "'1'",
]  # fmt: skip
KINDS = {kind.__struct_config__.tag: kind for kind in get_args(frames.ClientFrame)}
FIELDS = [
    (tag, field.encode_name) for tag, kind in KINDS.items() for field in msgspec.structs.fields(kind) if tag != "hello"
]
BASE: dict[str, dict[str, Any]] = {
    "sub": {"th": 1},
    "unsub": {"th": 1},
    "op": {"ck": "hostile-key", "th": 1, "do": "post", "text": "x"},
    "read": {"th": 1, "no": 1},
    "typing": {"th": 1},
    "pong": {"n": 1},
}
DEFAULTS = ["post", "edit", "delete", "react", "mark", "unmark", "summary", "poll", "vote", "close_poll"]
LATE, EARLY = "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59"
OPS: list[dict[str, Any]] = [
    {"text": "\x00"}, {"text": "a\x00b", "quote": "\x00", "post": 1}, {"post": MOST, "rev": MOST, "no": MOST},
    {"as": MOST}, {"th": MOST, "text": "x"}, {"kind": "\x00", "post": 1}, {"post": 1, "choices": [MOST] * 100},
    {"text": "x", "options": ["\x00", "a"]}, {"text": "x", "options": ["a", "b"], "until": LATE},
    {"text": "x", "options": ["a", "b"], "until": EARLY}, {"text": "\u202e\ufeff\uffff", "ck": "\x00" * 8},
    {"text": "x", "rev": MOST, "no": MOST, "post": 0, "choices": [0, 0], "ck": "ключключ"},
]  # fmt: skip


class Heard(logging.Handler):
    """What would be written to the log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.rows: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.rows.append(f"{record.name}: {record.getMessage()} {record.exc_info}")


@pytest.fixture
def quiet() -> Iterator[None]:
    """Nothing is logged meanwhile."""
    heard, loggers = Heard(), [logging.getLogger(), logging.getLogger("uvicorn")]
    for logger in loggers:
        logger.addHandler(heard)
    yield
    for logger in loggers:
        logger.removeHandler(heard)
    assert heard.rows == []


def _with(tag: str, field: str, value: str) -> str:
    rest = {name: value for name, value in BASE[tag].items() if name != field}
    return json.dumps({"t": tag, **rest})[:-1] + f',"{field}":{value}}}'


def _decodes(frame: str) -> bool:
    try:
        frames.decode(frame)
    except msgspec.DecodeError:
        return False
    return True


async def _code(server: Server, said: str) -> int | None:
    async with Line(server.settings.port) as line:
        await line.shake()
        await line.greet()
        await line.send(frame(TEXT, said.encode()))
        return await line.code()


@pytest.mark.parametrize("tag", BASE)
async def test_what_a_field_cannot_be_ends_the_line(server: Server, bare: Line, tag: str) -> None:
    said = [_with(*field, value) for field in FIELDS if field[0] == tag for value in VALUES]
    refused = [one for one in said if not _decodes(one)]
    assert len(refused) > 10
    assert {*await asyncio.gather(*(_code(server, one) for one in refused))} == {4004}


@pytest.mark.parametrize("tag", BASE)
async def test_what_a_field_can_be_is_answered_however_odd(arena: Arena, quiet: None, tag: str) -> None:
    odd = [_with(*field, value) for field in FIELDS if field[0] == tag for value in VALUES]
    odd = [one for one in odd if _decodes(one)]
    assert odd
    for at in range(0, len(odd), 20):  # fewer than a socket may send at once
        async with Talk(arena, arena.person()) as talk:
            for one in odd[at : at + 20]:
                await talk.ws.send(one)
            await talk.send(t="sub", th=MOST - 1)
            await talk.until(t="revoked", th=MOST - 1)


@pytest.mark.parametrize("do", DEFAULTS)
async def test_every_verb_answers_what_makes_no_sense(arena: Arena, store: Store, quiet: None, do: str) -> None:
    thread = store.write_now(open_thread)
    for at in range(0, len(OPS), 6):  # as many as one person may send at once
        async with Talk(arena, arena.person()) as talk:
            for payload in OPS[at : at + 6]:
                op = {"ck": "", **payload}
                op["ck"] = op["ck"] or f"hostile-{do}-{at}-{OPS.index(payload)}-{thread}"
                await talk.send(t="op", id=9, do=do, **{"th": thread, **op})
            await talk.send(t="sub", th=MOST)
            await talk.until(t="revoked", th=MOST)
            told = [one for one in talk.frames if one["t"] in ("ok", "err") and one.get("id") == 9]
            assert len(told) == len(OPS[at : at + 6])
            assert all(one.get("code") != "overloaded" for one in told)


async def test_what_stands_twice_counts_as_it_stands_last(server: Server, bare: Line, arena: Arena) -> None:
    assert await _code(server, '{"t":"pong","n":1,"n":-1}') == 4004
    async with Talk(arena, arena.person()) as talk:
        await talk.ws.send('{"t":"sub","th":1,"th":9007199254740991}')
        await talk.until(t="revoked", th=MOST - 1)

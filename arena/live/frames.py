"""Frames of the protocol `arena.v1`, as they travel: text JSON, encoded once for all readers."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

PROTOCOL = "arena.v1"
VERSION = 1
Number = Annotated[int, msgspec.Meta(ge=0, le=2**53)]  # what JSON and both databases can hold
HEARTBEAT_S = 25
HELLO_S = 10

# How a whole text frame begins (RFC 6455, 5.2), with its length in seven bits, or 16 or 64 that follow.
TEXT, TEXT_16, TEXT_64, SHORT = b"\x81", b"\x81\x7e", b"\x81\x7f", 125

# Close codes: 40xx do not come back · 41xx back off · 42xx come back at once.
SIGN_IN, PROTOCOL_FAULT, TOO_OLD, FULL, SLOW, RATE = 4001, 4004, 4009, 4100, 4108, 4129
RESTART, BARRED, RESYNC = 1012, 4003, 4200


class Hello(msgspec.Struct, tag_field="t", tag="hello", forbid_unknown_fields=True):
    """The client's first frame."""

    v: Number
    csrf: str = ""
    build: str = ""


class Sub(msgspec.Struct, tag_field="t", tag="sub", forbid_unknown_fields=True):
    """Read a thread live from the position `after` on."""

    th: Number
    after: Number = 0
    epoch: Number = 0
    id: Number = 0


class Unsub(msgspec.Struct, tag_field="t", tag="unsub", forbid_unknown_fields=True):
    """Stop reading a thread."""

    th: Number
    id: Number = 0


class Op(msgspec.Struct, tag_field="t", tag="op", forbid_unknown_fields=True):
    """Change something: `do` names the verb, the rest is its payload."""

    ck: str
    th: Number
    do: Literal["post", "edit", "delete", "react", "mark", "unmark", "summary", "poll", "vote", "close_poll"]
    id: Number = 0
    rev: Number = 0
    no: Number = 0
    post: Number | None = None
    text: str = ""
    quote: str = ""
    kind: str = ""
    on: bool = True
    options: list[str] = []
    choices: list[Number] = []
    hidden: bool = False
    until: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    speak_as: Number | None = msgspec.field(default=None, name="as")


class Read(msgspec.Struct, tag_field="t", tag="read", forbid_unknown_fields=True):
    """Everything up to contribution `no` was seen."""

    th: Number
    no: Number


class Typing(msgspec.Struct, tag_field="t", tag="typing", forbid_unknown_fields=True):
    """Somebody is typing."""

    th: Number


class Pong(msgspec.Struct, tag_field="t", tag="pong", forbid_unknown_fields=True):
    """The answer to a ping."""

    n: Number


ClientFrame = Hello | Sub | Unsub | Op | Read | Typing | Pong
_decoder = msgspec.json.Decoder(ClientFrame)
_encoder = msgspec.json.Encoder()


def decode(text: str) -> ClientFrame:
    """Read a client's frame; raises `msgspec.DecodeError` for whatever is not one."""
    frame: ClientFrame = _decoder.decode(text)
    return frame


def encode(t: str, **fields: Any) -> bytes:
    """A frame of the server as JSON."""
    return _encoder.encode({"t": t, **fields})


def on_wire(payload: bytes) -> bytes:
    """A frame as bytes on the wire: the server's frames carry no mask, so one serves every reader."""
    size = len(payload)
    if size <= SHORT:
        return TEXT + size.to_bytes(1, "big") + payload
    return (TEXT_16 + size.to_bytes(2, "big") if size < 1 << 16 else TEXT_64 + size.to_bytes(8, "big")) + payload

"""What a client tells whoever uses it: what was stored, what was refused, what changed, and that it is over."""

from typing import Any, Literal

import msgspec

Frame = dict[str, Any]
Item = dict[str, Any]


class Stored(msgspec.Struct, frozen=True):
    """An op that is stored on the server's disk: its number in the log and the item it touched."""

    thread: int
    seq: int
    post: int | None
    key: str
    dup: bool = False


class Change(msgspec.Struct, frozen=True):
    """One step of a thread: an item in its present form, or that the whole view begins anew or is taken away.

    `seq` is the position reached with it; an item that is no longer shown comes with `state` other than `visible`.
    """

    what: Literal["item", "reset", "revoked"]
    seq: int
    item: Item | None = None


class Refused(Exception):
    """A final no of the server: its code, and a sentence in the reader's language."""

    def __init__(self, code: str, msg: str) -> None:
        super().__init__(f"{code}: {msg}")
        self.code = code
        self.msg = msg


class Ended(ConnectionError):
    """The server does not want this client back (a close code 40xx), or refused the handshake for good (its status)."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(f"{code}: {why}")
        self.code = code
        self.why = why

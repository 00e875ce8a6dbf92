"""What is said without a socket: a request each, answered by the frame a socket would bring."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from http import HTTPMethod
from typing import Any, Protocol
from urllib.parse import urlsplit

import msgspec

from arena.client.http import LOST, Answer
from arena.client.line import OPEN_S
from arena.client.told import Frame

LATER = {408, 425, 429}


class Asker(Protocol):
    """Where requests go, and where their answers are taken."""

    url: str
    again_s: float
    take: Callable[[Frame], None]

    def asked(self, method: HTTPMethod, target: str, body: bytes = b"") -> AbstractAsyncContextManager[Answer]:
        """Ask for something."""


class Saying:
    """Ops, read marks and typing."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._turns = asyncio.Lock()

    async def carry_out(self, op: Frame) -> None:
        """One op after the other; where nobody answers, it is to be sent again."""
        told = {name: op[name] for name in ("id", "ck", "th")}
        async with self._turns:
            status, said = 503, dict[str, Any]()
            with suppress(*LOST):
                status, said = await self._say(op)
        if status == 200:
            self._asker.take({"t": "ok", **told, "seq": said["seq"], "post": said["post_id"], "dup": said["dup"]})
        elif "msg" in said:
            self._asker.take({"t": "err", **told, **said})
        else:  # nobody, or somebody between us and the Arena
            code = "overloaded" if status >= 500 or status in LATER else "invalid"
            self._asker.take({"t": "err", **told, "code": code, "msg": str(status), "retry": self._asker.again_s})

    async def note(self, frame: Frame) -> None:
        """A read mark or typing: lost without harm."""
        with suppress(*LOST):
            await self._say(frame)

    async def _say(self, frame: Frame) -> tuple[int, Frame]:
        said = {name: value for name, value in frame.items() if name not in ("id", "th")}
        target = f"/threads/{frame['th']}/ops?{urlsplit(self._asker.url).query}"
        async with (
            asyncio.timeout(OPEN_S),
            self._asker.asked(HTTPMethod.POST, target, msgspec.json.encode(said)) as answer,
        ):
            told = await answer.body()
        return answer.status, msgspec.json.decode(told) if told else {}

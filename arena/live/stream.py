"""The wire of those without a socket: the same frames as server-sent events, numbered so that they resume."""

import asyncio
from asyncio import BaseTransport
from collections import deque
from collections.abc import Callable
from typing import Any

import msgspec
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from arena.live.caps import counted
from arena.live.direct import hold_little
from arena.live.hub import Hub
from arena.live.seat import Seat
from arena.live.wire import FULL_BYTES, Wire

EXTENSION = "arena.transport"  # what an HTTP request of our own server brings along
RETRY_MS = 2000


class _Numbered(msgspec.Struct):
    t: str
    seq: int | None = None
    to: int | None = None


_numbers = msgspec.json.Decoder(_Numbered | list[_Numbered])
_newest: tuple[bytes, bytes] = b"", b""


def as_event(payload: bytes) -> bytes:
    """A frame, or an array of frames, as one event; its `id` is the position it leads to, where it leads to one.

    What one feed sends to many is made once.
    """
    global _newest
    if _newest[0] is not payload:
        told = _numbers.decode(payload)
        last = told[-1] if isinstance(told, list) else told
        reached = {"ev": last.seq, "skip": last.seq, "sync": last.to}.get(last.t)
        number = b"" if reached is None else b"id: %d\n" % reached
        _newest = payload, number + b"data: " + payload + b"\n\n"
    return _newest[1]


class StreamWire(Wire):
    """Queues events until the one who answers the request has sent them."""

    def __init__(self) -> None:
        self._waiting: deque[bytes] = deque([b"retry: %d\n\n" % RETRY_MS])
        self._bytes = 0
        self._news = asyncio.Event()
        self._over = False
        self._transport: Any = None
        self.drained: Callable[[], None] | None = None
        self.heard: Callable[[bytes], bool] | None = None

    def write(self, payload: bytes, framed: bytes) -> None:  # noqa: ARG002
        """Queue a frame as an event."""
        if not self._over:
            event = as_event(payload)
            self._waiting.append(event)
            self._bytes += len(event)
            self._news.set()

    def has_room(self) -> bool:
        """Whether less than half a mebibyte waits for the reader."""
        return self._bytes < FULL_BYTES

    def is_calm(self) -> bool:
        """Whether less than a quarter of a mebibyte waits for the reader."""
        return self._bytes < FULL_BYTES // 2

    def end(self) -> None:
        """Send what waits, then no more."""
        self._over = True
        self._news.set()

    def abort(self) -> None:
        """Drop the connection and what it did not read."""
        self._waiting.clear()
        self.end()
        if self._transport is not None:
            self._transport.abort()

    def lies_on(self, transport: BaseTransport | None) -> None:
        """The line below, where the server offers it: then the kernel holds no megabytes for a stuck reader."""
        self._transport = transport
        if transport is not None:
            hold_little(transport)

    async def send_all(self, send: Send) -> None:
        """Send what is written until the end."""
        while True:
            await self._news.wait()
            self._news.clear()
            while self._waiting:
                body = b"".join(self._waiting)
                self._waiting.clear()
                await send(_part(body, more=True))
                self._bytes -= min(self._bytes, len(body))
            if self._over:
                return
            if self.drained is not None:
                self.drained()


class EventStream(Response):
    """An answer that goes on for as long as both sides like; `sit` gives the seat its place once it has one."""

    media_type = "text/event-stream"

    def __init__(self, hub: Hub, seat: Seat, wire: StreamWire, sit: Callable[[], None], address: str) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._hub, self._seat, self._wire, self._sit, self._address = hub, seat, wire, sit, address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer until the reader leaves or the seat is closed."""
        self._wire.lies_on(scope.get("extensions", {}).get(EXTENSION, {}).get("transport"))
        gone = asyncio.create_task(self._left(receive))
        try:
            with counted(self._address):
                await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
                self._hub.sit_down(self._seat)
                self._sit()
                await self._wire.send_all(send)
                await send(_part(b"", more=False))
        except OSError:
            pass  # the other side is gone
        finally:
            self._hub.get_up(self._seat)
            gone.cancel()

    async def _left(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._hub.get_up(self._seat)
        self._wire.end()


def _part(body: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": more}

"""The wire: where a hub writes frames for one reader."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Protocol

from starlette.websockets import WebSocket

EXTENSION = "arena.wire"
FULL_BYTES = 512 * 1024
LATER = -1  # nothing was taken: the frame goes the long way


class Wire(Protocol):
    """Where frames are written."""

    drained: Callable[[], None] | None
    heard: Callable[[bytes], bool] | None  # takes a text straight from the line, or leaves it to ASGI's `receive`

    def send(self, framed: bytes) -> int:  # noqa: ARG002
        """The shortest way, where there is one: how many bytes were taken, none at all (`LATER`), or an `OSError`."""
        return LATER

    def write(self, payload: bytes, framed: bytes) -> None:
        """Send text frames whether there is room or not: `payload` as JSON, or `framed` as ready bytes."""

    def offer(self, payload: bytes, framed: bytes, sent: int = LATER) -> bool:  # noqa: ARG002
        """What `send` did not take, where there is room; without, nothing is written and the answer is no."""
        if not self.has_room():
            return False
        self.write(payload, framed)
        return True

    def has_room(self) -> bool:
        """Whether the reader keeps up."""

    def is_calm(self) -> bool:
        """Whether less than half of that waits: only then is there room for what may be missed."""

    def abort(self) -> None:
        """Let go of the socket at once."""


class QueuedWire(Wire):
    """The portable wire: a queue and a task that sends through ASGI."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._task: asyncio.Task[None] | None = None
        self.drained: Callable[[], None] | None = None
        self.heard: Callable[[bytes], bool] | None = None

    def write(self, payload: bytes, framed: bytes) -> None:  # noqa: ARG002
        """Queue the text; the task sends it."""
        self._waiting.append(payload)
        self._bytes += len(payload)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._send())

    def has_room(self) -> bool:
        """Whether less than half a mebibyte waits for the reader."""
        return self._bytes < FULL_BYTES

    def is_calm(self) -> bool:
        """Whether less than a quarter of a mebibyte waits for the reader."""
        return self._bytes < FULL_BYTES // 2

    def abort(self) -> None:
        """Stop sending; the socket's handler ends with its task."""
        if self._task is not None:
            self._task.cancel()

    async def _send(self) -> None:
        try:
            while self._waiting:
                payload = self._waiting.popleft()
                self._bytes -= len(payload)
                await self._socket.send_text(payload.decode())
        except RuntimeError:
            self._waiting.clear()  # the socket closed while we were sending
        finally:
            self._task = None
        if self.drained is not None:
            self.drained()


def wire_of(socket: WebSocket) -> Wire:
    """The direct wire where the server offers it, else the portable one."""
    offered = socket.scope.get("extensions", {}).get(EXTENSION)
    if not offered:
        return QueuedWire(socket)
    wire: Wire = offered["wire"]
    offered["settle"]()
    return wire

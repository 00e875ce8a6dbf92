"""The wire: the shortest way from an encoded frame to a socket, as an ASGI extension.

`arena.wire` in a socket's scope lets the hub write the same bytes to every reader without a task, a queue
or a copy for each. On a server without it the portable `QueuedWire` does the same with ASGI's `send`.
"""

import asyncio
import socket as sockets
from asyncio import BaseTransport
from collections import deque
from collections.abc import Callable
from socket import IPPROTO_TCP, SO_SNDBUF, SOL_SOCKET
from typing import Any, Protocol

from starlette.websockets import WebSocket
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

EXTENSION = "arena.wire"
FULL_BYTES = 512 * 1024
KERNEL_BYTES = 128 * 1024
STUCK_MS = 20_000
TCP_USER_TIMEOUT: int | None = getattr(sockets, "TCP_USER_TIMEOUT", None)  # Linux alone has it


class Wire(Protocol):
    """Where frames are written; whoever writes asks for room first."""

    drained: Callable[[], None] | None

    def write(self, payload: bytes, framed: bytes) -> None:
        """Send text frames: `payload` one by one as JSON, or `framed` as ready bytes."""

    def has_room(self) -> bool:
        """Whether the reader keeps up."""

    def abort(self) -> None:
        """Let go of the socket at once."""


class DirectWire:
    """Writes ready frames to uvicorn's transport."""

    def __init__(self, protocol: "LiveProtocol") -> None:
        self._protocol = protocol
        self.drained: Callable[[], None] | None = None

    def write(self, payload: bytes, framed: bytes) -> None:  # noqa: ARG002
        """Write the ready bytes; a socket that is closing takes none."""
        protocol = self._protocol
        if not (protocol.close_sent or protocol.transport.is_closing()):
            protocol.transport.write(framed)

    def has_room(self) -> bool:
        """Whether less than half a mebibyte waits for the reader."""
        return self._protocol.transport.get_write_buffer_size() < FULL_BYTES

    def abort(self) -> None:
        """Drop the connection and what it did not read."""
        self._protocol.transport.abort()


class LiveProtocol(WebSocketsSansIOProtocol):
    """uvicorn's socket protocol with the wire in its scope."""

    def handle_connect(self, event: Request) -> None:
        """Offer the wire to the app."""
        super().handle_connect(event)
        if hasattr(self, "scope"):
            self.wire = DirectWire(self)
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions[EXTENSION] = {"wire": self.wire}

    def connection_made(self, transport: BaseTransport) -> None:
        """Keep the kernel from holding megabytes for a peer that takes nothing, and from waiting for it for ever."""
        super().connection_made(transport)
        if (socket := transport.get_extra_info("socket")) is None:
            return
        socket.setsockopt(SOL_SOCKET, SO_SNDBUF, KERNEL_BYTES)
        if TCP_USER_TIMEOUT is not None:
            socket.setsockopt(IPPROTO_TCP, TCP_USER_TIMEOUT, STUCK_MS)

    def resume_writing(self) -> None:
        """The reader caught up with what was written."""
        super().resume_writing()
        wire = getattr(self, "wire", None)
        if wire is not None and wire.drained is not None:
            wire.drained()


class QueuedWire:
    """The portable wire: a queue and a task that sends through ASGI."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._task: asyncio.Task[None] | None = None
        self.drained: Callable[[], None] | None = None

    def write(self, payload: bytes, framed: bytes) -> None:  # noqa: ARG002
        """Queue the text; the task sends it."""
        self._waiting.append(payload)
        self._bytes += len(payload)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._send())

    def has_room(self) -> bool:
        """Whether less than half a mebibyte waits for the reader."""
        return self._bytes < FULL_BYTES

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
    return offered["wire"] if offered else QueuedWire(socket)

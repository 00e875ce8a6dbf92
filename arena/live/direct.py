"""The direct wire: the shortest way from an encoded frame to a socket, as an ASGI extension.

`arena.wire` in a socket's scope lets the hub write the same bytes to every reader without a task, a queue
or a copy for each. On a server without it the portable `QueuedWire` does the same with ASGI's `send`.
"""

import socket as sockets
import sys
from asyncio import BaseTransport, Transport
from collections.abc import Callable
from socket import IPPROTO_TCP, SO_SNDBUF, SOL_SOCKET, socket
from typing import Any

from websockets.http11 import Request

from arena.live.strict import StrictProtocol
from arena.live.whole import whole_text
from arena.live.wire import EXTENSION, FULL_BYTES, LATER

KERNEL_BYTES = 128 * 1024
STUCK_MS = 20_000
TCP_USER_TIMEOUT: int | None = getattr(sockets, "TCP_USER_TIMEOUT", None)  # Linux alone has it


class DirectWire:
    """Writes ready frames to uvicorn's transport, or past it into the kernel while nothing waits in it.

    A write through the loop costs about as much again as the system call (docs/decisions/0018). `send` is the socket's
    own until the transport says, before its `write` returns, that it has kept something back, and again once that
    is written (docs/decisions/0030).
    """

    __slots__ = ("_kernel", "_protocol", "_transport", "_waiting", "drained", "heard", "send")

    def __init__(self, protocol: "LiveProtocol") -> None:
        self._protocol = protocol
        self._transport = protocol.transport
        self._waiting = protocol.transport.get_write_buffer_size
        self._kernel = _kernel(protocol.transport)
        self.drained: Callable[[], None] | None = None
        self.heard: Callable[[bytes], bool] | None = None
        self.send: Callable[[bytes], int] = _later
        self._transport.set_write_buffer_limits(high=0)
        if not self._waiting():
            self.go_on()

    def write(self, payload: bytes, framed: bytes) -> None:  # noqa: ARG002
        """Write the ready bytes; a socket that is closing takes none."""
        try:
            sent = max(self.send(framed), 0)
        except OSError:
            sent = 0  # no room, or nobody there any more
        if sent != len(framed):
            self._rest(framed[sent:])

    def offer(self, payload: bytes, framed: bytes, sent: int = LATER) -> bool:
        """Write where less than half a mebibyte waits for the reader, or what `send` has left of it."""
        if sent >= 0:
            self._rest(framed[sent:])
        elif self._waiting() >= FULL_BYTES:
            return False
        else:
            self.write(payload, framed)
        return True

    def hold(self) -> None:
        """Something waits in the transport: nothing may pass it."""
        self.send = _later

    def go_on(self) -> None:
        """Nothing waits any more."""
        if self._kernel is not None:
            self.send = self._kernel.send

    def _rest(self, framed: bytes) -> None:
        """What the kernel did not take goes through the loop, which waits for room, or hears that nobody is there."""
        if self._protocol.close_sent or self._transport.is_closing():
            return
        self._transport.write(framed)

    def let_go(self) -> None:
        """The connection has ended; the kernel may give its handle to another."""
        if self._kernel is not None:
            self._kernel.detach()  # the transport closes it, not we
            self._kernel = None
            self.hold()

    def __del__(self) -> None:
        """A loop that ends without a word to its protocols has closed the handle, which may be another's by now."""
        if getattr(self, "_kernel", None) is not None:
            self.let_go()

    def has_room(self) -> bool:
        """Whether less than half a mebibyte waits for the reader."""
        return self._waiting() < FULL_BYTES

    def is_calm(self) -> bool:
        """Whether less than a quarter of a mebibyte waits for the reader."""
        return self._waiting() < FULL_BYTES // 2

    def abort(self) -> None:
        """Drop the connection and what it did not read."""
        self._transport.abort()


def _later(framed: bytes) -> int:  # noqa: ARG001
    return LATER


def _kernel(transport: Transport) -> socket | None:
    """The kernel's end of an unencrypted connection on Linux, which takes bytes without the loop.

    A socket's own `send` is a tenth cheaper than `os.write`, which passes the layer of files first.
    """
    line = transport.get_extra_info("socket")
    if line is None or transport.get_extra_info("sslcontext") is not None or sys.platform != "linux":
        return None
    return socket(line.family, line.type, line.proto, fileno=line.fileno())


class LiveProtocol(StrictProtocol):
    """uvicorn's socket protocol with the wire in its scope."""

    def handle_connect(self, event: Request) -> None:
        """Offer the wire to the app."""
        super().handle_connect(event)
        if hasattr(self, "scope"):
            self.wire = DirectWire(self)
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions[EXTENSION] = {"wire": self.wire, "settle": self.settle}

    def settle(self) -> None:
        """Forget the handshake, which is a sixth of what an idle socket would keep."""
        self.scope["headers"] = []
        self.request.headers.clear()
        self.response.headers.clear()
        del self.request, self.response

    def connection_made(self, transport: BaseTransport) -> None:
        """Keep the kernel from holding megabytes for a peer that takes nothing, and from waiting for it for ever."""
        super().connection_made(transport)
        hold_little(transport)
        let_go_of_the_stuck(transport)

    def data_received(self, data: bytes) -> None:
        """A whole text goes straight to whoever hears it, as long as nothing that came before it waits."""
        if hasattr(self, "wire") and (heard := self.wire.heard) is not None and not self.read_paused:
            text = whole_text(self.conn, data)
            if text is not None and heard(text):
                return
        super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more is written to a handle that is another's soon."""
        if hasattr(self, "wire"):
            self.wire.let_go()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Something waits for the reader; the transport says so before its `write` returns."""
        super().pause_writing()
        if hasattr(self, "wire"):
            self.wire.hold()

    def resume_writing(self) -> None:
        """The reader caught up with what was written."""
        super().resume_writing()
        if hasattr(self, "wire"):
            self.wire.go_on()
            if self.wire.drained is not None:
                self.wire.drained()


def hold_little(transport: BaseTransport) -> None:
    """Keep the kernel from holding megabytes for a peer that takes nothing."""
    if (line := transport.get_extra_info("socket")) is not None:
        line.setsockopt(SOL_SOCKET, SO_SNDBUF, KERNEL_BYTES)


def let_go_of_the_stuck(transport: BaseTransport) -> None:
    """A peer that acknowledges nothing for twenty seconds is gone, where the system can tell."""
    if TCP_USER_TIMEOUT is not None and (line := transport.get_extra_info("socket")) is not None:
        line.setsockopt(IPPROTO_TCP, TCP_USER_TIMEOUT, STUCK_MS)

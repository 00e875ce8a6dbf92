"""The server: uvicorn with deadlines for slow requests, caps, and sockets without compression."""

import asyncio
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from arena.live.direct import LiveProtocol, let_go_of_the_stuck
from arena.live.stream import EXTENSION
from arena.settings import Settings

HEAD_SECONDS = 10
BODY_SECONDS = 30
HEAD_BYTES = 32 * 1024
MESSAGE_BYTES = 64 * 1024


class PatientProtocol(HttpToolsProtocol):
    """HTTP whose patience ends: a head or a body that does not arrive in time closes the connection.

    Also refuses heads over 32 KiB and requests without exactly one Host, which the parser lets through.
    """

    _deadline: asyncio.TimerHandle | None = None
    _head_bytes = 0
    _in_head = True  # what follows a message begins a head, whether the answer to it has been sent or not

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start waiting for the first head, and do not wait for ever for a peer that takes nothing."""
        super().connection_made(transport)
        let_go_of_the_stuck(transport)
        self._wait(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._wait(0)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count the bytes of an unfinished head."""
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes - len(data) > HEAD_BYTES:
                self.send_400_response("Request head too large.")
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        """A head begins; keep-alive connections get a fresh deadline."""
        super().on_message_begin()
        self._head_bytes = 0
        self._wait(HEAD_SECONDS)

    def on_headers_complete(self) -> None:
        """The head is here: now the body has its own deadline."""
        self._in_head = False
        self._wait(BODY_SECONDS)
        self.scope["extensions"] = {EXTENSION: {"transport": self.transport}}
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All is here."""
        self._in_head, self._head_bytes = True, 0
        self._wait(0)
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        """A socket has deadlines of its own."""
        self._wait(0)
        super().handle_websocket_upgrade()

    def _wait(self, seconds: float) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = self.loop.call_later(seconds, self._give_up) if seconds else None

    def _give_up(self) -> None:
        if self.transport is not None:
            self.transport.abort()


def configure(app: Any, settings: Settings, *, workers: int = 1) -> uvicorn.Config:
    """uvicorn's configuration with every limit the Arena relies on."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        workers=workers,
        loop="auto",
        http=PatientProtocol,
        ws=LiveProtocol,
        ws_max_size=MESSAGE_BYTES,
        ws_per_message_deflate=False,
        ws_ping_interval=None,  # the protocol has a heartbeat of its own, which browsers see as well
        timeout_keep_alive=15,
        timeout_graceful_shutdown=8,
        timeout_worker_healthcheck=30,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        server_header=False,
        access_log=False,
        log_level="warning",
        backlog=2048,
    )

"""Doors: a client's line that goes in through any of several, and whose reader can be held up."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

from websockets.asyncio.client import ClientConnection, connect

from arena.client.line import PROTOCOL, Line
from bench.chaos.proxy import WINDOW, Proxy

OPEN_S, BEAT_S, SILENT_S = 5, 2, 6  # a black hole is noticed sooner than the protocol's heartbeat would


class Doors(Line):
    """A line to whichever server is behind the door that was chosen."""

    def __init__(self, url: str, headers: dict[str, str], csrf: str, choose: Callable[[], Awaitable[Proxy]]) -> None:
        super().__init__(url, headers, csrf)
        self.node = 0
        self._choose = choose

    async def dial(self) -> ClientConnection:
        """Open a socket whose receiving side the kernel keeps small."""
        door = await self._choose()
        self.node = door.node.number
        host = f"127.0.0.1:{door.port}"
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, WINDOW)
        line.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(line, ("127.0.0.1", door.port))
            return await connect(
                f"ws://{host}/live",
                subprotocols=[PROTOCOL],
                additional_headers=self.headers | {"Origin": f"http://{host}"},
                compression=None,
                open_timeout=OPEN_S,
                ping_interval=BEAT_S,
                ping_timeout=SILENT_S,
                close_timeout=1,
                sock=line,
            )
        except BaseException:
            line.close()
            raise

    def pause(self) -> None:
        """Take nothing any more."""
        if self._ws:
            self._ws.transport.pause_reading()

    def go_on(self) -> None:
        """Take again."""
        if self._ws and not self._ws.transport.is_closing():
            self._ws.transport.resume_reading()

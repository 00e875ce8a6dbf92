"""Doors: a client's line that goes in through any of several, and whose reader can be held up."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

from websockets.asyncio.client import ClientConnection, connect

from arena.client.asking import Asking, Place
from arena.client.line import PROTOCOL, Line
from arena.client.ways import Polling, Stream, Way
from bench.chaos.proxy import WINDOW, Proxy

OPEN_S, BEAT_S, SILENT_S = 5, 2, 6  # a black hole is noticed sooner than the protocol's heartbeat would


Choose = Callable[[], Awaitable[Proxy]]


class Doors(Line):
    """A socket to whichever server is behind the door that was chosen."""

    def __init__(self, url: str, headers: dict[str, str], csrf: str, choose: Choose) -> None:
        super().__init__(url, headers, csrf)
        self.node = 0
        self._choose = choose

    async def dial(self) -> ClientConnection:
        """Open a socket whose receiving side the kernel keeps small."""
        door = await self._choose()
        self.node = door.node.number
        line = await small_line(door)
        try:
            return await connect(
                f"ws://127.0.0.1:{door.port}/live",
                subprotocols=[PROTOCOL],
                additional_headers=self.headers | {"Origin": f"http://127.0.0.1:{door.port}"},
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


class AskingDoors(Asking):
    """No socket: whatever is asked goes through a door of its own."""

    again_s = 0.3
    node = -1  # several at once; who measures how soon a server is back looks at sockets

    def __init__(self, url: str, headers: dict[str, str], csrf: str, choose: Choose) -> None:
        super().__init__(url, headers, csrf)
        self._choose = choose
        self.begins: Callable[[], None] = lambda: None

    async def follow(self, place: Place) -> None:
        """Say that somebody begins to read, then read."""
        self.begins()
        await super().follow(place)

    async def connect(self) -> tuple[tuple[asyncio.StreamReader, asyncio.StreamWriter], dict[str, str]]:
        """A connection whose receiving side the kernel keeps small."""
        door = await self._choose()
        host = f"127.0.0.1:{door.port}"
        opened = await asyncio.open_connection(sock=await small_line(door), limit=WINDOW)
        return opened, self.headers | {"Host": host, "Origin": f"http://{host}"}

    def pause(self) -> None:
        """Take nothing any more."""
        for answer in self._open:
            answer.transport.pause_reading()

    def go_on(self) -> None:
        """Take again."""
        for answer in self._open:
            if not answer.transport.is_closing():
                answer.transport.resume_reading()


class StreamDoors(AskingDoors, Stream):
    """A stream of events through one of the doors."""


class PollingDoors(AskingDoors, Polling):
    """Asking now and then, each time through another door."""

    every_s = 0.5


async def small_line(door: Proxy) -> socket.socket:
    """A connection to a door whose receiving side the kernel keeps small."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, WINDOW)
    line.setblocking(False)
    try:
        await asyncio.get_running_loop().sock_connect(line, ("127.0.0.1", door.port))
    except BaseException:
        line.close()
        raise
    return line


DOORS: dict[Way, type[Doors | AskingDoors]] = {"socket": Doors, "stream": StreamDoors, "polling": PollingDoors}

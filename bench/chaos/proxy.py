"""Proxy: the network between people and a server, which cuts, swallows and slows what passes."""

import asyncio
import contextlib
import random
import socket
from typing import Self

from bench.chaos.nodes import Node

PIECE = 16 * 1024
WINDOW = 32 * 1024  # what the kernel keeps on each side, so that a reader who stalls is soon felt by the server


class Link:
    """One connection; `hole` lets nothing pass in either direction, `slow` only so many bytes a second."""

    def __init__(self) -> None:
        self.hole = False
        self.slow = 0
        self.ends: list[asyncio.StreamWriter] = []
        self.healed = asyncio.Event()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry bytes one way until one side is gone."""
        with contextlib.suppress(OSError):
            while data := await reader.read(self.slow // 10 or PIECE):
                while self.hole:
                    self.healed.clear()
                    await self.healed.wait()
                if self.slow:
                    await asyncio.sleep(0.1)
                writer.write(data)
                await writer.drain()
            writer.close()  # what is on its way still arrives: a server that has answered hangs up
            await writer.wait_closed()
        self.cut()

    def cut(self) -> None:
        """End both sides without a goodbye."""
        for end in self.ends:
            with contextlib.suppress(AttributeError):  # what asyncio raises where the end is gone already
                end.transport.abort()

    def heal(self) -> None:
        """Let everything pass again."""
        self.hole, self.slow = False, 0
        self.healed.set()


class Proxy:
    """Stands in front of one node."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.links: set[Link] = set()
        self.port = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", 0, backlog=1000)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for link in self.links:
            link.heal()
            link.cut()
        await asyncio.sleep(0)

    def some(self, dice: random.Random) -> list[Link]:
        """A third of the connections, at least one."""
        links = list(self.links)
        return dice.sample(links, max(1, len(links) // 3)) if links else []

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = Link()
        link.ends.append(writer)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, WINDOW)
        try:
            there, back = await asyncio.open_connection(sock=await _line(self.node.port), limit=PIECE)
        except OSError:
            writer.transport.abort()
            return
        link.ends.append(back)
        self.links.add(link)
        try:
            await asyncio.gather(link.carry(reader, back), link.carry(there, writer))
        finally:
            self.links.discard(link)


async def _line(port: int) -> socket.socket:
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, WINDOW)
    line.setblocking(False)
    try:
        await asyncio.get_running_loop().sock_connect(line, ("127.0.0.1", port))
    except BaseException:
        line.close()
        raise
    return line

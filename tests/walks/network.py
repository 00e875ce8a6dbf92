"""A network between a browser and the Arena that can be cut, as in a tunnel."""

import asyncio
from typing import Self


class Network:
    """Passes bytes on, until it is cut: then open connections break without a goodbye and new ones are refused."""

    def __init__(self, to_port: int) -> None:
        self.to_port = to_port
        self.port = 0
        self.blocks: set[bytes] = set()  # requests with one of these in them are cut off, as by a strict proxy
        self.deaf = False  # while true, what the Arena answers is swallowed
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Self:
        await self.restore()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.cut()

    async def restore(self) -> None:
        """Let everything pass again, at the same address."""
        self._server = await asyncio.start_server(self._pass, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Lose the connection."""
        if self._server:
            self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        await asyncio.sleep(0)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self.to_port)
        self._open |= {writer, back}
        try:
            await asyncio.gather(self._copy(reader, back), self._copy(there, writer, answers=True))
        finally:
            self._open -= {writer, back}
            for end in (writer, back):
                end.transport.abort()

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answers: bool = False) -> None:
        try:
            while data := await reader.read(65536):
                if self.deaf and answers:
                    continue
                if not answers and any(blocked in data for blocked in self.blocks):
                    raise ConnectionAbortedError
                writer.write(data)
                await writer.drain()
            if writer.can_write_eof():
                writer.write_eof()
        except OSError:
            writer.transport.abort()

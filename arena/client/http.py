"""As much of HTTP/1.1 as a client without a socket needs: a connection for each request, answers as they come."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from http import HTTPMethod, HTTPStatus

import msgspec

PIECE = 64 * 1024
# The line is gone, or what came over it is neither HTTP nor ours.
LOST = (OSError, TimeoutError, EOFError, ValueError, msgspec.DecodeError)


class Answer:
    """An answer whose head is here; its body comes when it is asked for."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.transport = writer.transport
        self._reader = reader

    async def begin(self) -> None:
        """Read the status and the headers."""
        _, status, *_ = (await self._reader.readline()).split()
        self.status = int(status)
        while line := (await self._reader.readline()).strip():
            name, _, value = line.decode("latin-1").partition(":")
            self.headers[name.lower()] = value.strip()

    @property
    def retry_after(self) -> float | None:
        """The seconds the server asks to wait, if it does."""
        asked = self.headers.get("retry-after", "")
        return float(asked) if asked.isdecimal() else None

    async def pieces(self) -> AsyncIterator[bytes]:
        """The body in pieces."""
        if "chunked" in self.headers.get("transfer-encoding", ""):
            while size := int((await self._reader.readline()).partition(b";")[0], 16):
                yield (await self._reader.readexactly(size + 2))[:-2]
        elif "content-length" in self.headers:
            yield await self._reader.readexactly(int(self.headers["content-length"]))
        elif self.status != HTTPStatus.NO_CONTENT:
            while piece := await self._reader.read(PIECE):
                yield piece

    async def body(self) -> bytes:
        """The whole body."""
        return b"".join([piece async for piece in self.pieces()])

    async def lines(self) -> AsyncIterator[bytes]:
        """The body line by line."""
        begun: list[bytes] = []
        async for piece in self.pieces():
            *whole, rest = piece.split(b"\n")
            for line in whole:
                yield b"".join([*begun, line])
                begun.clear()
            begun.append(rest)

    def close(self) -> None:
        """Hang up."""
        self.transport.abort()


async def request(
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    method: HTTPMethod,
    target: str,
    headers: Mapping[str, str],
    body: bytes = b"",
) -> Answer:
    """Ask over a connection that is open; whoever asked hangs up."""
    reader, writer = line
    told = {"Connection": "close", "User-Agent": "arena-client", "Content-Length": str(len(body))} | dict(headers)
    head = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()), "", ""]
    writer.write("\r\n".join(head).encode("latin-1") + body)
    answer = Answer(reader, writer)
    try:
        await answer.begin()
    except BaseException:
        answer.close()
        raise
    return answer

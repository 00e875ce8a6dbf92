"""A client that may do everything wrong: frames built by hand over a bare connection."""

import asyncio
import json
import socket
import struct
from itertools import count
from typing import Any, Self

CONT, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
PATIENCE_S = 20
MASK = b"\x37\xfa\x21\x3d"
_numbers = count(1)


def frame(opcode: int, payload: bytes = b"", *, fin: bool = True, rsv: int = 0, masked: bool = True) -> bytes:
    """One frame as a client sends it, or as it never should."""
    first, size = bool(fin) << 7 | rsv << 4 | opcode, len(payload)
    if size < 126:
        head = struct.pack("!BB", first, masked << 7 | size)
    elif size < 65536:
        head = struct.pack("!BBH", first, masked << 7 | 126, size)
    else:
        head = struct.pack("!BBQ", first, masked << 7 | 127, size)
    if not masked:
        return head + payload
    mask = (MASK * (size // 4 + 1))[:size]
    hidden = int.from_bytes(payload, "big") ^ int.from_bytes(mask, "big")
    return head + MASK + hidden.to_bytes(size, "big")


def fragments(opcode: int, payload: bytes, size: int) -> list[bytes]:
    """A message in fragments of this many bytes."""
    pieces = [payload[at : at + size] for at in range(0, len(payload), size)]
    last = len(pieces) - 1
    return [frame(CONT if at else opcode, piece, fin=at == last) for at, piece in enumerate(pieces)]


def closing(code: int, reason: bytes = b"") -> bytes:
    """A close frame."""
    return frame(CLOSE, struct.pack("!H", code) + reason)


def hello(build: str | bytes = "", size: int = 0) -> bytes:
    """The message that is always answered, with any text in it, and as long as it has to be."""
    said = build.encode() if isinstance(build, str) else build
    return (b'{"t":"hello","v":1,"build":"' + said + b'"}').ljust(size)


class Line:
    """A bare connection to `/live`."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.head = b""
        self.got = bytearray()
        self.loop = asyncio.get_running_loop()

    async def __aenter__(self) -> Self:
        self.socket = socket.socket()
        self.socket.setblocking(False)
        await self.loop.sock_connect(self.socket, ("127.0.0.1", self.port))
        return self

    async def __aexit__(self, *_: object) -> None:
        self.socket.close()

    async def shake(self, *more: str) -> str:
        """Ask for a socket, with more lines of the head; returns the head of the answer."""
        number = next(_numbers)
        lines = [
            "GET /live?lang=en HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Protocol: arena.v1",
            f"X-Forwarded-For: 10.200.{number >> 8 & 255}.{number & 255}",
            *more,
        ]
        await self.send("\r\n".join([*lines, "", ""]).encode())
        while b"\r\n\r\n" not in self.got and await self._more():
            pass
        head, _, rest = bytes(self.got).partition(b"\r\n\r\n")
        self.got = bytearray(rest)
        return head.decode()

    async def greet(self) -> None:
        """Be welcomed."""
        await self.send(frame(TEXT, hello()))
        assert (await self.told())["t"] == "welcome"

    async def send(self, *frames: bytes, chop: int = 0) -> None:
        """Send this, in one go or in pieces of some bytes; a server that has left takes no more."""
        data = b"".join(frames)
        try:
            for at in range(0, len(data), chop or len(data) or 1):
                await self.loop.sock_sendall(self.socket, data[at : at + chop] if chop else data)
                await asyncio.sleep(0)
        except ConnectionError:
            return

    async def each(self, frames: list[bytes]) -> None:
        """Send one frame after the other, each on its own."""
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for one in frames:
            await self.send(one)
            await asyncio.sleep(0.001)

    async def next(self) -> tuple[int, bytes] | None:
        """The server's next frame, or None where there is none any more."""
        while (found := self._frame()) is None:
            if not await self._more():
                return None
        return found

    async def told(self) -> dict[str, Any]:
        """The next message of the app."""
        found = await self.next()
        assert found is not None
        assert found[0] == TEXT, found
        said: dict[str, Any] = json.loads(found[1])
        return said

    async def rest(self) -> list[tuple[int, bytes]]:
        """All frames up to the end of the line."""
        frames = []
        while (found := await self.next()) is not None:
            frames.append(found)
            if found[0] == CLOSE:
                await self.send(frame(CLOSE, found[1]))
        return frames

    async def code(self) -> int | None:
        """The code of the close that ends the line; None where it carries none."""
        frames = await self.rest()
        assert [opcode for opcode, _ in frames].count(CLOSE) == 1, frames
        opcode, payload = frames[-1]
        assert opcode == CLOSE, "something came after the close"
        return int.from_bytes(payload[:2], "big") if payload else None

    async def _more(self) -> bool:
        try:
            async with asyncio.timeout(PATIENCE_S):
                data = await self.loop.sock_recv(self.socket, 65536)
        except ConnectionError:
            return False
        self.got += data
        return bool(data)

    def _frame(self) -> tuple[int, bytes] | None:
        got = self.got
        if len(got) < 2:
            return None
        assert got[0] & 0xF0 == 0x80, "whole frames without reserved bits"
        assert got[1] < 128, "a server masks nothing"
        wide = {126: 2, 127: 8}.get(got[1], 0)
        size = int.from_bytes(got[2 : 2 + wide], "big") if wide else got[1]
        end = 2 + wide + size
        if len(got) < end:
            return None
        found = got[0] & 15, bytes(got[2 + wide : end])
        del got[:end]
        return found

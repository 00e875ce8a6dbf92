"""The line of a client: one socket that comes back by itself until the server says not to."""

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.typing import Subprotocol

from arena.client.back_off import BackOff, is_final
from arena.client.pace import Pace
from arena.client.told import Ended, Frame

PROTOCOL = Subprotocol("arena.v1")
OPEN_S, CLOSE_S = 10.0, 2.0
MESSAGE_BYTES = 16 * 1024 * 1024
ABNORMAL = 1006

_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode


class Line:
    """Connects, says hello, hands over what comes; `up` and `down` say when it stands and when it does not."""

    def __init__(self, url: str, headers: dict[str, str], csrf: str) -> None:
        self.url = url
        self.headers = headers
        self.hello = {"t": "hello", "v": 1, "csrf": csrf, "build": "arena-client"}
        self.take: Callable[[Frame], None]
        self.up: Callable[[Frame], None]
        self.down: Callable[[], None]
        self.pace = Pace()
        self.standing = False
        self.number = 0  # grows with every welcome
        self._ws: ClientConnection | None = None
        self._stood_at: float | None = None
        self._asked_s: float | None = None
        self._heard_at = 0.0
        self._beat = 25

    async def run(self) -> None:
        """Stay connected; returns never, raises `Ended` once coming back makes no sense."""
        loop, back_off = asyncio.get_running_loop(), BackOff()
        while True:
            self._stood_at = self._asked_s = None
            code, why = await self._stay()
            if is_final(code):
                raise Ended(code, why)
            stood = None if self._stood_at is None else loop.time() - self._stood_at
            await asyncio.sleep(back_off.wait(code, stood_s=stood, asked_s=self._asked_s))

    async def _stay(self) -> tuple[int, str]:
        """One connection from beginning to end: its close code, or the status that refused it."""
        try:
            self._ws = await self.dial()
        except InvalidStatus as refused:
            self._asked_s = _seconds(refused.response.headers.get("Retry-After"))
            return refused.response.status_code, "refused"
        except (OSError, TimeoutError, InvalidHandshake, EOFError):
            return ABNORMAL, "unreachable"
        watch = asyncio.create_task(self._watch(self._ws))
        try:
            await self._ws.send(_encode(self.hello), text=True)
            while True:
                self._hear(await self._ws.recv(decode=False))
        except ConnectionClosed:
            return self._ws.close_code or ABNORMAL, self._ws.close_reason or ""
        finally:
            watch.cancel()
            if self.standing:
                self.standing = False
                self.down()
            await self._ws.close()

    async def dial(self) -> ClientConnection:
        """Open the socket."""
        return await connect(
            self.url,
            subprotocols=[PROTOCOL],
            additional_headers=self.headers,
            user_agent_header="arena-client",
            compression=None,
            ping_interval=None,  # the server pings, and the protocol has a heartbeat of its own
            open_timeout=OPEN_S,
            close_timeout=CLOSE_S,
            max_size=MESSAGE_BYTES,
        )

    async def send(self, frame: dict[str, Any]) -> bool:
        """Send a frame when its turn has come; False where the line is down, and then nothing is kept."""
        ws = self._ws
        if not self.standing or ws is None:
            return False
        await self.pace.turn()
        try:
            await ws.send(_encode(frame), text=True)
        except ConnectionClosed:
            return False
        return True

    def cut(self) -> None:
        """Lose the network: no goodbye; the line comes back by itself."""
        if self._ws is not None:
            self._ws.transport.abort()

    def _hear(self, message: bytes) -> None:
        self._heard_at = asyncio.get_running_loop().time()
        told = _decode(message)
        for frame in told if isinstance(told, list) else [told]:
            if frame["t"] == "welcome":
                limits = frame["limits"]
                self.pace.allow(limits.get("frames", 50), limits.get("frames_per_s", 5))
                self.number += 1
                self.standing, self._stood_at, self._beat = True, self._heard_at, frame["hb"]
                self.up(frame)
            elif frame["t"] == "bye":
                self._asked_s = frame.get("retry_after")
            else:
                self.take(frame)

    async def _watch(self, ws: ClientConnection) -> None:
        """A line that is silent for longer than two heartbeats is dead, whatever the kernel believes."""
        loop = asyncio.get_running_loop()
        self._heard_at = loop.time()
        while True:
            await asyncio.sleep(self._beat / 2)
            if loop.time() - self._heard_at > 2 * self._beat + 5:
                ws.transport.abort()


def _seconds(value: str | None) -> float | None:
    return float(value) if value is not None and value.isdecimal() else None

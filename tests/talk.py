"""A small client of the live protocol for tests: follows threads, sends ops, and keeps what it saw."""

import asyncio
import json
import socket
from itertools import count
from typing import Any, Self
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect

from arena.threads.live import csrf_of
from arena.web.asking import cookie_name
from tests.people import Arena, Someone

PATIENCE_S = 20


class Talk:
    """One socket and the state it sees: items by id, as a page would hold them."""

    def __init__(self, arena: Arena, someone: Someone, *, csrf: str | None = None, **headers: str) -> None:
        self.arena = arena
        self.port = port = arena.settings.port
        self.url = f"ws://127.0.0.1:{port}/live"
        cookie = {"Cookie": f"{cookie_name(arena.settings)}={someone.token}"} if someone.token else {}
        self.headers = {"X-Forwarded-For": someone.address, **cookie, **headers}
        self.origin = headers.pop("Origin", f"http://127.0.0.1:{port}")
        self.headers.pop("Origin", None)
        self.csrf = csrf_of(someone.token) if csrf is None else csrf
        self.items: dict[int, dict[str, Any]] = {}
        self.pos: dict[int, int] = {}
        self.frames: list[dict[str, Any]] = []
        self._ids = count(1)
        self._news = asyncio.Condition()
        self.ws: ClientConnection

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def open(self) -> dict[str, Any]:
        """Connect and say hello; returns the welcome."""
        self.frames.clear()
        self.ws = await connect(
            self.url,
            origin=self.origin,  # type: ignore[arg-type]
            subprotocols=["arena.v1"],  # type: ignore[list-item]
            additional_headers=self.headers,
            compression=None,
            ping_interval=None,
            sock=await self.connection(),
        )
        self._reader = asyncio.create_task(self._read())
        await self.send(t="hello", v=1, csrf=self.csrf)
        return await self.until(t="welcome")

    async def connection(self) -> socket.socket | None:
        """The line to use; any by default."""
        return None

    async def close(self) -> None:
        """Leave."""
        await self.ws.close()
        await self._reader

    def cut(self) -> None:
        """Lose the network: no goodbye."""
        self.ws.transport.abort()

    async def send(self, **frame: Any) -> None:
        """Send one frame as it is."""
        await self.ws.send(json.dumps(frame))

    async def follow(self, thread: int, after: int = 0) -> None:
        """Read a thread from a position on, until everything up to its head is here."""
        self.pos[thread] = after
        await self.send(t="sub", th=thread, after=after)

    async def op(self, do: str, thread: int, *, ck: str = "", **payload: Any) -> dict[str, Any]:
        """Carry out an op; returns its `ok` or `err`."""
        ck = ck or uuid4().hex
        number = next(self._ids)
        await self.send(t="op", id=number, ck=ck, th=thread, do=do, **payload)
        return await self._wait(lambda frame: frame["t"] in ("ok", "err") and frame.get("id") == number)

    async def until(self, **wanted: Any) -> dict[str, Any]:
        """Wait for a frame with these fields, among those seen already or still to come."""
        return await self._wait(lambda frame: all(frame.get(name) == value for name, value in wanted.items()))

    async def reached(self, thread: int, seq: int) -> None:
        """Wait until this client stands at a position."""
        async with asyncio.timeout(PATIENCE_S), self._news:
            await self._news.wait_for(lambda: self.gone or self.pos.get(thread, 0) >= seq)
        if self.pos.get(thread, 0) < seq:
            raise ConnectionError(self.frames[-1])

    async def _wait(self, wanted: Any) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE_S), self._news:
            await self._news.wait_for(lambda: self.gone or any(map(wanted, self.frames)))
        found: dict[str, Any] | None = next(filter(wanted, self.frames), None)
        if found is None:
            raise ConnectionError(self.frames[-1])
        return found

    @property
    def gone(self) -> bool:
        """Whether the line is closed or lost."""
        return self.frames[-1:] != [] and self.frames[-1]["t"] == "gone"

    async def _read(self) -> None:
        try:
            async for message in self.ws:
                told = json.loads(message)
                async with self._news:
                    for frame in told if isinstance(told, list) else [told]:
                        self.frames.append(frame)
                        self._apply(frame)
                    self._news.notify_all()
            why = "closed"
        except Exception as fault:
            why = str(fault)
        async with self._news:
            self.frames.append({"t": "gone", "why": why})
            self._news.notify_all()

    def _apply(self, frame: dict[str, Any]) -> None:
        thread = frame.get("th")
        if frame["t"] in ("ev", "skip"):
            assert frame["seq"] == self.pos[thread] + 1, "a gap"
            self.pos[thread] = frame["seq"]
            if frame["t"] == "ev":
                self._upsert(frame["o"])
        elif frame["t"] == "sync":
            for item in frame["items"]:
                self._upsert(item)
            self.pos[thread] = frame["to"]

    def _upsert(self, item: dict[str, Any]) -> None:
        known = self.items.get(item["id"])
        if known is None or known["rev"] <= item["rev"]:
            self.items[item["id"]] = item

    @property
    def view(self) -> list[dict[str, Any]]:
        """The timeline as this client sees it."""
        return sorted(self.items.values(), key=lambda item: int(item["born"]))

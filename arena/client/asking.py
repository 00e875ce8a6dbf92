"""A line without a socket: what is said goes by requests, each answered by the frame a socket would bring."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from http import HTTPMethod
from typing import Any
from urllib.parse import urlsplit

import msgspec

from arena.client.back_off import BackOff, is_final
from arena.client.http import LOST, Answer, request
from arena.client.line import ABNORMAL, OPEN_S, Line
from arena.client.saying import Saying
from arena.client.told import Ended, Frame

GET = HTTPMethod.GET


class Place(msgspec.Struct):
    """A thread that is read: the position reached, and how its line fares."""

    th: int
    after: int
    epoch: int
    stood: bool = False
    over: bool = False  # the server has nothing further to say of it
    code: int = ABNORMAL
    asked_s: float | None = None


class Asking(Line):
    """What both ways share; it stands from the beginning, and each thread comes back by itself."""

    again_s = 3.0  # after which an op is sent again that nobody answered

    def __init__(self, url: str, headers: dict[str, str], csrf: str) -> None:
        super().__init__(url, headers, csrf)
        self._end: asyncio.Future[Ended] | None = None
        self._readings: dict[int, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._open: set[Answer] = set()
        self._saying = Saying(self)

    async def run(self) -> None:
        """Stand until the server does not want this client back."""
        self._end = asyncio.get_running_loop().create_future()
        self.number, self.standing = self.number + 1, True
        self.up({"t": "welcome"})
        try:
            raise await self._end
        finally:
            self.standing = False
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def send(self, frame: dict[str, Any]) -> bool:
        """Read a thread, or say something; an answer comes as a frame."""
        if not self.standing:
            return False
        match frame["t"]:
            case "sub" | "unsub":
                if (reading := self._readings.pop(frame["th"], None)) is not None:
                    reading.cancel()
                if frame["t"] == "sub":
                    place = Place(frame["th"], frame["after"], frame["epoch"])
                    self._readings[place.th] = self._start(self._keep(place))
            case "op":
                self._start(self._saying.carry_out(frame))
            case "read" | "typing":
                self._start(self._saying.note(frame))
        return True

    def cut(self) -> None:
        """Lose the network: no goodbye; every reading comes back by itself."""
        for answer in list(self._open):
            answer.close()

    async def connect(self) -> tuple[tuple[asyncio.StreamReader, asyncio.StreamWriter], dict[str, str]]:
        """A connection to the server, and the headers of whatever is asked over it."""
        parts = urlsplit(self.url)
        safe = parts.scheme == "wss"
        line = await asyncio.open_connection(parts.hostname, parts.port or (443 if safe else 80), ssl=safe or None)
        return line, self.headers | {"Host": parts.netloc}

    @asynccontextmanager
    async def asked(self, method: HTTPMethod, target: str, body: bytes = b"") -> AsyncIterator[Answer]:
        """Ask for something; raises one of `LOST` where nobody answers."""
        async with asyncio.timeout(OPEN_S):
            line, headers = await self.connect()
            answer = await request(line, method, target, headers | {"Content-Type": "application/json"}, body)
        self._open.add(answer)
        try:
            yield answer
        finally:
            self._open.discard(answer)
            answer.close()

    # ── reading ────────────────────────────────────────────────────────────────────────────────────────────

    async def _keep(self, place: Place) -> None:
        """Read a thread, again after every cut, until there is nothing further to read."""
        back_off, loop = BackOff(), asyncio.get_running_loop()
        while not place.over:
            begun, place.stood, place.code, place.asked_s = loop.time(), False, ABNORMAL, None
            with suppress(*LOST):
                await self.follow(place)
            if is_final(place.code) and not place.over:
                return self._give_up(place.code)
            stood = loop.time() - begun if place.stood else None
            await asyncio.sleep(back_off.wait(place.code, stood_s=stood, asked_s=place.asked_s))
        return None

    async def follow(self, place: Place) -> None:
        """Read a thread over one connection, or once."""
        raise NotImplementedError

    def hear(self, place: Place, frame: Frame) -> None:
        """Hand a frame on, and remember what it says of the place."""
        match frame["t"]:
            case "welcome":
                place.stood, self._beat = True, frame["hb"]
                return
            case "bye":
                place.code, place.asked_s = frame["code"], frame.get("retry_after")
                return
            case "ev" | "skip":
                place.after = frame["seq"]
            case "sync":
                place.stood, place.after, place.epoch = True, frame["to"], frame["epoch"]
            case "reset" | "revoked":
                place.over = True
        self.take(frame)

    def refused(self, place: Place, answer: Answer) -> None:
        """A thread that is not there is taken away; all else is as a refused handshake."""
        if answer.status == 404:
            self.hear(place, {"t": "revoked", "th": place.th, "why": "gone"})
        place.code, place.asked_s = answer.status, answer.retry_after

    def _give_up(self, code: int) -> None:
        if self._end is not None and not self._end.done():
            self._end.set_result(Ended(code, "refused"))

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        """What fails in a way that nobody foresaw ends the line, as it would over a socket, and never stands still."""
        self._tasks.discard(task)
        if not task.cancelled() and (fault := task.exception()) and self._end is not None and not self._end.done():
            self._end.set_exception(fault)

"""The client: posts, follows and resumes, through every cut, until it is closed."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Coroutine, Mapping
from typing import Any, Self

from arena.client.following import Following
from arena.client.identity import csrf_of, headers_of, socket_url
from arena.client.line import Line
from arena.client.outbox import Outbox
from arena.client.told import Change, Ended, Frame, Item, Stored
from arena.client.view import View
from arena.client.ways import WAYS, Way


class Client:
    """A line to an Arena at `url`, as a person (`session` is the value of their cookie) or as a visitor.

    `way` is for networks that let no socket through: a stream of events for each thread, or asking now and then.
    Entering waits for the first welcome; leaving closes the line. Every wait ends with `Ended` once the server
    does not want this client back; nothing has a time limit of its own (use `asyncio.timeout`).
    """

    def __init__(
        self,
        url: str,
        *,
        session: str | None = None,
        lang: str = "de",
        headers: Mapping[str, str] | None = None,
        csrf: str | None = None,
        way: Way = "socket",
    ) -> None:
        self._way = way
        sent = headers_of(url, session, headers or {})
        self.line = self._line_to(socket_url(url, lang), sent, csrf_of(session) if csrf is None else csrf)
        self.line.take, self.line.up, self.line.down = self._take, self._up, lambda: self._ready.clear()
        self.welcome: Frame = {}
        self._following = Following(self.line, self._start)
        self._outbox = Outbox(self.line, self._start)
        self._ready = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._ended: Ended | None = None

    def _line_to(self, url: str, headers: dict[str, str], csrf: str) -> Line:
        return WAYS[self._way](url, headers, csrf)

    async def __aenter__(self) -> Self:
        self._start(self._stay())
        try:
            await self.online()
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Leave for good; whoever still waits gets `Ended`."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._end(Ended(1000, "closed"))

    async def online(self) -> None:
        """Wait until the line stands."""
        await self._ready.wait()
        self._check()

    # ── reading ────────────────────────────────────────────────────────────────────────────────────────────

    async def follow(self, thread: int, after: int = 0, epoch: int = 0) -> None:
        """Read a thread from a position on, and go on by itself after every cut; returns once the server agreed.

        Raises `Refused` where there is no such thread (`gone`) or the socket reads too many (`rate`).
        """
        self._check()
        view = View(thread, after, epoch)
        self._following.follow(view)
        await asyncio.shield(view.sitting)

    async def unfollow(self, thread: int) -> None:
        """Stop reading a thread."""
        self._following.unfollow(thread)
        await self.line.send({"t": "unsub", "th": thread})

    def items(self, thread: int) -> list[Item]:
        """The timeline as this client sees it, in the order of `born`."""
        return sorted(self._view(thread).items.values(), key=lambda item: int(item["born"]))

    def position(self, thread: int) -> int:
        """The number of the last change that is applied here."""
        return self._view(thread).pos

    def presence(self, thread: int) -> tuple[int, int]:
        """How many read the thread and how many of them are typing, as last heard."""
        return self._view(thread).here, self._view(thread).typing

    async def reached(self, thread: int, seq: int) -> None:
        """Wait until this client stands at a position."""
        view = self._view(thread)
        if view.over:
            raise view.over
        await view.reached(seq)

    async def events(self, thread: int) -> AsyncIterator[Change]:
        """What is here, then what changes, until the thread is taken away or the client ends.

        What waits to be taken is held in memory: take it without long pauses.
        """
        view = self._view(thread)
        waiting = deque(Change("item", view.pos, item) for item in self.items(thread))
        view.listeners.append(waiting)
        try:
            while True:
                news = view.news
                while waiting:
                    yield waiting.popleft()
                if view.over:
                    return
                await news.wait()
        finally:
            view.listeners.remove(waiting)

    async def read(self, thread: int, no: int) -> None:
        """Tell that everything up to contribution `no` was seen; lost without harm where the line is down."""
        await self.line.send({"t": "read", "th": thread, "no": no})

    async def typing(self, thread: int) -> None:
        """Tell that somebody is typing; at most every four seconds."""
        await self.line.send({"t": "typing", "th": thread})

    # ── speaking ───────────────────────────────────────────────────────────────────────────────────────────

    async def post(
        self, thread: int, text: str, key: str | None = None, reply_to: int | None = None, quote: str = "", **more: Any
    ) -> Stored:
        """Contribute to a thread, perhaps as a reply; `speak_as` names an organisation in whose name to speak."""
        return await self.op("post", thread, key=key, text=text, post=reply_to, quote=quote or None, **more)

    async def op(
        self, do: str, thread: int, *, key: str | None = None, speak_as: int | None = None, **payload: Any
    ) -> Stored:
        """Carry out an op and wait until it is stored; sent again with the same key after every cut.

        Raises `Refused` for a final no. Where the server asks for patience, the op is sent again by itself.
        """
        self._check()
        payload |= {"as": speak_as}
        given = {name: value for name, value in payload.items() if value is not None}
        return await self._outbox.op(do, thread, key, given)

    # ── the line ───────────────────────────────────────────────────────────────────────────────────────────

    def cut(self) -> None:
        """Lose the line without a goodbye; it comes back by itself."""
        self.line.cut()

    def _view(self, thread: int) -> View:
        return self._following.views[thread]

    def _check(self) -> None:
        if self._ended is not None:
            raise self._ended

    def _take(self, frame: Frame) -> None:
        if frame["t"] == "ping":
            self._start(self._answer(frame))
        elif "ck" in frame:
            self._outbox.take(frame)
        else:
            self._following.take(frame)

    def _up(self, welcome: Frame) -> None:
        self.welcome = welcome
        self._ready.set()
        self._start(self._resume())

    async def _answer(self, ping: Frame) -> None:
        await self.line.send({"t": "pong", "n": ping["n"]})

    async def _resume(self) -> None:
        await self._following.sit_again()
        await self._outbox.send_again()

    async def _stay(self) -> None:
        try:
            await self.line.run()
        except Ended as ended:
            self._end(ended)
        except Exception as fault:
            self._end(Ended(0, f"the client failed: {fault!r}"))
            raise

    def _end(self, ended: Ended) -> None:
        if self._ended is None:
            self._ended = ended
            self._following.end(ended)
            self._outbox.end(ended)
            self._ready.set()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

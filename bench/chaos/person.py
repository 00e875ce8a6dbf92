"""A person: writes, keeps every op until it is answered, and follows one thread, with the client everybody may use."""

import asyncio
import random
import time
from typing import Any
from uuid import uuid4

from arena.client import Ended, Refused
from arena.client.ways import Way
from bench.chaos.acts import invent
from bench.chaos.letter import send_by_letter
from bench.chaos.proxy import Proxy
from bench.chaos.record import Record
from bench.chaos.talk import Talk

LOUD_S = 0.15  # between two large contributions
MOST_WAITING = 3
WAYS: tuple[Way, ...] = ("socket", "stream", "socket", "polling")  # by which people come, one after the other
BY_LETTER = 0.1  # of what is said goes over HTTP


def way_of(number: int, threads: int) -> Way:
    """The way somebody comes by: each thread has readers of every way."""
    return WAYS[number // threads % len(WAYS)]


class Mood:
    """What all people of a run do now; `new_keys` is a client's defect: what it sends again gets another key."""

    def __init__(self, rest_s: float, *, new_keys: bool = False) -> None:
        self.rest_s = rest_s
        self.new_keys = new_keys
        self.writing = True
        self.large: set[int] = set()


class Person:
    """One person at one thread, on whichever server answers."""

    def __init__(
        self, number: int, token: str, thread: int, record: Record, mood: Mood, seed: int, way: Way = "socket"
    ) -> None:
        self.number, self.token, self.thread, self.way = number, token, thread, way
        self.record, self.mood = record, mood
        self.dice = random.Random(f"{seed}/{number}")
        self.written = 0
        self.waiting: dict[str, asyncio.Task[None]] = {}
        self.own: list[int] = []
        self.talk: Talk | None = None
        self.asked_at = 0.0
        self.headers = {"Cookie": f"arena={token}", "X-Forwarded-For": f"10.0.{number >> 8}.{number & 255}"}
        self._here = asyncio.Event()
        self._here.set()
        self._doors: list[Proxy] = []

    @property
    def items(self) -> dict[int, dict[str, Any]]:
        """What this person sees, by number."""
        return self.talk.view.items if self.talk else {}

    @property
    def pos(self) -> int:
        """Up to where this person sees everything."""
        return self.talk.view.pos if self.talk else 0

    async def live(self, doors: list[Proxy]) -> None:
        """Talk until cancelled; whoever is to forget everything begins again with a new client."""
        self._doors = doors
        try:
            while True:
                async with Talk(self) as talk:
                    self.talk = talk
                    await self._speak(talk)
        except Ended as ended:
            self.record.fault("closed", str(ended))
        finally:
            for task in self.waiting.values():
                task.cancel()

    async def door(self) -> Proxy:
        """Where to try next, once this person is here."""
        await self._here.wait()
        return self.dice.choice(self._doors)

    def asks(self) -> None:
        """Begin to read, or go on: what was retracted long before is not shown any more."""
        self.asked_at = time.monotonic()
        self.record.counts["connections"] += 1

    async def _speak(self, talk: Talk) -> None:
        await talk.follow(self.thread)
        while self.talk is talk:
            large = self.thread in self.mood.large
            if self.mood.writing and len(self.waiting) < MOST_WAITING:
                key, sent = invent(self, large=large)
                self.record.sent[key] = sent
                self.send(key)
            await asyncio.sleep(self.dice.uniform(0.5, 1.5) * (LOUD_S if large else self.mood.rest_s))

    def send(self, key: str) -> None:
        """Say it until it is answered, with whichever client there is."""
        self.waiting[key] = asyncio.create_task(self._send(key))

    async def _send(self, key: str) -> None:
        while (post := await self._say(key)) is None:
            await asyncio.sleep(self.dice.uniform(0.05, 0.5))
        if post and self.record.sent[key].do == "post":
            self.own.append(post)
        self.waiting.pop(key, None)

    async def _say(self, key: str) -> int | None:
        """Say it once; gives the item it touched, 0 for a final no, None where it must be said again."""
        if self.dice.random() < BY_LETTER:
            door = await self.door()
            return await send_by_letter(self.record, key, door.port, door.node.number, self.headers)
        sent = self.record.sent[key]
        try:
            stored = await self.talk.op(sent.do, sent.thread, key=key, **sent.payload) if self.talk else None
        except Refused:
            return 0
        except Ended:
            return None  # this client is closed; the next one says it again
        return stored.post if stored else None

    def doing(self) -> str:
        """What this person's line does at this moment, for whoever asks why they stand still."""
        tasks = getattr(self.talk.doors, "_tasks", ()) if self.talk else ()
        frames = [frame for task in tasks for frame in task.get_stack(limit=1)]
        where = [f"{frame.f_code.co_name}:{frame.f_lineno}" for frame in frames]
        return f"by {self.way}, in {where}"

    # ── what happens to people ─────────────────────────────────────────────────────────────────────────────

    def stall(self) -> None:
        """Take nothing any more."""
        if self.talk:
            self.talk.doors.pause()

    def go_on(self) -> None:
        """Take again."""
        if self.talk:
            self.talk.doors.go_on()

    def forget(self) -> None:
        """Begin again as a newcomer who knows nothing; what waits for an answer is kept."""
        self.talk = None

    def leave(self) -> None:
        """Be away until `come_back`."""
        self._here.clear()
        if self.talk:
            self.talk.cut()

    def come_back(self) -> None:
        """Be there again, where one was."""
        self._here.set()

    def rename(self) -> None:
        """The client's defect: what waits is said again under another key."""
        for key, task in list(self.waiting.items()):
            task.cancel()
            del self.waiting[key]
            self.record.sent[again := uuid4().hex] = self.record.sent[key]
            self.send(again)

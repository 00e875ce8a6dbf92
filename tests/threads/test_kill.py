"""Kill −9 while people talk: what was acknowledged is stored exactly once, and everybody ends with the same thread."""

import asyncio
import random
from pathlib import Path

from websockets.exceptions import WebSocketException

from arena.store import Store
from arena.threads.open import open_thread
from arena.threads.timeline import heads
from tests.people import Arena
from tests.serving import Server
from tests.talk import PATIENCE_S, Talk
from tests.threads.conftest import fetched

ROUNDS = 2  # the storms of tests/chaos kill far more often
PEOPLE = 8


class Stubborn:
    """Somebody who keeps every contribution until it is acknowledged, and comes back after every interruption."""

    def __init__(self, arena: Arena, name: str, thread: int) -> None:
        self.talk = Talk(arena, arena.person(name))
        self.name, self.thread = name, thread
        self.written = 0
        self.waiting: dict[str, str] = {}
        self.acknowledged: dict[str, int] = {}
        self.talk.pos[thread] = 0

    async def keep_talking(self, until: asyncio.Event) -> None:
        """Write and resend until told to stop and nothing waits any more."""
        while self.waiting or not until.is_set():
            try:
                await self._visit(until)
            except (OSError, WebSocketException):  # the server is gone, at whatever moment
                await asyncio.sleep(0.05)

    async def _visit(self, until: asyncio.Event) -> None:
        await self.talk.open()
        await self.talk.follow(self.thread, after=self.talk.pos[self.thread])
        while self.waiting or not until.is_set():
            if not until.is_set() and len(self.waiting) < 3:
                self._write()
            for key in list(self.waiting):
                await self._send(key)
            await asyncio.sleep(random.uniform(0, 0.05))

    def _write(self) -> None:
        self.written += 1
        self.waiting[f"key-{self.name}-{self.written}"] = f"{self.name} sagt {self.written}"

    async def _send(self, key: str) -> None:
        answer = await self.talk.op("post", self.thread, ck=key, text=self.waiting[key])
        if answer["t"] == "ok":
            self.acknowledged[key] = answer["seq"]
            del self.waiting[key]
        else:
            assert answer["code"] == "rate", answer
            await asyncio.sleep(0.2)


async def test_kill_9_loses_nothing_and_doubles_nothing(fresh_database: str, tmp_path: Path) -> None:
    server = Server(fresh_database, tmp_path)
    store = Store(fresh_database)
    thread = store.write_now(open_thread)
    arena = server.arena(store)
    people = [Stubborn(arena, f"P{number}", thread) for number in range(PEOPLE)]
    store.close()  # nobody else holds the database: what a kill leaves behind is found by the next start alone

    stop = asyncio.Event()
    talking = asyncio.gather(*(someone.keep_talking(stop) for someone in people))
    try:
        for _ in range(ROUNDS):
            await server.start()
            await _acknowledged(people, sum(len(someone.acknowledged) for someone in people) + PEOPLE)
            await asyncio.sleep(random.uniform(0, 0.4))
            server.kill()
        await server.start()
        stop.set()
        async with asyncio.timeout(30):
            await talking
        await _all_is_well(fresh_database, thread, people)
    finally:
        talking.cancel()
        if server.process.poll() is None:
            server.kill()
        for someone in people:
            await someone.talk.close()
        await arena.close()


async def _acknowledged(people: list[Stubborn], number: int) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while sum(len(someone.acknowledged) for someone in people) < number:
            await asyncio.sleep(0.01)


async def _all_is_well(database: str, thread: int, people: list[Stubborn]) -> None:
    store = Store(database)
    head = store.read_now(heads, [thread])[thread]
    stored = fetched(store, thread)
    store.close()
    said = [item["html"].removeprefix("<p>").removesuffix("</p>\n").removesuffix("</p>") for item in stored]
    assert sorted(said) == sorted(f"{someone.name} sagt {n + 1}" for someone in people for n in range(someone.written))
    assert [item["born"] for item in stored] == [item["no"] for item in stored] == list(range(1, head + 1))
    place = {words: item["born"] for words, item in zip(said, stored, strict=True)}
    for someone in people:
        for key, seq in someone.acknowledged.items():
            assert place[f"{someone.name} sagt {key.rsplit('-', 1)[1]}"] == seq, "acknowledged at another place"
        await someone.talk.reached(thread, head)
        assert someone.talk.view == stored, f"{someone.name} sees another thread"

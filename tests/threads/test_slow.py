"""Readers who take nothing: the others keep getting everything, the server stays small, and the stuck are let go."""

import asyncio
import socket
from pathlib import Path

from arena.live.feed import RING
from arena.store import Store
from arena.threads.open import open_thread
from tests.people import Arena
from tests.serving import Server
from tests.talk import Talk
from tests.threads.conftest import fetched

STUCK = 50
POSTS = 80
LARGE = "&" * 4000  # grows fivefold on its way into HTML
PER_PERSON = 8
MOST_GROWTH = 60 * 1024 * 1024
LET_GO_S = 45


async def test_readers_who_take_nothing_are_let_go_and_cost_the_others_nothing(
    fresh_database: str, tmp_path: Path
) -> None:
    store = Store(fresh_database)
    thread = store.write_now(open_thread)
    async with Server(fresh_database, tmp_path) as server:
        arena = server.arena(store)
        stuck = [await _stuck(arena, thread) for _ in range(STUCK)]
        async with asyncio.timeout(LET_GO_S):
            while server.lines != STUCK:  # whoever asked whether it answers may not have hung up yet
                await asyncio.sleep(0.1)
        async with Talk(arena, arena.visitor()) as reader:
            await reader.follow(thread)
            await _write(arena, thread, 16)
            await reader.reached(thread, 16)
            before = server.rss
            await _write(arena, thread, POSTS - 16)
            await reader.reached(thread, POSTS)
            assert [item["no"] for item in reader.view] == list(range(1, POSTS + 1))
            assert server.rss - before < MOST_GROWTH, "what the stuck do not take piles up"
            async with asyncio.timeout(LET_GO_S):
                while server.lines > 1:
                    await asyncio.sleep(0.1)
            assert (await _one(arena, thread))["seq"] == POSTS + 1
            await reader.reached(thread, POSTS + 1)
        for line in stuck:
            line.transport.abort()
        await _falls_behind_and_returns(arena, store, thread)
        await arena.close()
    store.close()


async def _stuck(arena: Arena, thread: int) -> "_Line":
    """Somebody who subscribes and then takes nothing: a small window, and a reader that has stopped."""
    line = _Line(arena, arena.visitor(), window=4096)
    await line.open()
    await line.send(t="sub", th=thread, after=0)
    line.stop()
    return line


class _Line(Talk):
    def __init__(self, *args: object, window: int) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.window = window

    async def connection(self) -> socket.socket:
        """A line whose receiving side the kernel keeps small."""
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.window)
        line.setblocking(False)
        await asyncio.get_running_loop().sock_connect(line, ("127.0.0.1", self.port))
        return line

    @property
    def transport(self) -> asyncio.Transport:
        """The line itself."""
        return self.ws.transport

    def stop(self) -> None:
        """Take nothing any more."""
        self.transport.pause_reading()

    def go_on(self) -> None:
        """Take again."""
        self.transport.resume_reading()


async def _write(arena: Arena, thread: int, posts: int, text: str = LARGE) -> None:
    await asyncio.gather(*(_speak(arena, thread, text) for _ in range(0, posts, PER_PERSON)))


async def _speak(arena: Arena, thread: int, text: str) -> None:
    async with Talk(arena, arena.person()) as talk:
        answers = await asyncio.gather(*(talk.op("post", thread, text=text) for _ in range(PER_PERSON)))
        assert {answer["t"] for answer in answers} == {"ok"}, answers


async def _one(arena: Arena, thread: int) -> dict[str, object]:
    async with Talk(arena, arena.person()) as talk:
        return await talk.op("post", thread, text="und noch eins")


async def _falls_behind_and_returns(arena: Arena, store: Store, thread: int) -> None:
    """A reader who pauses until the newest events no longer reach back gets everything, in order, from the log."""
    start = len(fetched(store, thread))
    end = start + POSTS + RING + 8
    line = _Line(arena, arena.visitor(), window=4096)
    await line.open()
    await line.follow(thread, after=start)
    await asyncio.sleep(0.2)
    line.stop()
    await _write(arena, thread, POSTS)
    await _write(arena, thread, RING + 8, "kurz")
    line.go_on()
    try:
        await line.reached(thread, end)
    except ConnectionError:  # on a slow machine the pause was too long for the server: come back
        await line.open()
        await line.follow(thread, after=line.pos[thread])
        await line.reached(thread, end)
    assert line.view == fetched(store, thread)[start:]
    assert any(frame.get("items") for frame in line.frames), "it never fell behind"
    await line.close()

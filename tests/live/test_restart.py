"""Two workers are replaced and stopped while people talk: nothing is lost, nothing doubled, everybody goes on."""

import asyncio
import os
import signal
from contextlib import AsyncExitStack
from itertools import chain
from pathlib import Path

from arena.client import Client
from arena.store import Store
from arena.threads.open import open_thread
from tests.commands.test_serve import children
from tests.people import Arena, Someone
from tests.serving import Server
from tests.threads.conftest import fetched

PEOPLE, EACH = 5, 6


def _client(arena: Arena, someone: Someone) -> Client:
    url = f"http://127.0.0.1:{arena.settings.port}"
    return Client(url, session=someone.token, headers={"X-Forwarded-For": someone.address})


async def test_restart_and_stop_of_two_workers_lose_nothing(fresh_database: str, tmp_path: Path) -> None:
    store = Store(fresh_database)
    thread = store.write_now(open_thread)
    server = Server(fresh_database, tmp_path, workers=2)
    arena = server.arena(store)
    async with server, AsyncExitStack() as open_clients, asyncio.timeout(120):
        clients = [await open_clients.enter_async_context(_client(arena, arena.person())) for _ in range(PEOPLE)]
        for client in clients:
            await client.follow(thread)
        restarted, stopped = asyncio.Event(), asyncio.Event()
        talking = [
            asyncio.create_task(_talk(client, n, thread, restarted, stopped)) for n, client in enumerate(clients)
        ]
        first = await _workers(server)
        os.kill(server.process.pid, signal.SIGHUP)
        await _workers(server, but=first)
        restarted.set()
        server.process.terminate()
        assert await asyncio.to_thread(server.process.wait, 30) == 0
        stopped.set()
        server.workers = 1  # that two come up has been seen
        await server.start()
        acknowledged = list(chain.from_iterable(await asyncio.gather(*talking)))
        stored = fetched(store, thread)
        place = {item["html"]: item["born"] for item in stored}
        assert {words: place[f"<p>{words}</p>\n"] for words, _ in acknowledged} == dict(acknowledged)
        assert len(stored) == len(acknowledged) == PEOPLE * EACH
        for client in clients:
            await client.reached(thread, len(stored))
            assert client.items(thread) == stored
    await arena.close()
    store.close()


async def _talk(
    client: Client, number: int, thread: int, restarted: asyncio.Event, stopped: asyncio.Event
) -> list[tuple[str, int]]:
    """Two contributions in each of three times: while workers are replaced, while all stop, after a new start."""
    said = []
    for times, over in enumerate((restarted, stopped, None)):
        for again in range(2):
            words = f"{number} sagt {times}-{again}"
            said.append((words, (await client.post(thread, words)).seq))
            await asyncio.sleep(0.2)
        if over is not None:
            await over.wait()
    return said


async def _workers(server: Server, *, but: set[int] = frozenset()) -> set[int]:  # type: ignore[assignment]
    """The two processes that answer, once both are there and none of them is an earlier one."""
    while len(found := children(server.process.pid)) != server.workers or found & but:
        await asyncio.sleep(0.1)
    return found

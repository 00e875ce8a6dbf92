"""A rolling restart: one node ends and starts again, then the other; nobody loses a word."""

import asyncio
from contextlib import AsyncExitStack

from arena.client import Client, Stored
from arena.threads.open import open_thread
from tests.deployment.conftest import City
from tests.people import Someone
from tests.threads.conftest import fetched

POSTERS, READERS = 30, 4
PAUSE_S = 2.0  # a person may say eight things at once and then one in five seconds
PATIENCE_S = 120


async def test_both_nodes_are_restarted_while_people_talk_and_nothing_is_lost(city: City) -> None:
    thread = city.store.write_now(open_thread)
    async with AsyncExitStack() as stack, asyncio.timeout(PATIENCE_S):
        people = [city.arena.person() for _ in range(POSTERS)] + [city.arena.visitor() for _ in range(READERS)]
        clients = [await stack.enter_async_context(_client(city, someone)) for someone in people]
        for client in clients:
            await client.follow(thread)
        acknowledged: dict[str, Stored] = {}
        over = asyncio.Event()
        talking = [
            asyncio.create_task(_talk(client, thread, f"Person {n}", acknowledged, over))
            for n, client in enumerate(clients[:POSTERS])
        ]
        for node in city.nodes:
            said = len(acknowledged)
            await node.end()
            while len(acknowledged) < said + 6:  # with one node alone, people go on
                await asyncio.sleep(0.02)
            await node.start()
        over.set()
        await asyncio.gather(*talking)
        log = fetched(city.store, thread)
        assert [item["no"] for item in log] == list(range(1, len(acknowledged) + 1))
        assert {item["id"]: item["html"] for item in log} == {
            stored.post: f"<p>{text}</p>\n" for text, stored in acknowledged.items()
        }
        for client in clients:
            await client.reached(thread, len(log))
            assert client.items(thread) == log


def _client(city: City, someone: Someone) -> Client:
    return Client(city.arena.settings.address, session=someone.token)


async def _talk(client: Client, thread: int, name: str, acknowledged: dict[str, Stored], over: asyncio.Event) -> None:
    while not over.is_set():
        text = f"{name} sagt {len(acknowledged)}"
        acknowledged[text] = await client.post(thread, text)
        await asyncio.sleep(PAUSE_S)

"""Two nodes behind nginx with the documented configuration: everything a person does passes through it."""

import asyncio
import json
import ssl

import httpx2
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from arena.client import Client
from arena.live.frames import HEARTBEAT_S
from arena.threads.open import open_thread
from tests.deployment.conftest import City
from tests.people import Someone
from tests.threads.conftest import fetched

PATIENCE_S = 30
FLOOD = 140  # more than both nodes together let one address do at once


async def test_pages_forms_sockets_and_events_pass_and_what_is_forged_does_not(city: City) -> None:
    silent = asyncio.create_task(_hears_a_heartbeat(city))
    await _pages_and_forms_pass(city)
    await _sockets_reach_both_nodes(city)
    await _another_origin_is_refused(city)
    await _events_come_as_they_happen(city)
    await _plain_http_leads_to_https(city)
    await silent
    await _a_forged_address_does_not_help(city)


async def _pages_and_forms_pass(city: City) -> None:
    someone = city.arena.person()
    page = await someone.get("/de/ideas")
    assert page.status_code == 200
    assert page.headers["strict-transport-security"]
    thread = city.store.write_now(open_thread)
    key, text = "deployment-form-1", "Mit **Formular**"
    for _ in range(2):
        sent = await someone.post(f"/de/threads/{thread}/posts", {"client_key": key, "markdown": text})
        assert sent.status_code == 303
        assert sent.headers["location"].startswith(("/", city.arena.settings.address))
    assert len(fetched(city.store, thread)) == 1
    assert "Mit <strong>Formular</strong>" in (await someone.get(f"/de/threads/{thread}")).text
    large = await someone.post(f"/de/threads/{thread}/posts", {"client_key": "large", "markdown": "x" * 400_000})
    assert large.status_code == 413


async def _sockets_reach_both_nodes(city: City) -> None:
    thread = city.store.write_now(open_thread)
    clients = [_client(city, someone) for someone in (city.arena.person(), city.arena.person(), city.arena.visitor())]
    async with asyncio.timeout(PATIENCE_S), clients[0] as mira, clients[1] as tom, clients[2] as reader:
        for client in clients:
            await client.follow(thread)
        await mira.post(thread, "von hier")
        stored = await tom.post(thread, "von dort")
        for client in (mira, tom, reader):
            await client.reached(thread, stored.seq)
            assert client.items(thread) == fetched(city.store, thread)
        assert all(node.lines for node in city.nodes), "one node got all the sockets"


async def _hears_a_heartbeat(city: City) -> None:
    """A socket on which nothing happens stays open."""
    async with _socket(city, city.arena.settings.address) as silent, asyncio.timeout(HEARTBEAT_S + PATIENCE_S):
        await silent.send(json.dumps({"t": "hello", "v": 1, "csrf": ""}))
        while json.loads(await silent.recv())["t"] != "ping":
            pass


async def _another_origin_is_refused(city: City) -> None:
    for origin in ("https://evil.example", city.arena.settings.address.replace("https", "http"), "https://127.0.0.1"):
        with pytest.raises(InvalidStatus) as refused:
            async with _socket(city, origin):
                pass
        assert refused.value.response.status_code == 403
    foreign = await city.arena.visitor().get("/de/", headers={"Host": "evil.example"})
    assert foreign.status_code == 400


async def _events_come_as_they_happen(city: City) -> None:
    thread = city.store.write_now(open_thread)
    headers = {"Accept": "text/event-stream"}
    async with (
        asyncio.timeout(PATIENCE_S),
        city.arena.visitor().http.stream("GET", f"/threads/{thread}/stream", headers=headers) as stream,
        _client(city, city.arena.person()) as mira,
    ):
        lines = stream.aiter_lines()
        for n in range(3):  # each is read before the next one is said
            await mira.post(thread, f"Nummer {n}")
            async for line in lines:
                if f"Nummer {n}" in line:
                    break


async def _plain_http_leads_to_https(city: City) -> None:
    async with httpx2.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{city.nginx.plain_port}/de/ideas?q=x")
    assert (answer.status_code, answer.headers["location"]) == (308, "https://127.0.0.1/de/ideas?q=x")


async def _a_forged_address_does_not_help(city: City) -> None:
    """Whoever claims a new address with each form is stopped; whoever comes from another one is not."""
    flooding = city.arena.visitor()
    answers = [await flooding.post("/de/sign-out", headers=_forged(n)) for n in range(FLOOD)]
    assert 429 in {answer.status_code for answer in answers}
    elsewhere = httpx2.AsyncHTTPTransport(local_address="127.0.0.2", verify=False)
    async with httpx2.AsyncClient(transport=elsewhere, headers={"Sec-Fetch-Site": "same-origin"}) as client:
        assert (await client.post(f"{city.arena.settings.address}/de/sign-out")).status_code == 303


def _forged(n: int) -> dict[str, str]:
    return {"X-Forwarded-For": f"10.9.{n // 250}.{n % 250}"}


def _client(city: City, someone: Someone) -> Client:
    return Client(city.arena.settings.address, session=someone.token)


def _socket(city: City, origin: str) -> connect:
    return connect(
        city.arena.settings.address.replace("https", "wss") + "/live?lang=de",
        origin=Origin(origin),
        subprotocols=[Subprotocol("arena.v1")],
        ssl=ssl.create_default_context(cafile=str(city.nginx.certificate)),
        compression=None,
    )

"""Walks: where no socket comes through, a thread still lives: by events, by asking, and by a socket once it can."""

import asyncio

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import select

from arena.store import Store
from arena.threads.model import ThreadRead
from tests.people import Arena
from tests.walks.network import Network
from tests.walks.talking import heard, live, post, seen, seen_anew, sit_down, speak
from tests.walks.walker import Walkers

SOCKET, STREAM, POLLING = "0", "1", "2"
BLOCKED = {STREAM: {b"GET /live"}, POLLING: {b"GET /live", b"/stream?"}}
CUT = (r"net::ERR_", r"WebSocket connection to .* failed", r"Failed to load resource")


async def by(page: Page, way: str) -> None:
    """Wait until the page is connected in this way."""
    await expect(page.locator("#presence")).to_have_attribute("data-way", way)
    await live(page)


@pytest.mark.parametrize("way", [STREAM, POLLING], ids=["stream", "polling"])
async def test_without_a_socket_a_thread_still_updates_and_takes_contributions(
    walk: Walkers, arena: Arena, thread: int, network: Network, way: str
) -> None:
    mira, jonas = await walk(arena.person("Mira")), await walk(arena.person("Jonas"), via=network)
    network.blocks = BLOCKED[way]
    jonas.watch.expect(*CUT)
    here = await sit_down(mira, thread)
    await expect(here.locator("#presence-words")).to_have_text("Neues erscheint sofort")  # alone: a dot says nothing
    there = await jonas.open(f"/de/threads/{thread}")
    await by(there, way)
    await speak(here, "Von der Steckdose")
    await heard(there, "Von der Steckdose")
    await speak(there, "Aus dem Funkloch")
    for page in (here, there):
        await heard(page, "Von der Steckdose", "Aus dem Funkloch")
    await expect(there.locator(".post-sending, .post-failed")).to_have_count(0)
    await post(there, "Von der Steckdose").get_by_role("button", name="Bedenken").click()
    for page in (here, there):
        count = post(page, "Von der Steckdose").locator('[data-s="concern"]').first
        await expect(count).to_have_text("1")
    if way == POLLING:
        await expect(there.locator("#presence-words")).to_have_text("Neues kommt alle paar Sekunden")
    assert await seen(there) == await seen_anew(there)


async def test_a_socket_is_used_again_as_soon_as_one_comes_through(
    walk: Walkers, arena: Arena, thread: int, network: Network
) -> None:
    mira, jonas = await walk(arena.person("Mira")), await walk(arena.person("Jonas"), via=network)
    network.blocks = BLOCKED[STREAM]
    jonas.watch.expect(*CUT)
    here = await sit_down(mira, thread)
    there = await jonas.open(f"/de/threads/{thread}")
    await by(there, STREAM)
    await speak(there, "Noch ohne")
    await heard(here, "Noch ohne")
    network.blocks = set()
    await by(there, SOCKET)
    await speak(there, "Wieder mit")
    await speak(here, "Und zurück")
    for page in (here, there):
        await heard(page, "Noch ohne", "Wieder mit", "Und zurück")


async def test_a_refusal_is_told_without_a_socket_as_well(
    walk: Walkers, arena: Arena, thread: int, network: Network
) -> None:
    jonas = await walk(arena.person("Jonas"), via=network)
    network.blocks = BLOCKED[STREAM]
    jonas.watch.expect(*CUT)
    page = await jonas.open(f"/de/threads/{thread}")
    await by(page, STREAM)
    await page.get_by_label("Ihr Beitrag").evaluate("(field) => field.removeAttribute('maxlength')")
    await speak(page, "x" * 4001)
    await expect(page.locator("#live-status")).to_contain_text("Höchstens 4.000 sind möglich")


@pytest.mark.parametrize("way", [STREAM, POLLING], ids=["stream", "polling"])
async def test_what_was_read_and_typing_are_told_without_a_socket_as_well(
    walk: Walkers, arena: Arena, store: Store, thread: int, network: Network, way: str
) -> None:
    someone = arena.person("Jonas")
    mira, jonas = await walk(arena.person("Mira")), await walk(someone, via=network)
    network.blocks = BLOCKED[way]
    jonas.watch.expect(*CUT)
    here = await sit_down(mira, thread)
    there = await jonas.open(f"/de/threads/{thread}")
    await by(there, way)
    await speak(here, "Wer hat Platz?")
    await heard(there, "Wer hat Platz?")
    read = select(ThreadRead.no).where(ThreadRead.thread_id == thread, ThreadRead.person_id == someone.id)
    async with asyncio.timeout(20):
        while store.read_now(lambda db: db.execute(read).scalar()) != 1:
            await asyncio.sleep(0.05)
    await there.get_by_label("Ihr Beitrag").fill("Wir")
    await expect(here.locator("#presence-words")).to_contain_text("jemand schreibt")

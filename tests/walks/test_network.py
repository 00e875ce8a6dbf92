"""Walks: the network goes and comes back, and nothing that was written is lost or doubled."""

import pytest
from playwright.async_api import Page, expect

from arena.errors import Refusal
from arena.store import Alike
from tests.people import Arena
from tests.walks.network import Network
from tests.walks.talking import heard, live, post, said, seen, seen_anew, sit_down, speak
from tests.walks.walker import Walkers

CUT = (r"net::ERR_(CONNECTION|SOCKET|EMPTY|INTERNET)", r"WebSocket connection to .* failed")


async def waits(page: Page, text: str) -> None:
    """The bubble says that these words are not sent yet."""
    bubble = page.locator("li.post-sending").filter(has_text=text)
    await expect(bubble.locator(".post-state")).to_have_text("wird gesendet, sobald Sie wieder verbunden sind")


async def test_both_write_while_one_is_cut_off_and_afterwards_both_see_the_same(
    walk: Walkers, arena: Arena, thread: int, network: Network
) -> None:
    mira, jonas = await walk(arena.person("Mira")), await walk(arena.person("Jonas"), via=network)
    here, there = await sit_down(mira, thread), await sit_down(jonas, thread)
    await speak(here, "Vor dem Tunnel")
    await heard(there, "Vor dem Tunnel")

    jonas.watch.expect(*CUT)
    await network.cut()
    await expect(there.locator("#presence-words")).to_contain_text("Verbindung unterbrochen")
    for text in ("Jonas im Tunnel 1", "Jonas im Tunnel 2"):
        await speak(there, text)
        await waits(there, text)
    await speak(here, "Mira draußen 1")
    await speak(here, "Mira draußen 2")
    await heard(here, "Mira draußen 2")
    await post(here, "Vor dem Tunnel").get_by_role("button", name="Bedenken").click()
    assert await said(there) == ["Vor dem Tunnel", "Jonas im Tunnel 1", "Jonas im Tunnel 2"]

    await network.restore()
    told = ["Vor dem Tunnel", "Mira draußen 1", "Mira draußen 2", "Jonas im Tunnel 1", "Jonas im Tunnel 2"]
    for page in (here, there):
        await heard(page, *told)
    assert await said(here) == await said(there) == told
    await expect(there.locator(".post-sending, .post-failed")).to_have_count(0)
    live_here, live_there = await seen(here), await seen(there)
    assert live_here == await seen_anew(here)
    assert live_there == await seen_anew(there)


async def test_an_answer_that_was_lost_on_the_way_doubles_nothing(
    walk: Walkers, arena: Arena, thread: int, network: Network
) -> None:
    mira, jonas = await walk(arena.person()), await walk(arena.person(), via=network)
    here, there = await sit_down(mira, thread), await sit_down(jonas, thread)
    jonas.watch.expect(*CUT)
    network.deaf = True  # what Jonas sends arrives; what is answered does not
    await speak(there, "Kam das an?")
    await heard(here, "Kam das an?")
    await expect(there.locator("li.post-sending")).to_have_count(1)
    await network.cut()
    network.deaf = False
    await network.restore()
    await heard(there, "Kam das an?")
    await expect(there.locator("li.post-sending")).to_have_count(0)
    assert await said(here) == await said(there) == ["Kam das an?"]
    assert await seen(there) == await seen_anew(there)


async def test_what_the_database_could_not_take_is_sent_again_by_itself(
    walk: Walkers, arena: Arena, thread: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    mira, jonas = await walk(arena.person()), await walk(arena.person())
    here, there = await sit_down(mira, thread), await sit_down(jonas, thread)
    store = arena.app.state.store
    hand_over, away = store.hand_over, [True]

    def hand_over_later(act: object) -> object:
        if not away or not isinstance(act, Alike):
            return hand_over(act)
        away.clear()
        raise Refusal(503, "errors.busy")

    monkeypatch.setattr(store, "hand_over", hand_over_later)
    await speak(there, "Erst beim zweiten Mal")
    for page in (here, there):
        await heard(page, "Erst beim zweiten Mal")
    assert not away
    await expect(there.locator(".post-sending, .post-failed")).to_have_count(0)


async def test_what_was_written_offline_survives_closing_the_tab(
    walk: Walkers, arena: Arena, thread: int, network: Network
) -> None:
    mira, jonas = await walk(arena.person()), await walk(arena.person(), via=network)
    here, there = await sit_down(mira, thread), await sit_down(jonas, thread)
    jonas.watch.expect(*CUT)
    await network.cut()
    await speak(there, "Im Zug geschrieben")
    await waits(there, "Im Zug geschrieben")
    await there.close()
    assert await said(here) == []

    await network.restore()
    await jonas.tab()
    again = await sit_down(jonas, thread)
    for page in (here, again):
        await heard(page, "Im Zug geschrieben")
    await expect(again.locator("li.post-sending")).to_have_count(0)
    assert await seen(again) == await seen_anew(again)
    await live(again)
    await speak(again, "Und weiter")
    await heard(here, "Im Zug geschrieben", "Und weiter")


async def test_reacting_while_cut_off_is_sent_afterwards(
    walk: Walkers, arena: Arena, thread: int, network: Network
) -> None:
    mira, jonas = await walk(arena.person()), await walk(arena.person(), via=network)
    here, there = await sit_down(mira, thread), await sit_down(jonas, thread)
    await speak(here, "Was meint ihr?")
    await heard(there, "Was meint ihr?")
    jonas.watch.expect(*CUT)
    await network.cut()
    await expect(there.locator("#presence-words")).to_contain_text("Verbindung unterbrochen")
    await post(there, "Was meint ihr?").get_by_role("button", name="Dafür").click()
    await network.restore()
    await expect(post(here, "Was meint ihr?").locator("[data-s=support]")).to_have_text("1")
    await expect(post(there, "Was meint ihr?").locator("[data-s=support]")).to_have_text("1")

"""Walks: a thread is closed, slowed down and opened again while people write, react and vote in it."""

import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import update

from arena.store import Store
from arena.threads.close import close_thread, reopen_thread
from arena.threads.contribute import contribute, prepare
from arena.threads.model import Thread
from arena.threads.polls.begin import begin_poll, prepare_poll
from arena.threads.react import react
from arena.threads.slow import slow_down
from tests.people import Arena, Someone
from tests.walks.talking import heard, live, post, seen, seen_anew, sit_down, speak
from tests.walks.walker import Walkers

CLOSED = "Dieses Gespräch ist geschlossen."
Steer = Callable[..., Awaitable[Any]]


@pytest.fixture
def steer(arena: Arena, store: Store, thread: int) -> Steer:
    """Carry out an act of a carrier on the thread."""
    carrier = arena.person("Ruth Kern")

    async def act(verb: Callable[..., Any], *facts: Any, **more: Any) -> Any:
        return await arena.store.write(verb, carrier.voice, thread, *facts, **more)

    return act


async def close(steer: Steer, *pages: Page) -> None:
    """Close the thread and wait until it is known on these pages."""
    await steer(close_thread, reason="Alles ist gesagt")
    for page in pages:
        await expect(page.locator("#thread-closed")).to_be_visible()


async def refused(page: Page, *texts: str) -> None:
    """Each of these stands in a bubble that says why it was not sent."""
    await expect(page.locator(".post-failed")).to_have_count(len(texts))
    for text in texts:
        bubble = page.locator(".post-failed").filter(has_text=text)
        await expect(bubble.locator(".post-state")).to_have_text(f"nicht gesendet: {CLOSED}")


async def test_words_that_wait_when_a_thread_closes_stay_until_they_are_taken_back_or_thrown_away(
    walk: Walkers, arena: Arena, thread: int, steer: Steer
) -> None:
    await steer(slow_down, 30)
    walker = await walk(arena.person())
    here = await sit_down(walker, thread)
    await speak(here, "Gleich gesagt")
    await heard(here, "Gleich gesagt")
    for text in ("Wartet eins", "Wartet zwei"):
        await speak(here, text)
        state = here.locator(".post-sending").filter(has_text=text).locator(".post-state")
        await expect(state).to_have_text(re.compile(r"wird ab \d\d:\d\d Uhr von selbst gesendet"))
    assert "avatar-organisation" not in (await here.locator(".post-sending .avatar").first.get_attribute("class") or "")
    await close(steer, here)
    for _ in range(3):
        await here.reload()
        await refused(here, "Wartet eins", "Wartet zwei")
    await expect(here.get_by_role("button", name="In das Eingabefeld holen")).to_have_count(0)

    await steer(reopen_thread, reason="Doch nicht")
    await here.locator(".post-failed").filter(has_text="eins").get_by_role("button", name="holen").click()
    box = here.get_by_label("Ihr Beitrag")
    await expect(box).to_have_value("Wartet eins")
    await expect(box).to_be_focused()
    async with here.expect_response(lambda answer: "Wartet zwei" in (answer.request.post_data or "")):
        await here.locator(".post-failed").filter(has_text="zwei").get_by_role("button", name="holen").click()
        await expect(box).to_have_value("Wartet eins\n\nWartet zwei")
    await here.reload()
    await live(here)
    await expect(box).to_have_value("Wartet eins\n\nWartet zwei")
    await expect(here.locator(".post-failed, .post-sending")).to_have_count(0)


async def test_a_bubble_that_was_refused_can_be_thrown_away(
    walk: Walkers, arena: Arena, thread: int, steer: Steer
) -> None:
    here = await sit_down(await walk(arena.person()), thread)
    await close(steer)
    await here.evaluate(
        """() => { const form = document.getElementById("composer");
        for (const text of ["Zu spät", "Noch später"]) { form.markdown.value = text; form.requestSubmit(); }
        form.markdown.value = "Schon das Nächste"; }"""
    )
    await refused(here, "Zu spät", "Noch später")
    await here.locator(".post-failed").filter(has_text="Zu spät").get_by_role("button", name="Verwerfen").click()
    await refused(here, "Noch später")
    await here.reload()
    await refused(here, "Noch später")


async def test_half_typed_words_stay_in_sight_when_the_thread_closes(
    walk: Walkers, arena: Arena, thread: int, steer: Steer
) -> None:
    here = await sit_down(await walk(arena.person()), thread)
    await here.get_by_label("Ihr Beitrag").press_sequentially("Halb getippt")
    await close(steer, here)
    kept = here.get_by_label("Ihr Text. Er wurde nicht gesendet.")
    for _ in range(2):
        await expect(kept).to_have_value("Halb getippt")
        await expect(here.locator("#composer")).to_be_hidden()
        await here.reload()
    await live(here)
    await steer(reopen_thread, reason="Doch nicht")
    await expect(here.get_by_label("Ihr Beitrag")).to_have_value("Halb getippt")
    await expect(kept).to_be_hidden()


async def _furnish(arena: Arena, thread: int, someone: Someone, other: Someone) -> None:
    """A contribution of each of two people, a reaction, and a poll."""
    await arena.store.write(contribute, someone.voice, thread, prepare("Eigener Beitrag"))
    said = await arena.store.write(contribute, other.voice, thread, prepare("Fremder Beitrag"))
    await arena.store.write(react, other.voice, said.post_id, "concern", True)
    asked = prepare_poll("Wo treffen wir uns?", ["Am Kanal", "Im Hof"], "one", False, None)
    await arena.store.write(begin_poll, someone.voice, thread, asked)


async def _offers(page: Page, closed: bool) -> None:
    """What the page offers to do, in an open thread and in a closed one."""
    timeline = page.locator("#timeline")
    button, link = partial(timeline.get_by_role, "button"), partial(timeline.get_by_role, "link")
    await expect(link(name="Antworten")).to_have_count(0 if closed else 3)
    await expect(link(name="Ändern")).to_have_count(0 if closed else 2)
    await expect(link(name="Zurückziehen")).to_have_count(2 if closed else 0)
    await expect(link(name="Melden")).to_have_count(1)
    await expect(button(name="Abstimmen")).to_have_count(0 if closed else 1)
    await expect(button(name="Dafür", disabled=closed)).to_have_count(3)
    await expect(timeline.get_by_label("Am Kanal")).to_be_enabled(enabled=not closed)
    await expect(timeline.get_by_role("group", name="Ihre Stimme")).to_be_visible()


async def test_a_closed_thread_offers_nothing_it_refuses_and_an_open_one_offers_it_again(
    walk: Walkers, arena: Arena, thread: int, steer: Steer
) -> None:
    mira = arena.person()
    await _furnish(arena, thread, mira, arena.person())
    mine, visitor = await walk(mira), await walk()
    here, outside = await sit_down(mine, thread), await sit_down(visitor, thread)
    await _offers(here, closed=False)
    await here.get_by_label("Im Hof").check()
    await close(steer, here, outside)
    await _offers(here, closed=True)
    await expect(here.get_by_label("Im Hof")).not_to_be_checked()
    for page in (here, outside):
        assert await seen(page) == await seen_anew(page)
        await live(page)
    await _offers(here, closed=True)
    await steer(reopen_thread, reason="Doch nicht")
    await expect(here.locator("#composer")).to_be_visible()
    await _offers(here, closed=False)
    await expect(outside.locator("#thread-closed")).to_be_hidden()
    for page in (here, outside):
        assert await seen(page) == await seen_anew(page)


async def test_without_scripts_a_closed_thread_offers_nothing_it_refuses(
    walk: Walkers, arena: Arena, thread: int, steer: Steer
) -> None:
    mira = arena.person()
    await _furnish(arena, thread, mira, arena.person())
    page = await (await walk(mira, java_script_enabled=False)).open(f"/de/threads/{thread}")
    await _offers(page, closed=False)
    await steer(close_thread, reason="Alles ist gesagt")
    await page.reload()
    await _offers(page, closed=True)


async def test_what_is_refused_is_taken_back_and_says_why(
    walk: Walkers, arena: Arena, thread: int, steer: Steer
) -> None:
    mira = arena.person()
    await _furnish(arena, thread, arena.person(), arena.person())
    here = await sit_down(await walk(mira), thread)
    poll, said = post(here, "Wo treffen"), post(here, "Fremder")
    await here.get_by_label("Im Hof").check()
    await poll.get_by_role("button", name="Abstimmen").click()
    await expect(poll).to_contain_text("Ihre Stimme ist gespeichert.")
    # Open pages do not hear of it before they act.
    await arena.store.write(lambda tx: tx.db.execute(update(Thread).where(Thread.id == thread).values(locked=True)))
    for _ in range(2):
        await said.get_by_role("button", name="Dafür").click()
        await expect(said.locator(".refusal")).to_have_text(CLOSED)
        await expect(said.get_by_role("button", name="Dafür")).to_have_attribute("aria-pressed", "false")
    await here.get_by_label("Am Kanal").check()
    await expect(poll.locator(".poll-told")).to_be_empty()
    await poll.get_by_role("button", name="Stimme ändern").click()
    await expect(poll.locator(".refusal")).to_have_text(CLOSED)
    await expect(here.get_by_label("Im Hof")).to_be_checked()
    await expect(poll.locator(".poll-told")).to_have_text("Ihre Stimme ist gespeichert.")


async def test_what_is_new_is_seen_though_a_note_comes_last(
    walk: Walkers, arena: Arena, thread: int, steer: Steer
) -> None:
    mira, jonas = await walk(arena.person()), await walk(arena.person(), viewport={"width": 1280, "height": 600})
    here = await sit_down(mira, thread)
    await speak(here, "Langer Beitrag" + "\n\nAbsatz" * 40)
    await heard(here, "Langer Beitrag")
    there = await sit_down(jonas, thread)
    await there.evaluate("scrollTo(0, 0)")
    await speak(here, "Ganz unten")
    await expect(there.locator("#newer")).to_be_visible()
    await steer(slow_down, 30)
    await expect(there.locator("#timeline > li").last).to_have_class("note")
    await post(there, "Ganz unten").scroll_into_view_if_needed()
    await expect(there.locator("#newer")).to_be_hidden()

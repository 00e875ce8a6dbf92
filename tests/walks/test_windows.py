"""Walks: a conversation of three thousand contributions, of which a page shows some."""

import re

import pytest
from playwright.async_api import Page, Route, expect

from arena.store import Store
from arena.threads.read import mark_read
from tests.crowded import crowded_thread
from tests.people import Arena
from tests.walks.talking import live, post, seen, speak
from tests.walks.test_axe import AXE_SCRIPT, EVERYTHING, RUN, SIDEWAYS
from tests.walks.walker import Walkers

MANY, MIDDLE = 3_000, 1_500
TOP = "(id) => document.getElementById(id).getBoundingClientRect().top"
NUMBERS = "() => [...document.querySelectorAll('#timeline > [data-no]')].map((li) => Number(li.dataset.no))"
FOCUSED = "() => document.activeElement.id"


@pytest.fixture(scope="module")
def crowd(arena: Arena, store: Store) -> int:
    """A thread in which many have talked."""
    return store.write_now(crowded_thread, arena.person("Vera Vielredner").id, MANY)


async def middle(page: Page, base: str, crowd: int) -> None:
    """Open the thread in its middle."""
    await page.goto(f"{base}/de/threads/{crowd}?no={MIDDLE}#post-{MIDDLE}")
    await live(page)


async def test_a_permalink_lands_in_the_middle_and_gaps_open_by_keyboard_without_moving_what_is_read(
    walk: Walkers, arena: Arena, crowd: int
) -> None:
    walker = await walk(arena.person())
    page = walker.page
    await middle(page, walker.base, crowd)
    await expect(page.locator(f"#post-{MIDDLE}")).to_be_in_viewport()
    assert await page.evaluate(FOCUSED) == f"post-{MIDDLE}"
    before = page.locator(".gap").first.get_by_role("link")
    await expect(before).to_have_text("1.462 frühere Beiträge")
    first = await page.locator("#timeline > li.post").first.get_attribute("id")
    await before.focus()
    at = await page.evaluate(TOP, first)
    await page.keyboard.press("Enter")
    await expect(before).to_have_text("1.390 frühere Beiträge")
    assert abs(await page.evaluate(TOP, first) - at) < 1
    assert await page.evaluate(FOCUSED) == f"post-{MIDDLE - 38}"
    await expect(page.locator("#live-status")).to_have_text("72 Beiträge geladen")
    after = page.locator(".gap").last.get_by_role("link").first
    await after.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(f"#post-{MIDDLE + 100}")).to_be_attached()
    whole = await seen(page)
    numbers = [
        int(no)
        for no in await page.locator("#timeline > [data-no]").evaluate_all("all => all.map(li => li.dataset.no)")
    ]
    assert numbers == list(range(numbers[0], numbers[-1] + 1))
    assert len(whole) > 200


# What stands in the middle of the view, and how far it has moved since.
REMEMBER = """() => {
  const middle = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
  const read = middle.closest("li") ?? document.querySelector("#timeline li");
  window.read = [read, read.getBoundingClientRect().top];
}"""
MOVED = "() => window.read[0].getBoundingClientRect().top - window.read[1]"


async def test_live_in_the_middle_only_counts_and_the_own_word_stays_in_sight(
    walk: Walkers, arena: Arena, crowd: int
) -> None:
    mira, jonas = await walk(arena.person()), await walk(arena.person())
    here, there = mira.page, jonas.page
    await middle(here, mira.base, crowd)
    await there.goto(f"{jonas.base}/de/threads/{crowd}")
    await live(there)
    later = here.locator(".gap").last.get_by_role("link").first
    count = int(re.sub(r"\D", "", await later.inner_text()))
    await here.evaluate(REMEMBER)
    await speak(there, "Weit hinter dem Fenster")
    await expect(later).to_have_text(f"{count + 1:,} spätere Beiträge".replace(",", "."))
    await expect(here.get_by_role("button", name="1 neuen Beitrag anzeigen")).to_be_visible()
    assert abs(await here.evaluate(MOVED)) <= 1, "what somebody reads must not move"
    await expect(post(here, "Weit hinter")).to_have_count(0)

    await post(there, "Weit hinter").get_by_role("button", name="Dafür").click()
    await speak(here, "Von der Mitte aus gesagt")
    await expect(post(here, "Von der Mitte aus")).to_be_in_viewport()
    await expect(here.locator(".post-sending")).to_have_count(0)
    await expect(here.locator(".gap").last).to_have_text(f"{count + 1:,} Beiträge dazwischen".replace(",", "."))
    await expect(post(there, "Von der Mitte aus")).to_have_count(1)
    await here.get_by_text("Springen", exact=True).click()
    await here.get_by_role("navigation", name="Im Gespräch springen").get_by_role("link", name="Neueste").click()
    await expect(post(here, "Von der Mitte aus")).to_be_in_viewport()


async def test_a_gap_that_is_filled_while_people_talk_ends_in_the_same_as_a_reload(
    walk: Walkers, arena: Arena, store: Store
) -> None:
    thread = store.write_now(crowded_thread, arena.person().id, 150)
    mira, jonas = await walk(arena.person()), await walk(arena.person())
    here, there = mira.page, jonas.page
    await here.goto(f"{mira.base}/de/threads/{thread}?no=1")
    await there.goto(f"{jonas.base}/de/threads/{thread}")
    await live(here)
    await live(there)

    async def late(route: Route) -> None:
        answer = await route.fetch()
        await speak(there, "Kam, während geladen wurde")
        await post(there, "Nr. 100").get_by_role("button", name="Dafür").click()
        await expect(here.locator("#newer")).to_be_visible()
        await route.fulfill(response=answer)

    await here.route("**/part?*", late, times=1)
    await here.locator(".gap [data-s=open]").click()
    await expect(here.locator("#post-100")).to_be_attached()
    await here.locator(".gap [data-s=open]").click()
    await expect(here.locator(".gap")).to_have_count(0)
    await expect(post(here, "Kam, während")).to_have_count(1)
    await expect(post(here, "Nr. 100").locator("[data-s=support]")).to_have_text("1")
    shown = await seen(here)
    await here.goto(f"{mira.base}/de/threads/{thread}")
    tail = await seen(here)
    assert shown[-len(tail) + 1 :] == tail[1:]


async def test_a_page_lets_go_of_what_is_far_away(walk: Walkers, arena: Arena, crowd: int) -> None:
    walker = await walk(arena.person())
    page = walker.page
    await middle(page, walker.base, crowd)
    later = page.locator(".gap").last.locator("[data-s=open]")
    for _ in range(6):
        shown = await page.locator("#timeline > [data-born]").last.get_attribute("data-born")
        await later.focus()
        await page.keyboard.press("Enter")
        await expect(page.locator(f'#timeline > [data-born="{shown}"] + [data-born]')).to_be_attached()
    assert await page.locator("#timeline > [data-born]").count() <= 400
    numbers = [
        int(no)
        for no in await page.locator("#timeline > [data-no]").evaluate_all("all => all.map(li => li.dataset.no)")
    ]
    assert numbers == list(range(numbers[0], numbers[-1] + 1))
    left = f"{numbers[0] - 1:,} frühere Beiträge".replace(",", ".")
    await expect(page.locator(".gap").first).to_have_text(left)


async def test_keys_move_through_the_conversation_and_can_be_turned_off(
    walk: Walkers, arena: Arena, crowd: int
) -> None:
    someone = arena.person()
    arena.store.write_now(mark_read, someone.id, crowd, 100)
    walker = await walk(someone)
    page = walker.page
    await middle(page, walker.base, crowd)
    await page.keyboard.press("j")
    await expect(page.locator(f"#post-{MIDDLE + 1}")).to_be_focused()
    await page.keyboard.press("k")
    await page.keyboard.press("r")
    await expect(page.locator("#composer-reply-words")).to_have_text("Antwort an Vera Vielredner")
    await page.keyboard.type("jk?")
    assert await page.get_by_label("Ihr Beitrag").input_value() == "jk?"
    await page.locator(f"#post-{MIDDLE}").focus()
    await page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Tastenkürzel im Gespräch")
    await expect(dialog).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await page.get_by_role("button", name="Tastenkürzel").click()
    await dialog.get_by_role("checkbox").uncheck()
    await dialog.get_by_role("button", name="Schließen").click()
    await page.locator(f"#post-{MIDDLE}").focus()
    await page.keyboard.press("j")
    assert await page.evaluate(FOCUSED) == f"post-{MIDDLE}"
    await page.get_by_role("button", name="Tastenkürzel").click()
    await dialog.get_by_role("checkbox").check()
    await page.keyboard.press("Escape")
    await page.keyboard.press("u")
    await page.wait_for_url("**?unread=1#unread")
    await expect(page.locator("#unread + #post-101")).to_be_in_viewport()
    await live(page)
    await page.keyboard.press("g")
    await page.wait_for_url("**?no=*")
    await expect(page.locator("#timeline > li.post").last).to_be_in_viewport()


async def test_reading_far_away_does_not_mark_what_lies_between_as_read(
    walk: Walkers, arena: Arena, store: Store
) -> None:
    thread = store.write_now(crowded_thread, arena.person().id, 300)
    someone = arena.person()
    store.write_now(mark_read, someone.id, thread, 10)
    walker = await walk(someone)
    page = await walker.open(f"/de/threads/{thread}")
    await live(page)
    await page.keyboard.press("g")
    await page.wait_for_timeout(2500)
    unread = page.locator(".thread-bar [data-s=unread]")
    await expect(unread).to_have_text("290 ungelesen")
    await unread.click()
    await page.wait_for_url("**?unread=1#unread")
    await expect(unread).not_to_have_text("290 ungelesen")
    left = int(re.sub(r"\D", "", await unread.inner_text()))
    assert 200 < left < 290
    await page.get_by_role("button", name="Alles als gelesen merken").click()
    await expect(unread).to_have_count(0)


async def test_a_hash_alone_finds_its_contribution_and_answers_lead_there_and_back(
    walk: Walkers, arena: Arena, crowd: int
) -> None:
    walker = await walk(arena.person())
    page = walker.page
    await page.goto(f"{walker.base}/de/threads/{crowd}#post-7")
    await page.wait_for_url("**?no=7#post-7")
    await live(page)
    await page.locator("#post-7").get_by_role("link", name="Antworten").click()
    await speak(page, "Antwort über viele hinweg")
    await expect(post(page, "Antwort über viele")).to_have_count(1)
    await page.goto(f"{walker.base}/de/threads/{crowd}")
    await live(page)
    quote = post(page, "Antwort über viele").locator("[data-s=quote]")
    await quote.click()
    await page.wait_for_url("**?no=7#post-7")
    await expect(page.locator("#post-7")).to_be_in_viewport()
    await page.go_back()
    await expect(post(page, "Antwort über viele")).to_be_in_viewport()


async def test_without_scripts_gaps_days_and_the_newest_are_links_and_forms(
    walk: Walkers, arena: Arena, crowd: int
) -> None:
    walker = await walk(arena.person(), java_script_enabled=False)
    page = await walker.open(f"/de/threads/{crowd}")
    await page.locator(".gap").get_by_role("link", name="frühere Beiträge").click()
    assert re.search(r"\?before=\d+#post-\d+$", page.url)
    await expect(page.locator(f"#{page.url.partition('#')[2]}")).to_be_in_viewport()
    await page.get_by_text("Springen", exact=True).click()
    await page.get_by_label("Tag").fill("2026-01-05")
    await page.get_by_role("button", name="Anzeigen").click()
    await expect(page.locator("#day")).to_have_text("Ab 5. Januar 2026")
    await expect(page.locator("#day")).to_be_in_viewport()
    await page.get_by_text("Springen", exact=True).click()
    await page.get_by_role("link", name="Neueste", exact=True).click()
    await expect(page.locator("#timeline > li.post").last).to_be_in_viewport()
    await expect(page.get_by_role("button", name="Tastenkürzel")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nobody_is_shut_out_of_a_window_or_its_keys(walk: Walkers, arena: Arena, crowd: int, scheme: str) -> None:
    someone = arena.person()
    arena.store.write_now(mark_read, someone.id, crowd, MIDDLE)
    walker = await walk(someone, width=320, color_scheme=scheme, reduced_motion="reduce")
    page = await walker.open(f"/de/threads/{crowd}?unread=1")
    await live(page)
    await page.evaluate(AXE_SCRIPT)
    assert not await page.evaluate(RUN, EVERYTHING)
    assert not await page.evaluate(SIDEWAYS)
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Tastenkürzel im Gespräch")).to_be_visible()
    assert not await page.evaluate(RUN, EVERYTHING)

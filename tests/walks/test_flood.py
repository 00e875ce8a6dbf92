"""Walks: very much is said at once, and the page stays quick, still and complete."""

from playwright.async_api import expect

from arena.store import Store, Tx
from arena.threads.contribute import Saying, contribute_all, prepare
from arena.voice import Voice
from tests.people import Arena
from tests.walks.talking import live, post, seen, seen_anew, sit_down, speak
from tests.walks.walker import Walkers

IN_PAGE = "#timeline > [data-no]"
NUMBERS = "all => all.map(li => Number(li.dataset.no))"
SCROLL = "element => element.scrollIntoView()"
TOP = "element => element.getBoundingClientRect().top"


def many(tx: Tx, person: int, thread: int, first: int, number: int) -> None:
    """So many contributions in one commit."""
    voice = Voice(person, person, "Vera Flut", "Vera Flut", "resident")
    said = [prepare(f"Wort {n} von sehr vielen") for n in range(first, first + number)]
    contribute_all(tx, [Saying(voice, thread, one) for one in said])


async def test_what_comes_at_once_stands_as_after_a_reload_and_moves_nobody_who_writes(
    walk: Walkers, arena: Arena, store: Store, thread: int
) -> None:
    talker = arena.person("Vera Flut").id
    store.write_now(many, talker, thread, 60, 20)
    page = await sit_down(await walk(arena.person()), thread)
    composer = page.get_by_label("Ihr Beitrag")
    await composer.press_sequentially("Ich denke ")
    at = await composer.evaluate(TOP)
    for first in range(0, 60, 20):
        await store.write(many, talker, thread, first, 20)
    await composer.press_sequentially("noch")
    await expect(post(page, "Wort 59 von")).to_have_count(1)
    assert await composer.input_value() == "Ich denke noch"
    assert abs(await composer.evaluate(TOP) - at) < 2
    assert await seen(page) == await seen_anew(page)


async def test_of_what_nobody_reads_so_fast_the_page_shows_a_part_and_says_how_much_more(
    walk: Walkers, arena: Arena, store: Store, thread: int
) -> None:
    talker = arena.person("Vera Flut").id
    store.write_now(many, talker, thread, 0, 30)
    page = await sit_down(await walk(arena.person()), thread)
    await page.get_by_label("Ihr Beitrag").press_sequentially("Was ich sagen wollte")  # and scrolls up to read on
    reading = page.locator("#post-10")
    await reading.evaluate(SCROLL)
    at = await reading.evaluate(TOP)
    for first in range(30, 630, 60):
        await store.write(many, talker, thread, first, 60)
    await expect(page.locator("#newer")).to_contain_text("600 neue Beiträge")
    assert abs(await reading.evaluate(TOP) - at) < 2
    shown = await page.locator(IN_PAGE).evaluate_all(NUMBERS)
    assert shown == list(range(1, len(shown) + 1))
    assert len(shown) < 260  # what was there, a hundred to read on, and what came together with the last of them
    await expect(page.locator(".gap")).to_contain_text(f"{630 - len(shown)} spätere Beiträge")
    await page.locator("#newer button").click()
    await expect(page.locator("#post-630")).to_be_in_viewport()
    await live(page)


async def test_own_words_stand_below_the_gap_that_a_flood_left(
    walk: Walkers, arena: Arena, store: Store, thread: int
) -> None:
    talker = arena.person("Vera Flut").id
    store.write_now(many, talker, thread, 0, 30)
    page = await sit_down(await walk(arena.person()), thread)
    await page.locator("#post-1").evaluate(SCROLL)
    for first in range(30, 330, 60):
        await store.write(many, talker, thread, first, 60)
    await expect(page.locator(".gap")).to_contain_text("spätere Beiträge")
    await speak(page, "Und ich auch noch")
    await expect(post(page, "Und ich auch noch")).to_have_count(1)
    await expect(page.locator(".post-sending")).to_have_count(0)
    assert await page.locator("#timeline > li").last.get_attribute("data-no") == "331"

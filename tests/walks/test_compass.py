"""Walks: assessing with the keyboard alone and without scripts, one idea after the other, and what comes of it."""

import pytest
from playwright.async_api import expect
from sqlalchemy import select

from arena.ideas.model import Idea
from arena.store import Tx
from tests.people import Arena
from tests.walks.doing import told
from tests.walks.examples import signed_in
from tests.walks.walker import Walkers


def _assessed(tx: Tx) -> int:
    found = select(Idea.id).order_by(Idea.assessed_count.desc()).limit(1)
    return int(tx.db.execute(found).scalar_one())


@pytest.mark.parametrize("scripts", [True, False])
async def test_one_idea_after_the_other_by_keyboard_on_a_phone(walk: Walkers, arena: Arena, scripts: bool) -> None:
    idea = arena.store.write_now(_assessed)
    walker = await walk(arena.person("Tara Taste"), java_script_enabled=scripts, width=320)
    page = await walker.open(f"/de/ideas/{idea}/assess")
    await page.locator("[id='f-score.resources']").focus()
    for _ in range(3):
        await page.keyboard.press("ArrowRight")
    await expect(page.locator("[name='score.resources'][value='1']")).to_be_checked()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Weil weniger gefahren wird.")
    await page.get_by_role("button", name="Bewertung speichern").focus()
    await page.keyboard.press("Enter")
    await told(page, "Ihre Bewertung ist gespeichert.")
    await expect(page.get_by_text("Sie haben eine von")).to_be_visible()
    await page.get_by_role("link", name="Nächste Idee").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Mit dem Wertekompass bewerten")
    assert f"/ideas/{idea}/" not in walker.path


async def test_the_profile_compares_says_where_to_talk_and_prints_light(walk: Walkers, arena: Arena) -> None:
    walker = await walk(color_scheme="dark")
    page = await walker.open(f"/de/ideas/{arena.store.write_now(_assessed)}/compass")
    await expect(page.get_by_role("img")).to_have_count(4)
    await expect(page.get_by_text("Am weitesten auseinander liegt es bei")).to_be_visible()
    for group in ("Verantwortliche", "Stadtgesellschaft", "Verwaltung"):
        await expect(page.locator("th[scope=row]").filter(has_text=group).first).to_be_visible()
    await page.get_by_role("link", name="Bereiche").click()
    await expect(page.locator("th[scope=row]").filter(has_text="Zivilgesellschaft").first).to_be_visible()
    await expect(page.get_by_text("Wirtschaft: noch 2 Stimmen fehlen.")).to_be_visible()
    await page.emulate_media(media="print")
    shown = "getComputedStyle(document.querySelector('.chart')).printColorAdjust"
    assert await page.evaluate(shown) == "exact"
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    await page.emulate_media(media="screen")
    await page.get_by_role("link", name="Darüber sprechen").click()
    await expect(page.locator("#thread")).to_be_visible()


async def test_a_reason_is_answered_in_the_thread(walk: Walkers, arena: Arena) -> None:
    walker = await walk(signed_in(arena))
    page = await walker.open(f"/de/ideas/{arena.store.write_now(_assessed)}/compass")
    await page.get_by_role("link", name="Auf die Begründung von Oma Rosa antworten").click()
    await expect(page.locator(".post:target, .post").filter(has_text="Wer schlecht zu Fuß ist").first).to_be_visible()

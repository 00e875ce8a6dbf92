"""Walks: a profile is filled by keyboard on a phone, with and without scripts, and it prints on two pages."""

import re

import pytest
from playwright.async_api import expect
from sqlalchemy import select

from arena.actors.model import Actor
from arena.ideas.model import Idea
from arena.store import Tx
from tests.people import Arena
from tests.walks.doing import told
from tests.walks.examples import signed_in
from tests.walks.walker import Walkers

PAGES = re.compile(rb"/Count (\d+)")


def _with(tx: Tx, least: int, most: int, by: str = "") -> int:
    """An idea with so many filled parts, perhaps one that somebody wrote."""
    found = select(Idea.id).join(Actor, Actor.id == Idea.person_id).order_by(Idea.id)
    found = found.where(Idea.sheet_filled >= least, Idea.sheet_filled <= most, Actor.name.startswith(by))
    return int(tx.db.execute(found).scalars().first() or 0)


@pytest.mark.parametrize("scripts", [True, False])
async def test_carriers_fill_one_part_after_the_other_by_keyboard(walk: Walkers, arena: Arena, scripts: bool) -> None:
    idea = arena.store.write_now(_with, 3, 6, "Mira Sandow")
    walker = await walk(signed_in(arena, "Mira Sandow"), java_script_enabled=scripts, width=320)
    page = await walker.open(f"/de/ideas/{idea}/sheet")
    await page.locator("aside a.kern-btn").focus()
    await page.keyboard.press("Enter")
    await page.get_by_label("Ihr Text").focus()
    await page.keyboard.type("So etwas gelingt anderswo schon.")
    await page.get_by_role("button", name="Speichern und weiter").focus()
    await page.keyboard.press("Enter")
    await told(page, "Gespeichert. Danke!")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("schreiben")
    await page.locator("main").get_by_role("link", name="Zum Steckbrief").click()
    await expect(page.get_by_text("So etwas gelingt anderswo schon.").first).to_be_visible()


async def test_a_whole_profile_prints_light_on_two_pages(walk: Walkers, arena: Arena) -> None:
    walker = await walk(color_scheme="dark")
    page = await walker.open(f"/de/ideas/{arena.store.write_now(_with, 8, 8)}/sheet")
    margin = {"top": "14mm", "bottom": "14mm", "left": "15mm", "right": "15mm"}
    paper = await page.pdf(format="A4", margin=margin)
    assert max(int(n) for n in PAGES.findall(paper)) <= 2
    await page.emulate_media(media="print")
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    await expect(page.locator("aside")).to_be_hidden()
    await expect(page.get_by_text("Im Netz:")).to_be_visible()

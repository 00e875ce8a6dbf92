"""Walks: the five main tasks with the keyboard alone, and a focus that can always be seen."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.people import Arena
from tests.walks.doing import read_mail, told
from tests.walks.talking import heard, live
from tests.walks.walker import Walkers

MOST_TABS = 150
ON = """() => { const at = document.activeElement; return {
  name: (at.getAttribute("aria-label") ?? at.labels?.[0]?.innerText ?? at.innerText ?? "").trim(),
  tag: at.localName, inside: at.closest("header.site-header") ? "header" : "page" } }"""
SEEN = """() => { const at = document.activeElement;
  const box = at.getBoundingClientRect();
  const ringed = (one) => { const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2; };
  return { what: at.outerHTML.slice(0, 120), end: at === document.body,
    ringed: ringed(at) || !!at.closest(".card") && ringed(at.closest(".card")) ||
      !!at.labels?.[0] && ringed(at.labels[0]) || ringed(at.parentElement),
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth } }"""


async def _tab_to(page: Page, name: str, *, header: bool = False) -> None:
    """Press Tab until something with this name has the focus."""
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        on: Any = await page.evaluate(ON)
        if re.match(rf"{re.escape(name)}(?!\w)", on["name"]) and header is (on["inside"] == "header"):
            return
    pytest.fail(f"{name} cannot be reached with the Tab key")


async def _press(page: Page, name: str, key: str = "Enter", *, header: bool = False) -> None:
    await _tab_to(page, name, header=header)
    await page.keyboard.press(key)


async def test_finding_an_idea(walk: Walkers) -> None:
    page = await (await walk()).open("/de/")
    await _press(page, "Ideen", header=True)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Ideen")
    await _tab_to(page, "Ideen durchsuchen")
    await page.keyboard.type("Regentonnen")
    await page.keyboard.press("Enter")
    await expect(page.locator(".card").first).to_contain_text("Regentonnen")
    await _press(page, "Zwölf Fallrohre")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Zwölf Fallrohre")


async def test_signing_in_by_mail(walk: Walkers, arena: Arena) -> None:
    arena.person("Kai Taste", email="kai.taste@example.org")
    page = await (await walk()).open("/de/")
    await _press(page, "Anmelden", header=True)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
    await _tab_to(page, "E-Mail-Adresse")
    await page.keyboard.type("kai.taste@example.org")
    await _press(page, "Link per E-Mail schicken")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Bitte sehen Sie in Ihr Postfach")
    await _press(page, "Zum Postfach")
    await read_mail(page, "kai.taste@example.org")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
    await _press(page, "Jetzt anmelden")
    await told(page, "Sie sind angemeldet.")


async def test_posting(walk: Walkers, arena: Arena) -> None:
    page = await (await walk(arena.person())).open("/de/")
    await _press(page, "Idee einbringen", header=True)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Idee einbringen")
    await _press(page, "Idee", "Space")
    await _tab_to(page, "Titel")
    await page.keyboard.type("Alles mit der Tastatur")
    await _tab_to(page, "In zwei Sätzen")
    await page.keyboard.type("Ohne Maus geht es auch.")
    await _press(page, "Offene IT-Ökosysteme", "Space")
    await _press(page, "Veröffentlichen")
    await told(page, "Ihre Idee ist veröffentlicht")


async def test_joining_and_speaking(walk: Walkers, arena: Arena) -> None:
    walker = await walk(arena.person("Kai Taste der Zweite"))
    page = await walker.open("/de/ideas/2")
    await live(page)
    await _tab_to(page, "Ihr Beitrag")
    await page.keyboard.type("Mit der Tastatur gesagt")
    await _press(page, "Beitragen")
    await heard(page, "Mit der Tastatur gesagt")

    await walker.open("/de/ideas/2")
    await _press(page, "Mitmachen")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Mitmachen")
    await _tab_to(page, "Verantwortung tragen")
    await page.keyboard.press("ArrowDown")
    await _tab_to(page, "Was bringen Sie ein?")
    await page.keyboard.type("Zeit am Abend")
    await _press(page, "Angebot abgeben")
    await told(page, "Danke! Das ist eingetragen.")


async def test_the_first_stop_leads_past_the_head(walk: Walkers) -> None:
    page = await (await walk()).open("/de/ideas")
    await page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Zum Inhalt springen")
    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    assert (await page.evaluate(ON))["inside"] == "page"


@pytest.mark.parametrize(
    ("path", "scheme"), [("/de/", "light"), ("/de/ideas", "dark"), ("/de/ideas/1", "light"), ("/de/ideas/new", "dark")]
)
async def test_the_focus_can_be_seen_at_every_stop(walk: Walkers, arena: Arena, path: str, scheme: str) -> None:
    page = await (await walk(arena.person(), color_scheme=scheme, reduced_motion="reduce")).open(path)
    unseen = []
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        at: Any = await page.evaluate(SEEN)
        if at["end"]:
            break
        if not (at["ringed"] and at["inView"]):
            unseen.append(at)
    assert not unseen, unseen

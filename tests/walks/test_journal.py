"""Walks: the journal says what is new and never moves by itself; without scripts it is complete."""

import pytest
from playwright.async_api import expect
from sqlalchemy import select

from arena.ideas.model import Idea
from arena.store import Tx
from tests.insight.told import entered
from tests.people import Arena
from tests.walks.walker import Walkers


def _lively(tx: Tx) -> int:
    return int(tx.db.execute(select(Idea.id).order_by(Idea.rev.desc(), Idea.id).limit(1)).scalar_one())


@pytest.mark.parametrize("address", ["/de/journal", "/de/ideas/{}/journal", "/de/journal?kind=ideas"])
async def test_new_entries_are_offered_and_the_list_stays_where_it_is(
    walk: Walkers, arena: Arena, address: str
) -> None:
    idea, writer = arena.store.write_now(_lively), arena.person("Nele Neu")
    walker = await walk(width=320)
    page = await walker.open(address.format(idea))
    await expect(page.locator("[data-journal]")).to_be_hidden()
    await page.wait_for_function("performance.getEntriesByType('resource').length > 0")
    before = await page.locator(".journal-entry").all_inner_texts()
    for n in range(3):
        await arena.app.state.store.write(entered, idea, writer.voice, "ideas.ask", need=f"Ein Zelt {n}")
    offer = page.get_by_role("link", name="3 neue Einträge anzeigen")
    await expect(offer).to_be_visible()
    await expect(page.locator("#live-status")).to_have_text("3 neue Einträge im Protokoll.")
    assert await page.locator(".journal-entry").all_inner_texts() == before
    await offer.click()
    await expect(page.locator(".journal-entry").first).to_contain_text("Ein Zelt 2")


async def test_without_scripts_the_journal_is_complete_and_filters_work(walk: Walkers, arena: Arena) -> None:
    idea = arena.store.write_now(_lively)
    walker = await walk(java_script_enabled=False, width=320)
    page = await walker.open(f"/de/ideas/{idea}")
    await page.get_by_role("link", name="Protokoll: was passiert ist").click()
    await expect(page.get_by_role("heading", name="Der Weg dieser Idee")).to_be_visible()
    await page.goto(page.url.replace(f"/ideas/{idea}", ""))
    await page.get_by_text("Einträge auswählen").click()
    await page.get_by_label("Bezirk").select_option("mitte")
    await page.get_by_role("button", name="Auswählen").click()
    await expect(page.get_by_role("link", name="Auswahl aufheben")).to_be_visible()
    await expect(page.locator(".journal-entry").first).to_be_visible()
    assert "district=mitte" in page.url

"""Walks: what the Arena is for, from the first page on: find an idea, speak, join, post one's own."""

from playwright.async_api import expect

from tests.people import Arena
from tests.walks.doing import accept, fill_idea, offer, post, sign_up, told
from tests.walks.talking import heard, live, seen, seen_anew, speak
from tests.walks.walker import Walkers


async def test_a_newcomer_finds_an_idea_signs_up_speaks_and_joins(walk: Walkers, arena: Arena) -> None:
    carrier, newcomer = await walk(arena.person("Paula Kern")), await walk()
    await carrier.open("/de/ideas/new")
    await post(carrier.page, "Bänke im Schatten am Leopoldplatz")

    page = await newcomer.open("/de/")
    await page.get_by_role("main").get_by_role("link", name="Ideen ansehen").first.click()
    await page.get_by_role("searchbox").fill("Bänke Schatten")
    await page.get_by_role("searchbox").press("Enter")
    await page.get_by_role("link", name="Bänke im Schatten am Leopoldplatz").click()
    await live(page)
    await page.locator("#thread").get_by_role("link", name="Anmelden").click()
    await page.get_by_role("main").get_by_role("link", name="Konto anlegen").click()
    await sign_up(newcomer, "Nele Neu")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Bänke im Schatten am Leopoldplatz")

    await live(page)
    await speak(page, "Ich wohne am Platz und helfe gern")
    await heard(carrier.page, "Ich wohne am Platz und helfe gern")
    await page.locator(".side-join").get_by_role("link", name="Mitmachen").click()
    await offer(page, "Eine Bohrmaschine")
    await expect(carrier.page.locator("#timeline")).to_contain_text("Nele Neu möchte mitmachen (Beitragen)")


async def test_the_carrier_accepts_and_the_joiner_sees_it_at_once(walk: Walkers, arena: Arena) -> None:
    carrier, joiner = await walk(arena.person("Paula Kern")), await walk(arena.person("Omar Haddad"))
    await carrier.open("/de/ideas/new")
    await post(carrier.page, "Ein Werkzeugschrank für alle")
    idea = carrier.path.partition("?")[0]
    await joiner.open(f"/de/ideas/{idea.split('/')[-1].split('-')[0]}/join")
    await offer(joiner.page, "Einen Schrank")
    page = await joiner.open(idea)
    await live(page)
    await carrier.open(idea)
    await accept(carrier.page, "Omar Haddad")
    await expect(page.locator("#timeline")).to_contain_text("Omar Haddad ist jetzt dabei (Beitragen): Einen Schrank")
    assert await seen(page) == await seen_anew(page)
    await expect(page.locator("#team")).to_contain_text("Einen Schrank")


async def test_similar_ideas_appear_beside_the_title_and_are_no_step(walk: Walkers, arena: Arena) -> None:
    walker = await walk(arena.person("Ida"))
    page = await walker.open("/de/ideas/new")
    await fill_idea(page, "", "Durstige Bäume bekommen Wasser vom Dach.")
    beside = page.locator("aside.beside")
    await expect(beside).to_be_hidden()
    await page.get_by_label("Titel", exact=True).press_sequentially("Regentonnen am Richardplatz")
    await expect(beside.get_by_role("link").first).to_contain_text("Regentonnen rund um den Richardplatz")
    await expect(page.locator("#live-status")).not_to_be_empty()
    await page.get_by_role("button", name="Veröffentlichen").click()
    await told(page, "Ihre Idee ist veröffentlicht")

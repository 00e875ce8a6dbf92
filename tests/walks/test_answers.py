"""Walks: an answer from the desk to everybody, by two people, with and without scripts; a figure leads to its list."""

import pytest
from playwright.async_api import expect
from sqlalchemy import select

from arena.ideas.model import Idea
from arena.store import Tx
from tests.answers.offices import in_days
from tests.people import Arena
from tests.walks.doing import told
from tests.walks.examples import signed_in
from tests.walks.walker import Walkers

REASON = "Wir haben zwei Ämter gefragt und melden uns mit dem Ergebnis."


def _titled(tx: Tx, start: str) -> int:
    return int(tx.db.execute(select(Idea.id).where(Idea.title.startswith(start))).scalar_one())


@pytest.mark.parametrize(("scripts", "title"), [(True, "Wo der Leitstreifen"), (False, "Digitalstunde")])
async def test_two_people_answer_an_idea_on_a_phone(walk: Walkers, arena: Arena, scripts: bool, title: str) -> None:
    idea = arena.store.write_now(_titled, title)
    writing = await walk(signed_in(arena, "Selma Aydın-Krüger"), java_script_enabled=scripts, width=320)
    writing.watch.expect("status of 422")
    page = await writing.open(f"/de/ideas/{idea}")
    await page.get_by_role("link", name="Antwort vorbereiten").click()
    await page.get_by_label("wird geprüft").check()
    await page.get_by_label("Nächste Nachricht bis").fill(in_days(30))
    await page.get_by_role("button", name="Entwurf speichern").click()
    await expect(page.locator("#errors")).to_be_visible()
    await expect(page.get_by_label("wird geprüft")).to_be_checked()
    await page.get_by_label("Begründung").fill(REASON)
    await page.get_by_role("button", name="Entwurf speichern").click()
    await told(page, "Der Entwurf ist gespeichert.")
    await expect(page.get_by_role("button", name="Freigeben")).to_have_count(0)
    checking = await walk(signed_in(arena, "Valentin Aumann"), java_script_enabled=scripts, width=320)
    other = await checking.open(writing.path)
    await other.get_by_role("button", name="Freigeben").click()
    await told(other, "Die Antwort ist freigegeben")
    await other.get_by_role("button", name="Jetzt veröffentlichen").click()
    await told(other, "Veröffentlicht.")
    reader = await walk(None, java_script_enabled=scripts, width=320)
    shown = await reader.open(f"/de/ideas/{idea}")
    await expect(shown.locator(".idea-answer")).to_contain_text("wird geprüft")
    await shown.get_by_role("link", name="Alle Antworten mit Begründung").click()
    await expect(shown.get_by_text(REASON)).to_be_visible()


async def test_a_figure_leads_to_the_promises_it_counts(walk: Walkers) -> None:
    walker = await walk(None)
    page = await walker.open("/de/promises")
    missed = page.locator(".figures a").nth(2)
    await expect(missed).to_contain_text("1")
    await missed.click()
    await expect(page.locator("ul.list > li")).to_have_count(1)
    await page.get_by_role("link", name="Was kostet eine Parkbank?").click()
    await expect(page.get_by_text("nicht gehalten, noch offen")).to_be_visible()

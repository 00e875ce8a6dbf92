"""Walks: a project is planned and reported from without scripts, and a file that is no picture loses no word."""

import pytest
from playwright.async_api import expect
from sqlalchemy import select

from arena.ideas.model import Idea
from arena.projects.update_model import Picture
from arena.store import Tx
from tests.people import Arena
from tests.projects.pictures import drawn
from tests.walks.doing import told
from tests.walks.examples import signed_in
from tests.walks.walker import Walkers


def _project(tx: Tx) -> int:
    found = select(Idea.id).where(Idea.stage == "project", Idea.title.like("Der Reparaturpass%"))
    return int(tx.db.execute(found).scalar_one())


@pytest.mark.parametrize("scripts", [True, False])
async def test_reporting_with_a_picture(walk: Walkers, arena: Arena, scripts: bool) -> None:
    idea, title = arena.store.write_now(_project), f"Die Regale stehen {scripts}"
    walker = await walk(signed_in(arena), java_script_enabled=scripts, width=320)
    page = await walker.open(f"/de/ideas/{idea}/project")
    walker.watch.expect("status of 422")
    await page.get_by_role("link", name="Berichten").click()
    await page.get_by_label("Überschrift").fill(title)
    await page.get_by_label("Bericht", exact=True).fill("Drei Regale, **zwölf** Geräte.")
    file = page.get_by_label("Datei").first
    await file.set_input_files({"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"})
    await page.get_by_label("Was ist zu sehen?").first.fill("Ein roter Kreis")
    await page.get_by_role("button", name="Bericht veröffentlichen").click()
    await expect(page.locator("#errors")).to_contain_text("nicht als Bild lesen")
    await expect(page.get_by_text("noch einmal auswählen")).to_be_visible()
    await expect(page.get_by_label("Überschrift")).to_have_value(title)
    await page.get_by_label("Datei").first.set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": drawn(900, 600)}
    )
    await page.get_by_role("button", name="Bericht veröffentlichen").click()
    await told(page, "Der Bericht ist veröffentlicht.")
    picture = page.get_by_role("img", name="Ein roter Kreis")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0 if scripts else True
    await page.get_by_role("link", name="Im Gespräch").click()
    await expect(page.get_by_text(f"hat berichtet: {title}").first).to_be_visible()
    assert arena.store.read_now(lambda db: db.execute(select(Picture.id)).first())

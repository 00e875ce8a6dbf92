"""Walks: two ideas become one, and a text becomes another, with and without scripts."""

import pytest
from playwright.async_api import expect

from tests.ideas.posted import post
from tests.people import Arena
from tests.walks.doing import told
from tests.walks.walker import Walkers


@pytest.mark.parametrize("scripts", [True, False])
async def test_two_ideas_become_one_and_a_supporter_comes_along(walk: Walkers, arena: Arena, scripts: bool) -> None:
    one, other, fan = arena.person("Berta Beet"), arena.person("Carlo Kompost"), arena.person("Frida Folgt")
    origin = await post(one, title=f"Hochbeete am Kanal {scripts}")
    into = await post(other, title=f"Hochbeete im Kiez {scripts}")
    await fan.post(f"/de/ideas/{origin}/support", {"on": "true"})
    page = await (await walk(one, java_script_enabled=scripts, width=320)).open(
        f"/de/ideas/{origin}/merge?other={into}"
    )
    await page.get_by_label("Warum?").fill("Wir graben dieselbe Erde um.")
    await page.get_by_role("button", name="Zusammenführung vorschlagen").click()
    await told(page, "Ihr Vorschlag ist öffentlich.")
    page = await (await walk(other, java_script_enabled=scripts)).open("/de/commitments")
    await page.get_by_role("link", name="braucht Ihre Zustimmung").click()
    await page.get_by_role("button", name="Zustimmen").click()
    await told(page, "Ihre Zustimmung ist eingetragen.")
    page = await (await walk(fan, java_script_enabled=scripts, width=320)).open(f"/de/ideas/{origin}")
    await expect(page.get_by_text("Diese Idee ist in einer anderen aufgegangen.")).to_be_visible()
    await page.get_by_role("button", name="Ja: Unterstützung mitnehmen?").click()
    await told(page, "Erledigt.")
    await expect(page.get_by_role("heading", level=1)).to_have_text(f"Hochbeete im Kiez {scripts}")
    await page.get_by_role("link", name="Woher die Idee kommt").click()
    await expect(page.get_by_role("img", name="Woher die Idee kommt")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
async def test_two_ideas_become_a_new_one(walk: Walkers, arena: Arena, scripts: bool) -> None:
    one, other, fan = arena.person("Berta Beet"), arena.person("Carlo Kompost"), arena.person("Frida Folgt")
    origin = await post(one, title=f"Tauschregal am Kanal {scripts}")
    second = await post(other, title=f"Leihladen im Kiez {scripts}")
    await fan.post(f"/de/ideas/{second}/follow", {"on": "true"})
    walker = await walk(one, java_script_enabled=scripts, width=320)
    walker.watch.expect("status of 422")
    page = await walker.open(f"/de/ideas/{origin}/merge?other={second}")
    new = page.get_by_role("group", name="Die neue Idee")
    await expect(new).to_be_hidden()
    await page.get_by_label("Keine von beiden").check()
    await expect(page.get_by_text("Soll sich der Text dabei ändern?")).to_be_hidden()
    await new.get_by_label("Titel").fill(f"Haus der geteilten Dinge {scripts}")
    await page.get_by_label("Warum?").fill("Tauschen und leihen unter einem Dach.")
    await page.get_by_role("button", name="Zusammenführung vorschlagen").click()
    await page.locator(".error-summary").get_by_role("link").click()
    await expect(new.get_by_label("In zwei Sätzen")).to_be_focused()
    await page.keyboard.type("Ein Regal, ein Laden. Alles zum Teilen.")
    await page.get_by_role("button", name="Zusammenführung vorschlagen").click()
    await told(page, "Ihr Vorschlag ist öffentlich.")
    page = await (await walk(other, java_script_enabled=scripts)).open("/de/commitments")
    await page.get_by_role("link", name="braucht Ihre Zustimmung").click()
    await expect(page.get_by_text(f"Haus der geteilten Dinge {scripts}")).to_be_visible()
    await page.get_by_role("button", name="Zustimmen").click()
    await told(page, "Ihre Zustimmung ist eingetragen.")
    page = await (await walk(fan, java_script_enabled=scripts, width=320)).open(f"/de/ideas/{second}")
    await page.get_by_role("button", name="Ja: Auch der neuen Idee folgen?").click()
    await told(page, "Erledigt.")
    await expect(page.get_by_role("heading", level=1)).to_have_text(f"Haus der geteilten Dinge {scripts}")
    await page.get_by_role("link", name="Woher die Idee kommt").click()
    await expect(page.locator("table.kin tbody tr")).to_have_count(2)

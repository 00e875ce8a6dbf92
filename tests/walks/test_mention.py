"""Completion of mentions: typed, chosen by keyboard, sent, and read by others as a link."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import expect

from tests.people import Arena
from tests.walks.talking import heard, post, sit_down
from tests.walks.test_axe import EVERYTHING, RUN, SIDEWAYS
from tests.walks.walker import Walkers


async def test_a_name_is_chosen_by_keyboard_and_becomes_a_link(walk: Walkers, arena: Arena, thread: int) -> None:
    arena.person("Xanthippe Eins")
    second = arena.person("Xanthippe Zwei")
    here = await sit_down(await walk(arena.person(), width=320, color_scheme="dark"), thread)
    box, options = here.get_by_label("Ihr Beitrag"), here.get_by_role("option")
    await box.press_sequentially("Frag @Xan")
    await expect(options).to_have_count(2)
    await expect(here.locator("#live-status")).to_have_text("2 Vorschläge")
    await expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    await here.evaluate(AXE_SCRIPT)
    assert await here.evaluate(RUN, EVERYTHING) == []
    assert await here.evaluate(SIDEWAYS) <= 0
    await box.press("ArrowDown")
    await expect(box).to_have_attribute("aria-activedescendant", await options.nth(1).get_attribute("id") or "")
    await box.press("Enter")
    await expect(box).to_have_value("Frag @Xanthippe Zwei ")
    await expect(options).to_have_count(0)
    await box.press_sequentially("zu #open")
    await expect(options).to_have_count(0)
    await box.press_sequentially(" @Xan")
    await expect(options).to_have_count(2)
    await box.press("Escape")
    await expect(options).to_have_count(0)
    await box.press("Control+Enter")
    await heard(here, "Frag @Xanthippe Zwei")
    link = post(here, "Frag @Xanthippe Zwei").locator("a.mention").first
    await expect(link).to_have_attribute("href", f"/de/actors/{second.id}")


async def test_a_field_of_action_is_chosen_and_leads_to_its_ideas(walk: Walkers, arena: Arena, thread: int) -> None:
    here = await sit_down(await walk(arena.person()), thread)
    box, options = here.get_by_label("Ihr Beitrag"), here.get_by_role("option")
    await box.press_sequentially("Das gehört zu #regen")
    await expect(options).to_have_count(1)
    await expect(here.get_by_role("listbox", name="Handlungsfelder")).to_be_visible()
    await options.first.click()
    await expect(box).to_have_value("Das gehört zu #Regeneration natürlicher Ressourcen ")
    await expect(box).to_be_focused()
    await box.press("Control+Enter")
    await heard(here, "Das gehört zu")
    field = post(here, "Das gehört zu").locator("a.mention")
    await expect(field).to_have_attribute("href", "/de/ideas?field=natural-resources")
    await field.click()
    await expect(here.get_by_role("heading", level=1)).to_have_text("Ideen")

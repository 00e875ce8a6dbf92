"""Completion of mentions: typed, chosen by keyboard, sent, and read by others as a link."""

import re

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import expect

from tests.ideas.posted import post as post_idea
from tests.people import Arena
from tests.walks.talking import heard, live, post, sit_down
from tests.walks.test_axe import EVERYTHING, RUN, SIDEWAYS
from tests.walks.walker import Walkers

# Whether each option is what one would touch in its middle.
ON_TOP = """() => [...document.querySelectorAll('[role="option"]')].map((option) => {
  const { x, y, width, height } = option.getBoundingClientRect();
  return option.contains(document.elementFromPoint(x + width / 2, y + height / 2));
})"""


async def test_a_name_is_chosen_by_keyboard_and_becomes_a_link(walk: Walkers, arena: Arena, thread: int) -> None:
    arena.person("Xanthippe Eins")
    second = arena.person("Xanthippe Zwei")
    here = await sit_down(await walk(arena.person(), width=320, color_scheme="dark"), thread)
    box, options = here.get_by_label("Ihr Beitrag"), here.get_by_role("option")
    await box.press_sequentially("Frag @Xan")
    await expect(options).to_have_count(2)
    await expect(here.locator("#live-status")).to_have_text(re.compile("2 Vorschläge: mit Pfeiltasten"))
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


async def test_on_a_phone_nothing_lies_over_the_names_to_choose_from(walk: Walkers, arena: Arena) -> None:
    for n in range(4):
        arena.person(f"Xenophon {n}")
    author = arena.person()
    walker = await walk(author, viewport={"width": 390, "height": 700})
    here = await walker.open(f"/de/ideas/{await post_idea(author)}")
    await live(here)
    await here.get_by_label("Ihr Beitrag").press_sequentially("Frag @Xen")
    await expect(here.get_by_role("option")).to_have_count(4)
    await here.wait_for_timeout(200)
    assert await here.evaluate(ON_TOP) == [True] * 4


async def test_a_name_is_not_taken_where_the_caret_has_gone_elsewhere(walk: Walkers, arena: Arena, thread: int) -> None:
    arena.person("Xaver Dort")
    me = arena.person("Xaver Ich")
    here = await sit_down(await walk(me), thread)
    box, options = here.get_by_label("Ihr Beitrag"), here.get_by_role("option")
    for away in ("ArrowLeft", "Home"):
        await box.fill("")
        await box.press_sequentially("Frag @Xav")
        await expect(options).to_have_text(["Xaver Dort Privatpersonen"])  # nobody is offered themselves
        await box.press(away)
        await expect(options).to_have_count(0)
        assert await box.get_attribute("aria-activedescendant") is None
    await box.press("End")
    await box.press_sequentially("e")
    await expect(options).to_have_count(1)
    await box.click(position={"x": 5, "y": 5})
    await expect(options).to_have_count(0)
    await expect(box).to_have_value("Frag @Xave")

"""Walks: every page in every dress, looked at by axe, and what else holds on every page.

The main pages and the stylebook, on which every part of a page stands, are looked at in German in all four dresses
(light and dark, narrow and wide), in English narrow and in Leichte Sprache wide; every other page in German, light and
narrow. All must fit a wide and dark window too, and a narrow one in Leichte Sprache, whose letters are larger. Colours
do not depend on the words, so contrast, the most costly rule by far, is looked at in German alone. With
`ARENA_TEST_CASES=all` every page is looked at like the main ones.
Pages for everybody are looked at as a visitor, the others as somebody who speaks for an organisation; those whose
parts differ for the two (the start page, ideas, an idea, a thread) as both, the second time in fewer dresses.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page
from starlette.routing import Route

from arena.routes import PAGES
from tests.conftest import ALL_CASES
from tests.people import Arena, Someone
from tests.walks.examples import LEAD_ON, examples, signed_in
from tests.walks.walker import Walker, Walkers

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
EVERYTHING: dict[str, Any] = {"runOnly": LEVELS, "resultTypes": ["violations"]}
ALL_BUT_COLOURS = EVERYTHING | {"rules": {"color-contrast": {"enabled": False}}}
RUN = """async (options) => {
  const found = await axe.run(options);
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}: ${node.html.slice(0, 160)}`));
}"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
MAIN = ["/", "/stylebook", "/ideas", "/ideas/{id:idea}", "/ideas/new", "/ideas/{id:int}/join", "/sign-in"]
BOTH = ["/", "/ideas", "/posts/{id:int}/report", "/ideas/{id:idea}", "/ideas/{id:int}/threads/{thread:idea}"]
OPEN = ["/", "/pages/{name}", "/ideas", "/ideas/{id:idea}", "/sign-up", "/sign-in", "/sign-in/sent"]
OPEN += ["/sign-in/forgotten", "/link", "/organisations", "/threads/{id:int}/questions"]
OPEN += ["/coverage", "/progress", "/progress/figures", "/ideas/{id:int}/measure"]
OPEN += ["/posts/{id:int}/report", "/notices/{key}", "/moderation/log"]
OPEN += ["/journal", "/ideas/{id:int}/journal", "/news/stop"]
OPEN += ["/ideas/{id:int}/compass", "/threads/{id:int}/summary/history", "/ideas/{id:int}/threads/{thread:idea}"]
OPEN += ["/ideas/{id:int}/project", "/ideas/{id:int}/updates", "/updates/{id:int}"]
OPEN += [
    "/ideas/{id:int}/answers",
    "/promises",
    "/ideas/{id:int}/compass",
    "/threads/{id:int}/summary/history",
    "/ideas/{id:int}/threads/{thread:idea}",
]
Dress = tuple[str, int, dict[str, Any] | None]  # without rules a page must only fit
ALL: list[Dress] = [(scheme, width, EVERYTHING) for scheme in ("light", "dark") for width in (320, 1280)]
FULL: dict[str, list[Dress]] = {
    "de": ALL,
    "en": [("dark", 320, ALL_BUT_COLOURS)],
    "ls": [("light", 1280, ALL_BUT_COLOURS), ("light", 320, None)],
}
ONCE: dict[str, list[Dress]] = {"de": [("light", 320, EVERYTHING), ("dark", 1280, None)], "ls": [("light", 320, None)]}
SHOWN = [route.path for route in PAGES if isinstance(route, Route) and "GET" in (route.methods or ())]


@pytest.fixture(scope="module")
def addresses(arena: Arena) -> dict[str, str]:
    """An example of every page."""
    return examples(arena)


def test_every_page_has_an_example(addresses: dict[str, str]) -> None:
    assert set(SHOWN) - set(LEAD_ON) == set(addresses)


async def _faults(walker: Walker, path: str, dresses: list[Dress]) -> list[str]:
    page = await walker.open(path)
    if any(rules for *_, rules in dresses):
        await page.evaluate(AXE_SCRIPT)
    wrong = []
    for scheme, width, rules in dresses:
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        await page.set_viewport_size({"width": width, "height": 900})
        found = await page.evaluate(RUN, rules) if rules else []
        if sideways := await page.evaluate(SIDEWAYS):
            found.append(f"{sideways} px wider than the window")
        wrong += [f"{path} {scheme} {width}: {fault}" for fault in found]
    return wrong


def _looks() -> Iterator[Any]:
    for route in sorted(set(SHOWN) - set(LEAD_ON)):
        for member in [False, True]:
            if member is (route not in OPEN) or (member and route in BOTH):
                yield pytest.param(route, member, id=f"{route}-{'member' if member else 'visitor'}")


@pytest.fixture(scope="module")
def member(arena: Arena) -> Someone:
    """Somebody for whom every page has something."""
    return signed_in(arena)


@pytest.mark.parametrize(("route", "as_member"), list(_looks()))
async def test_nobody_is_shut_out_of_a_page(
    walk: Walkers, addresses: dict[str, str], member: Someone, route: str, as_member: bool
) -> None:
    walker = await walk(member if as_member else None)
    wrong = []
    full = (route in MAIN and as_member is (route not in OPEN)) or ALL_CASES
    for lang, dresses in (FULL if full else ONCE).items():
        wrong += await _faults(walker, f"/{lang}{addresses[route].removeprefix('/de')}", dresses)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", ["/de/nirgends", "/en/ideas/999999"])
async def test_nobody_is_shut_out_of_what_is_missing(walk: Walkers, path: str) -> None:
    walker = await walk()
    walker.watch.expect("status of 404")
    assert not await _faults(walker, path, ALL)


async def test_a_form_with_faults_is_readable_for_everybody(walk: Walkers, member: Someone) -> None:
    walker = await walk(member)
    walker.watch.expect("status of 422")
    page = await walker.open("/de/ideas/new")
    await page.get_by_role("button", name="Veröffentlichen").click()
    await page.locator("#errors").wait_for()
    assert not await _faults_here(page)


async def _faults_here(page: Page) -> Any:
    await page.evaluate(AXE_SCRIPT)
    return await page.evaluate(RUN, EVERYTHING)

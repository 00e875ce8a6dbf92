"""Walks: what a first view weighs, where links lead, and how pages print."""

import re
import zlib
from collections import Counter
from typing import Any

import pytest
from playwright.async_api import expect

from tests.people import Arena
from tests.walks.examples import examples, signed_in
from tests.walks.walker import Walkers

MOST_BYTES, MOST_REQUESTS = 120_000, 10
LINK = re.compile(r'href="(/(?:de|en|ls)(?:/[^"#]*)?)')
NUMBER = re.compile(r"\d+(-[\w-]+)?")
PATTERN = re.compile(r"<template.*?</template>", re.S)
# Skia writes a filled rectangle so; a page's ground is one that covers most of it.
FILLED = re.compile(
    rb"([\d.]+) ([\d.]+) ([\d.]+) rg\b(?:(?! rg\b).)*?([\d.-]+) ([\d.-]+) ([\d.-]+) ([\d.-]+) re\s+f", re.S
)
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)


@pytest.fixture(scope="module")
def addresses(arena: Arena) -> dict[str, str]:
    """An example of every page."""
    return examples(arena)


@pytest.mark.parametrize("route", ["/", "/ideas", "/ideas/{id:idea}", "/pages/{name}", "/sign-up"])
async def test_a_first_view_is_light(walk: Walkers, addresses: dict[str, str], route: str) -> None:
    walker = await walk()
    wire = await walker.context.new_cdp_session(walker.page)
    await wire.send("Network.enable")
    asked: dict[str, str] = {}
    loaded: dict[str, float] = {}
    wire.on("Network.requestWillBeSent", lambda event: asked.update({event["requestId"]: event["request"]["url"]}))
    wire.on(
        "Network.loadingFinished", lambda event: loaded.update({asked[event["requestId"]]: event["encodedDataLength"]})
    )
    await walker.open(f"/de{addresses[route]}")
    await walker.page.wait_for_load_state("networkidle")
    assert sum(loaded.values()) <= MOST_BYTES, loaded
    assert len(loaded) <= MOST_REQUESTS, loaded


@pytest.mark.parametrize(
    "route", ["/", "/ideas", "/pages/{name}", "/sign-up", "/sign-in", "/organisations", "/ideas/{id:int}/history"]
)
async def test_a_page_to_read_needs_no_script(walk: Walkers, addresses: dict[str, str], route: str) -> None:
    walker = await walk()
    asked: list[str] = []
    walker.page.on("request", lambda request: asked.append(request.resource_type))
    page = await walker.open(f"/de{addresses[route]}")
    await page.wait_for_load_state("networkidle")
    assert "script" not in asked


async def test_every_link_leads_somewhere(arena: Arena, addresses: dict[str, str]) -> None:
    found: dict[str, str] = {}
    someone, visitor = signed_in(arena), arena.visitor()
    pages = [f"/de{address.removeprefix('/de')}" for address in addresses.values()]
    for n, page in enumerate(pages):
        for who in (someone, visitor):
            shown = await who.get(page, headers={"X-Forwarded-For": f"10.200.0.{n}"})
            links = (match.replace("&amp;", "&") for match in LINK.findall(PATTERN.sub("", shown.text)))
            found |= {link: page for link in links if link not in found}
    shapes: Counter[str] = Counter()  # of one kind of link, two are enough
    dead = []
    for n, (link, page) in enumerate(found.items()):
        shapes[shape := NUMBER.sub("0", link)] += 1
        if shapes[shape] > 2:
            continue
        answer = await someone.get(link, headers={"X-Forwarded-For": f"10.201.{n >> 8}.{n & 255}"})
        if answer.status_code not in (200, 301, 303):
            dead.append(f"{answer.status_code} {link} on {page}")
    assert not dead, "\n".join(dead)
    assert len(shapes) > 100


@pytest.mark.parametrize("route", ["/", "/ideas/{id:idea}", "/ideas/{id:int}/history"])
async def test_what_is_printed_is_light_even_from_a_dark_window(
    walk: Walkers, addresses: dict[str, str], route: str
) -> None:
    walker = await walk(color_scheme="dark")
    page = await walker.open(f"/de{addresses[route]}")
    await page.emulate_media(media="screen", color_scheme="dark")
    assert min(_grounds(await page.pdf(print_background=True))) < 0.3, (
        "this test must know a dark page when it sees one"
    )
    await page.emulate_media(media="print", color_scheme="dark")
    printed = await page.pdf(print_background=True)
    assert min(_grounds(printed), default=1) > 0.9
    words = page.locator("main")
    await expect(words.locator("h1").first).to_be_visible()
    assert len(await words.inner_text()) > 300
    assert await page.locator("header.site-header nav").first.is_hidden()


def _grounds(pdf: bytes) -> list[float]:
    """How light the large filled areas of a PDF are, from 0 to 1."""
    found: list[float] = []
    for packed in STREAM.findall(pdf):
        try:
            drawn: Any = zlib.decompress(packed)
        except zlib.error:
            continue
        for red, green, blue, _, _, width, height in FILLED.findall(drawn):
            if abs(float(width) * float(height)) > 300_000:
                found.append((float(red) + float(green) + float(blue)) / 3)
    return found

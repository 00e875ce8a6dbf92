"""What holds for every address: headers, hosts, origins, limits, errors in the reader's language."""

import asyncio

import pytest

from tests.people import Arena


async def test_the_first_address_leads_to_the_browsers_language(arena: Arena) -> None:
    visitor = arena.visitor()
    assert (await visitor.get("/", headers={"Accept-Language": "en-GB,en"})).headers["location"] == "/en/"
    assert (await visitor.get("/", headers={"Accept-Language": "tr"})).headers["location"] == "/de/"


@pytest.mark.parametrize("lang", ["de", "en", "ls"])
async def test_the_start_page_stands_in_every_language(arena: Arena, lang: str) -> None:
    page = await arena.visitor().get(f"/{lang}/")
    assert page.status_code == 200
    assert f'<html lang="{ {"ls": "de-simple"}.get(lang, lang) }"' in page.text


async def test_every_answer_carries_the_security_headers(arena: Arena) -> None:
    for path in ("/de/", "/de/nowhere", "/health/live", "/static/x/css/arena.css"):
        headers = (await arena.visitor().get(path)).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


async def test_what_is_not_there_says_so_in_the_readers_language(arena: Arena) -> None:
    page = await arena.visitor().get("/en/nowhere")
    assert page.status_code == 404
    assert "There is no such page" in page.text


async def test_a_page_that_did_not_change_does_not_travel_twice(arena: Arena) -> None:
    visitor = arena.visitor()
    first = await visitor.get("/de/pages/rules")
    again = await visitor.get("/de/pages/rules", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_static_files_are_packed_and_kept_for_ever(arena: Arena) -> None:
    visitor = arena.visitor()
    start = (await visitor.get("/de/")).text
    address = start.split('rel="stylesheet" href="')[1].split('"')[0]
    css = await visitor.get(address)
    assert css.headers["content-encoding"] == "gzip"
    assert "immutable" in css.headers["cache-control"]
    assert "@layer kern" in css.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "", "Origin": "http://evil.example"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 405),
    ],
)
async def test_forms_of_other_sites_are_refused(arena: Arena, headers: dict[str, str], status: int) -> None:
    assert (await arena.visitor().post("/de/", {"a": "b"}, headers=headers)).status_code == status


async def test_a_flood_is_told_when_to_come_back(arena: Arena) -> None:
    visitor = arena.visitor()
    answers = await asyncio.gather(*(visitor.post("/de/", {"a": "b"}) for _ in range(90)))
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert int(refused[0].headers["retry-after"]) >= 1
    assert (await arena.visitor().post("/de/", {"a": "b"})).status_code == 405


async def test_a_body_over_the_limit_is_refused(arena: Arena) -> None:
    answer = await arena.visitor().post("/de/", {"a": "x" * 300_000})
    assert answer.status_code in (405, 413)


async def test_the_style_book_stands_in_demo_mode(arena: Arena) -> None:
    assert (await arena.visitor().get("/de/stylebook")).status_code == 200

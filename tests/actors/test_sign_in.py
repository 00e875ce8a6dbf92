"""Sign in and out: by password or by link, not too often, in one browser or in all."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from arena.web.asking import cookie_name
from tests.actors.post import GOOD, link_to, mails_to, new_address, newcomer, token_in
from tests.people import Arena, Someone


async def _signed_in(someone: Someone) -> bool:
    return (await someone.get("/de/me/settings")).status_code == 200


def _token(arena: Arena, someone: Someone) -> str | None:
    return someone.http.cookies.get(cookie_name(arena.settings))


async def test_by_password(arena: Arena) -> None:
    _, address = await newcomer(arena, password=GOOD)
    someone = arena.visitor()
    answer = await someone.post("/de/sign-in", {"email": f" {address.title()}", "password": GOOD})
    assert answer.headers["location"] == "/de/?done=accounts.sign_in.done"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert await _signed_in(someone)


async def test_a_wrong_password_and_an_unknown_address_answer_alike(arena: Arena) -> None:
    _, address = await newcomer(arena, password=GOOD)
    _, bare = await newcomer(arena)
    visitor = arena.visitor()
    pages = [
        (await visitor.post("/de/sign-in", {"email": email, "password": "ganz falsch"})).text.replace(email, "X")
        for email in (address, bare, "niemand@example.org")
    ]
    assert pages[0] == pages[1] == pages[2]
    assert "passen nicht zusammen" in pages[0]
    assert not await _signed_in(visitor)


async def test_a_password_counts_to_the_letter(arena: Arena) -> None:
    _, address = await newcomer(arena, password=f" {GOOD} ")
    visitor = arena.visitor()
    for wrong in (GOOD, GOOD.upper(), f" {GOOD}"):
        assert (await visitor.post("/de/sign-in", {"email": address, "password": wrong})).status_code == 422
    assert (await visitor.post("/de/sign-in", {"email": address, "password": f" {GOOD} "})).status_code == 303


async def test_by_a_link_that_works_once(arena: Arena) -> None:
    _, address = await newcomer(arena)
    visitor, thief = arena.visitor(), arena.visitor()
    form = {"email": address, "how": "link", "next": "/de/organisations"}
    assert (await visitor.post("/de/sign-in", form)).headers["location"] == "/de/sign-in/sent"
    path = await link_to(arena, address, 2)
    assert (await visitor.get(path)).headers["cache-control"] == "no-store"
    answer = await visitor.post("/de/link", {"token": token_in(path)})
    assert answer.headers["location"] == "/de/organisations"
    assert await _signed_in(visitor)
    assert (await thief.post("/de/link", {"token": token_in(path)})).status_code == 410
    assert (await thief.get(path)).status_code == 410


async def test_a_link_lives_fifteen_minutes(arena: Arena) -> None:
    _, address = await newcomer(arena)
    visitor = arena.visitor()
    await visitor.post("/de/sign-in", {"email": address, "how": "link"})
    path = await link_to(arena, address, 2)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=16)):
        assert (await visitor.get(path)).status_code == 410
        assert (await visitor.post("/de/link", {"token": token_in(path)})).status_code == 410
    assert (await visitor.get(path)).status_code == 200


async def test_a_newer_link_used_ends_the_older_one(arena: Arena) -> None:
    _, address = await newcomer(arena)
    visitor = arena.visitor()
    await visitor.post("/de/sign-in", {"email": address, "how": "link"})
    first = await link_to(arena, address, 2)
    await visitor.post("/de/sign-in", {"email": address, "how": "link"})
    second = await link_to(arena, address, 3)
    assert (await visitor.post("/de/link", {"token": token_in(second)})).status_code == 303
    assert (await visitor.get(first)).status_code == 410


async def test_an_unknown_address_gets_the_same_answer_and_a_mail_that_says_so(arena: Arena) -> None:
    visitor, address = arena.visitor(), new_address()
    answer = await visitor.post("/de/sign-in", {"email": address, "how": "link"})
    assert answer.headers["location"] == "/de/sign-in/sent"
    assert (await mails_to(arena, address))[0].subject == "Kein Konto unter dieser Adresse"


@pytest.mark.parametrize("token", ["", "x", "ä", "\x00", "x" * 5000, "' OR 1=1 --"])
async def test_strange_tokens_are_dead(arena: Arena, token: str) -> None:
    visitor = arena.visitor()
    assert (await visitor.get("/de/link", params={"token": token})).status_code == 410
    assert (await visitor.post("/de/link", {"token": token})).status_code == 410


async def test_signing_in_rotates_the_session(arena: Arena) -> None:
    someone, address = await newcomer(arena, password=GOOD)
    before = _token(arena, someone)
    await someone.post("/de/sign-in", {"email": address, "password": GOOD})
    assert _token(arena, someone) != before
    someone.http.cookies.clear()
    someone.http.cookies.set(cookie_name(arena.settings), before or "")
    assert not await _signed_in(someone)


async def test_a_session_ends_after_thirty_days(arena: Arena) -> None:
    someone = arena.person()
    assert await _signed_in(someone)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=31)):
        assert (await someone.get("/de/me/settings")).headers["location"] == "/de/sign-in?next=/de/me/settings"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil",
        "",
    ],
)
async def test_signing_in_leads_to_own_pages_alone(arena: Arena, wanted: str) -> None:
    _, address = await newcomer(arena, password=GOOD)
    visitor = arena.visitor()
    page = await visitor.get("/de/sign-in", params={"next": wanted})
    assert 'name="next" value="/"' in page.text
    answer = await visitor.post("/de/sign-in", {"email": address, "password": GOOD, "next": wanted})
    assert answer.headers["location"] == "/de/?done=accounts.sign_in.done"


async def test_guessing_at_an_account_is_slowed_down_wherever_it_comes_from(arena: Arena) -> None:
    _, address = await newcomer(arena, password=GOOD)
    answers = [
        await arena.visitor().post("/de/sign-in", {"email": address, "password": f"falsch {n}"}) for n in range(12)
    ]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429] * 2
    assert "Bitte warten Sie" in answers[-1].text
    assert f'value="{address}"' in answers[-1].text
    # The owner still gets in by a link.
    owner = arena.visitor()
    await owner.post("/de/sign-in", {"email": address, "how": "link"})
    path = await link_to(arena, address, 2)
    assert (await owner.post("/de/link", {"token": token_in(path)})).status_code == 303


async def test_guessing_from_one_address_is_slowed_down_whatever_the_account(arena: Arena) -> None:
    visitor = arena.visitor()
    tries = (visitor.post("/de/sign-in", {"email": f"n{n}@example.org", "password": "x"}) for n in range(38))
    answers = await asyncio.gather(*tries)  # at once, so that a busy machine gives nobody time to try again
    refused = [answer for answer in answers if answer.status_code == 429]
    assert 2 <= len(refused) <= 8
    assert all("Bitte warten Sie" in answer.text for answer in refused)


async def test_mails_to_one_address_are_few(arena: Arena) -> None:
    address = new_address()
    answers = [await arena.visitor().post("/de/sign-in", {"email": address, "how": "link"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [303] * 4 + [429] * 2


async def test_sign_out_ends_this_session(arena: Arena) -> None:
    someone = arena.person()
    token = someone.token
    answer = await someone.post("/de/sign-out")
    assert answer.headers["location"] == "/de/?done=accounts.sign_out.done"
    someone.http.cookies.set(cookie_name(arena.settings), token or "")
    assert not await _signed_in(someone)
    assert (await arena.visitor().post("/de/sign-out")).status_code == 303


async def test_sign_out_everywhere_ends_every_session(arena: Arena) -> None:
    first, address = await newcomer(arena, password=GOOD)
    second = arena.visitor()
    await second.post("/de/sign-in", {"email": address, "password": GOOD})
    assert (await first.post("/de/sign-out/everywhere")).status_code == 303
    assert not await _signed_in(first)
    assert not await _signed_in(second)
    visitor = arena.visitor()
    assert (await visitor.post("/de/sign-out/everywhere")).headers["location"].startswith("/de/sign-in")


async def test_a_signed_in_person_needs_no_form(arena: Arena) -> None:
    someone = arena.person()
    for path in ("/de/sign-in", "/de/sign-up"):
        assert (await someone.get(path)).headers["location"] == "/de/"


async def test_a_session_can_be_ended_from_another_one(arena: Arena) -> None:
    first, address = await newcomer(arena, password=GOOD)
    second, stranger = arena.visitor(), arena.person()
    agent = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
    await second.post("/de/sign-in", {"email": address, "password": GOOD}, headers=agent)
    page = (await first.get("/de/me/settings")).text
    assert "Firefox · Linux" in page
    handle = re.findall(r'name="session" value="(\w+)"', page)
    assert len(handle) == 1
    await stranger.post("/de/me/sessions/end", {"session": handle[0]})
    await stranger.post("/de/me/sessions/end", {"session": "%" * 16})
    assert await _signed_in(second)
    await first.post("/de/me/sessions/end", {"session": handle[0]})
    assert not await _signed_in(second)
    assert await _signed_in(first)

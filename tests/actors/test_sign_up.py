"""Sign up: a name, an address, perhaps a password; the account opens once a mail was answered."""

import asyncio

import pytest
from sqlalchemy import func, select

from arena.actors.model import Person
from tests.actors.post import GOOD, link_to, mails_to, new_address, newcomer, sign_up, token_in
from tests.people import Arena


def _accounts(arena: Arena, address: str) -> int:
    return arena.store.read_now(lambda db: db.execute(select(func.count()).where(Person.email == address)).scalar_one())


async def test_a_visitor_signs_up_without_a_password(arena: Arena) -> None:
    someone, address = await newcomer(arena, name="Möwe_77")
    page = await someone.get("/de/me/settings")
    assert page.status_code == 200
    assert "Möwe_77" in page.text
    assert address in page.text
    assert "Sie haben noch kein Passwort" in page.text


async def test_a_visitor_signs_up_with_a_password_and_types_it_again(arena: Arena) -> None:
    visitor, address = arena.visitor(), new_address()
    assert (await sign_up(arena, visitor, address, password=GOOD)).headers["location"] == "/de/sign-in/sent"
    path = await link_to(arena, address)
    assert "noch einmal" in (await visitor.get(path)).text
    wrong = await visitor.post("/de/link", {"token": token_in(path), "password": "etwas ganz anderes"})
    assert wrong.status_code == 422
    assert _accounts(arena, address) == 0
    right = await visitor.post("/de/link", {"token": token_in(path), "password": GOOD})
    assert right.headers["location"] == "/de/?done=accounts.sign_up.done"
    again = arena.visitor()
    answer = await again.post("/de/sign-in", {"email": address, "password": GOOD})
    assert answer.status_code == 303


async def test_a_password_that_somebody_else_chose_is_dropped(arena: Arena) -> None:
    stranger, owner, address = arena.visitor(), arena.visitor(), new_address()
    await sign_up(arena, stranger, address, password=GOOD)
    path = await link_to(arena, address)
    assert (await owner.post("/de/link", {"token": token_in(path), "how": "without"})).status_code == 303
    assert (await stranger.post("/de/sign-in", {"email": address, "password": GOOD})).status_code == 422


async def test_opening_the_link_alone_opens_no_account(arena: Arena) -> None:
    visitor, address = arena.visitor(), new_address()
    await sign_up(arena, visitor, address)
    path = await link_to(arena, address)
    for _ in range(2):
        assert (await visitor.get(path)).status_code == 200
    assert _accounts(arena, address) == 0


async def test_a_known_address_gets_another_mail_and_the_same_answer(arena: Arena) -> None:
    _, address = await newcomer(arena)
    stranger = arena.visitor()
    known = await sign_up(arena, stranger, f" {address.upper()} ")
    unknown = await sign_up(arena, stranger, new_address())
    assert (known.status_code, known.headers["location"]) == (unknown.status_code, unknown.headers["location"])
    assert known.content == unknown.content
    newest = (await mails_to(arena, address, 2))[0]
    assert newest.subject == "Sie haben schon ein Konto in der Arena der Ideen"


async def test_forty_at_once_with_one_address_make_one_account(arena: Arena) -> None:
    address = new_address()
    crowd = [arena.visitor() for _ in range(40)]
    answers = await asyncio.gather(*(sign_up(arena, one, address) for one in crowd))
    assert {answer.status_code for answer in answers} == {303, 429}
    sent = sum(answer.status_code == 303 for answer in answers)
    links = await mails_to(arena, address, sent)
    tokens = [token_in(link[0].strip()) for mail in links for link in mail.pieces if link[1]]
    opened = await asyncio.gather(
        *(one.post("/de/link", {"token": tokens[n % len(tokens)]}) for n, one in enumerate(crowd))
    )
    assert sorted({answer.status_code for answer in opened}) == [303, 410]
    assert sum(answer.status_code == 303 for answer in opened) == 1
    assert _accounts(arena, address) == 1


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"name": "", "email": "a@example.org"}, "f-name"),
        ({"name": "\u200b\u2800", "email": "a@example.org"}, "f-name"),
        ({"name": "x" * 81, "email": "a@example.org"}, "f-name"),
        ({"name": "Ayşe", "email": ""}, "f-email"),
        ({"name": "Ayşe", "email": "a@b"}, "f-email"),
        ({"name": "Ayşe", "email": "a@example.org\nBcc: b@example.org"}, "f-email"),
        ({"name": "Ayşe", "email": f"{'a' * 65}@example.org"}, "f-email"),
        ({"name": "Ayşe", "email": "a@example.org", "password": "kurz"}, "f-password"),
        ({"name": "Ayşe", "email": "a@example.org", "password": "1234567890"}, "f-password"),
        ({"name": "Ayşe", "email": "a@example.org", "password": "Fussball2026!"}, "f-password"),
        ({"name": "Ayşe", "email": "a@example.org", "password": "abcabcabcabc"}, "f-password"),
        ({"name": "Ayşe Kaya am Kotti", "email": "a@example.org", "password": "ayşe kaya am kotti"}, "f-password"),
        ({"name": "Ayşe", "email": "a@example.org", "password": "x" * 60_000}, "f-password"),
    ],
)
async def test_what_is_wrong_is_said_at_the_field(arena: Arena, form: dict[str, str], field: str) -> None:
    page = await arena.visitor().post("/de/sign-up", form)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert f'id="{field}-error"' in page.text


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "🦊" * 80, "\u202egnp.exe א", "O'Brien {t} %s", "ß" * 80]
)
async def test_hostile_names_stay_names(arena: Arena, name: str) -> None:
    someone, _ = await newcomer(arena, name=name)
    page = await someone.get("/de/me/settings")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "\u202e" not in page.text


@pytest.mark.parametrize(
    "form",
    [
        {"name": "A", "email": "a@example.org", "admin": "1"},
        {"name[]": "A", "email": "a@example.org"},
        {"name": "B", "name.x.y": "A"},
    ],
)
async def test_a_form_that_is_not_ours_is_refused(arena: Arena, form: dict[str, str]) -> None:
    assert (await arena.visitor().post("/de/sign-up", form)).status_code == 400


async def test_sign_up_leads_on_to_where_the_visitor_was(arena: Arena) -> None:
    visitor, address = arena.visitor(), new_address()
    await visitor.post("/en/sign-up", {"name": "Kim", "email": address, "next": "/en/organisations/new"})
    path = await link_to(arena, address)
    assert path.startswith("/en/link")
    answer = await visitor.post("/en/link", {"token": token_in(path)})
    assert answer.headers["location"] == "/en/organisations/new"


@pytest.mark.parametrize("lang", ["de", "en", "ls"])
async def test_the_page_names_the_privacy_page(arena: Arena, lang: str) -> None:
    page = await arena.visitor().get(f"/{lang}/sign-up")
    assert f'href="/{lang}/pages/privacy"' in page.text

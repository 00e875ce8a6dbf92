"""Anybody reports a contribution, with an account or without: it is received, told by mail, and counted once."""

import asyncio
from html import unescape
from uuid import uuid4

import pytest

from arena.threads.hide import GROUNDS
from tests.actors.post import link_to, mails_to, new_address
from tests.moderation.acting import INSULT, cases, decide, email_of, insulted, moderator, notices, report
from tests.people import Arena


async def test_a_person_reports_and_hears_that_it_was_received_and_what_came_of_it(arena: Arena) -> None:
    author, person, mod = arena.person(), arena.person("Petra Petze"), moderator(arena)
    thread, number = await insulted(arena, author)
    form = await person.get(f"/de/posts/{number}/report")
    assert "Zankapfel" in form.text
    assert "E-Mail-Adresse" not in form.text
    assert f'href="/de/posts/{number}/report"' in (await person.follow(f"/de/threads/{thread}")).text
    answer = await report(person, number, words="Er nennt mich so & meint <mich>.")
    address = await arena.store.read(email_of, person)
    assert answer.headers["location"] == await link_to(arena, address)
    waiting = unescape((await person.get(answer.headers["location"])).text)
    assert "Er nennt mich so & meint <mich>." in waiting
    assert "Noch hat niemand entschieden" in waiting
    assert (await decide(mod, number, "dismiss", reason="Das ist ein Wort, keine Beleidigung.")).status_code == 303
    decided = unescape((await arena.visitor().get(answer.headers["location"])).text)
    assert "Der Beitrag bleibt stehen: „Das ist ein Wort, keine Beleidigung.“" in decided
    (outcome, _) = await mails_to(arena, address, 2)
    assert (outcome.subject, outcome.to) == ("Ihre Meldung: der Beitrag bleibt stehen", address)
    assert "Petra Petze" not in (await mod.get(f"/de/moderation/posts/{number}")).text


async def test_a_visitor_reports_without_an_address_and_with_one_that_is_forgotten_afterwards(arena: Arena) -> None:
    author, mod, address = arena.person(), moderator(arena), new_address()
    thread, number = await insulted(arena, author)
    visitor = arena.visitor()
    assert f'href="/de/posts/{number}/report"' in (await visitor.follow(f"/de/threads/{thread}")).text
    assert "E-Mail-Adresse" in (await visitor.get(f"/de/posts/{number}/report")).text
    assert (await report(visitor, number)).status_code == 303
    told = await report(arena.visitor(), number, email=f" {address.upper()} ", ground="threat")
    assert told.headers["location"] == await link_to(arena, address)
    kept = await arena.store.read(notices, number)
    assert [(one.person_id, one.email, one.ground) for one in kept] == [
        (None, None, "insult"),
        (None, address, "threat"),
    ]
    assert len(await arena.store.read(cases, number)) == 1
    assert (await decide(mod, number)).status_code == 303
    assert {one.email for one in await arena.store.read(notices, number)} == {None}
    assert (await mails_to(arena, address, 2))[0].subject == "Ihre Meldung: der Beitrag wurde verborgen"
    assert INSULT not in (await visitor.get(told.headers["location"])).text


async def test_the_same_notice_is_one_from_one_form_and_from_one_person(arena: Arena) -> None:
    author, person = arena.person(), arena.person()
    _, number = await insulted(arena, author)
    key = uuid4().hex
    visitor = arena.visitor()
    answers = await asyncio.gather(*[report(visitor, number, client_key=key) for _ in range(8)])
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    both = await asyncio.gather(*[report(person, number, words=f"Zum {n}. Mal") for n in range(6)])
    assert len({answer.headers["location"] for answer in both}) == 1
    address = new_address()
    mailed = [await report(arena.visitor(), number, email=address) for _ in range(2)]
    assert len({answer.headers["location"] for answer in mailed}) == 1
    assert len(await arena.store.read(notices, number)) == 3
    assert len(await arena.store.read(cases, number)) == 1


async def test_twenty_people_at_once_are_one_case_with_twenty_notices(arena: Arena) -> None:
    author, mod = arena.person(), moderator(arena)
    _, number = await insulted(arena, author)
    people = [arena.person() for _ in range(20)]
    answers = await asyncio.gather(*[report(one, number) for one in people])
    assert {answer.status_code for answer in answers} == {303}
    assert len(await arena.store.read(notices, number)) == 20
    (case,) = await arena.store.read(cases, number)
    assert f'id="case-{case.id}"' in (desk := (await mod.get("/de/moderation")).text)
    assert "20 Meldungen" in desk


async def test_another_wording_can_be_reported_again(arena: Arena) -> None:
    author, person, mod = arena.person(), arena.person(), moderator(arena)
    _, number = await insulted(arena, author)
    first = await report(person, number)
    assert (await decide(mod, number, "dismiss")).status_code == 303
    assert (await report(person, number)).headers["location"] == first.headers["location"]
    edit = {"markdown": "Noch viel gröber", "text_rev": "1", "client_key": uuid4().hex}
    assert (await author.post(f"/de/posts/{number}/edit", edit)).status_code == 303
    assert (await report(person, number)).headers["location"] != first.headers["location"]
    assert [case.state for case in await arena.store.read(cases, number)] == ["closed", "open"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ground": ""}, "ground"),
        ({"ground": "dislike"}, "ground"),
        ({"ground": "other", "words": " "}, "words"),
        ({"ground": "unlawful", "words": ""}, "words"),
        ({"words": "ä" * 1025}, "words"),
        ({"email": "kein klammeraffe"}, "email"),
    ],
)
async def test_a_notice_with_faults_keeps_what_was_typed(arena: Arena, changes: dict[str, str], field: str) -> None:
    _, number = await insulted(arena, arena.person())
    answer = await report(arena.visitor(), number, **({"words": "Meine Worte"} | changes))
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    assert changes.get("words", "Meine Worte") in answer.text
    assert not await arena.store.read(notices, number)


async def test_every_ground_has_words_and_can_be_chosen(arena: Arena) -> None:
    _, number = await insulted(arena, arena.person())
    for ground in GROUNDS:
        assert (await report(arena.person(), number, ground=ground)).status_code == 303
    assert [one.ground for one in await arena.store.read(notices, number)] == list(GROUNDS)


async def test_nobody_reports_their_own_words_nor_what_is_not_there(arena: Arena) -> None:
    author, mod = arena.person(), moderator(arena)
    thread, number = await insulted(arena, author)
    assert f'href="/de/posts/{number}/report"' not in (await author.follow(f"/de/threads/{thread}")).text
    assert (await report(author, number)).status_code == 409
    assert (await decide(mod, number)).status_code == 303
    for someone in (arena.visitor(), arena.person(), author, mod):
        assert (await report(someone, number)).status_code == 404
        assert (await report(someone, 999_999)).status_code == 404
    assert (await arena.visitor().get("/de/notices/nothing-of-the-kind")).status_code == 404
    assert not await arena.store.read(notices, number)


async def test_floods_of_notices_are_slowed_down_by_reader_and_mails_by_address(arena: Arena) -> None:
    _, number = await insulted(arena, arena.person())
    visitor = arena.visitor()
    found = [(await report(visitor, number, words=f"Nr. {n}")).status_code for n in range(11)]
    assert found == [303] * 10 + [429]
    address = new_address()
    _, other = await insulted(arena, arena.person())
    mailed = [await report(arena.visitor(), other, email=address, words="Bitte lesen") for _ in range(5)]
    assert [answer.status_code for answer in mailed] == [303] * 4 + [429]
    assert "Bitte lesen" in mailed[-1].text
    assert len(await mails_to(arena, address)) == 1

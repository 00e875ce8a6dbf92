"""Answering offers: those who carry the idea accept or decline with a sentence."""

import asyncio
from typing import Any

import pytest

from arena.ideas.text import NeedText
from arena.store import Store
from tests.ideas.sown import commitments_in, counted, counters, needs_in, sow
from tests.ideas.test_join import _notes, offer
from tests.people import Answer, Arena, Someone

HOURS = NeedText("time", "Zwei Nachmittage im Monat", 20, "Stunden")


async def do(someone: Someone, act: str, number: int, sentence: str = "", lang: str = "de", **more: Any) -> Answer:
    """Press one of the buttons on a commitment's page."""
    return await someone.post(f"/{lang}/commitments/{number}/{act}", {"sentence": sentence, **more})


async def offered(arena: Arena, store: Store) -> tuple[Someone, Someone, int, int]:
    """An idea with a need, its author, and somebody's offer of 12 of its 20 hours."""
    author, jonas = arena.person("Ayşe Kaya"), arena.person("Jonas Weber")
    idea = await store.write(sow, author.voice, HOURS)
    need = (await store.read(needs_in, idea))[0].id
    await offer(jonas, idea, need=need, amount="12")
    return author, jonas, idea, (await store.read(commitments_in, idea))[-1].id


async def state_of(store: Store, idea: int) -> str:
    return str((await store.read(commitments_in, idea))[-1].state)


async def test_the_author_accepts_with_a_sentence(arena: Arena, store: Store) -> None:
    author, _jonas, idea, number = await offered(arena, store)
    assert "Annehmen" in (await author.get(f"/de/commitments/{number}")).text
    answer = await do(author, "accept", number, "Schön, dass du kommst!")
    assert answer.headers["location"] == f"/de/commitments/{number}?done=ideas_team.accept.done"
    assert await state_of(store, idea) == "accepted"
    assert await store.read(counters, idea) == await store.read(counted, idea) == (2, 1)
    assert (await store.read(needs_in, idea))[0].met == 12
    told = (await store.read(_notes, idea))[-1]
    assert (told.kind, told.actor_id) == ("ideas.accept", author.id)
    assert (told.facts["who"], told.facts["sentence"]) == ("Jonas Weber", "Schön, dass du kommst!")
    page = await arena.visitor().get(f"/de/commitments/{number}")
    assert "Schön, dass du kommst!" in page.text
    assert "angenommen" in page.text


async def test_declining_needs_a_sentence_that_only_both_sides_read(arena: Arena, store: Store) -> None:
    author, jonas, idea, number = await offered(arena, store)
    again = await do(author, "decline", number)
    assert again.status_code == 422
    assert 'href="#f-sentence"' in again.text
    assert (await do(author, "decline", number, "Wir haben schon genug Lötkolben.")).status_code == 303
    assert await state_of(store, idea) == "declined"
    assert await store.read(counters, idea) == (1, 1)
    for side in (author, jonas):
        assert "genug Lötkolben" in (await side.get(f"/de/commitments/{number}")).text
    for other in (arena.visitor(), arena.person()):
        assert (await other.get(f"/de/commitments/{number}")).status_code == 404
    assert (await do(arena.person(), "accept", number)).status_code == 404
    told = (await store.read(_notes, idea))[-1]
    assert told.kind == "ideas.decline"
    assert "Lötkolben" not in str(told.facts["sentence"])


@pytest.mark.parametrize("act", ["accept", "decline"])
async def test_nobody_else_answers(arena: Arena, store: Store, act: str) -> None:
    author, jonas, idea, number = await offered(arena, store)
    member, company = arena.member("business")
    assert (await do(arena.visitor(), act, number, "ja")).headers["location"].startswith("/de/sign-in")
    for other in (jonas, arena.person(), member):
        assert (await do(other, act, number, "ja")).status_code == 403
    assert (await do(member, act, number, "ja", speak_as=company)).status_code == 403
    assert (await do(author, act, number, "ja", speak_as=company)).status_code == 403
    assert await state_of(store, idea) == "offered"


async def test_an_organisation_that_carries_answers_through_its_members(arena: Arena, store: Store) -> None:
    member, company = arena.member("science", "Institut für Alltagsdinge")
    assert member.voice
    voice = type(member.voice)(member.id, company, member.voice.person, "Institut für Alltagsdinge", "science")
    idea = await store.write(sow, voice)
    await offer(arena.person(), idea)
    number = (await store.read(commitments_in, idea))[-1].id
    page = await member.get(f"/de/commitments/{number}")
    assert f'name="speak_as" value="{company}"' in page.text
    assert (await do(member, "accept", number)).status_code == 403
    assert (await do(member, "accept", number, speak_as=company)).status_code == 303


async def test_whoever_is_accepted_to_carry_answers_as_well(arena: Arena, store: Store) -> None:
    author, second, third = arena.person(), arena.person(), arena.person()
    idea = await store.write(sow, author.voice)
    await offer(second, idea, role="carry")
    await offer(third, idea)
    _, carrying, other = await store.read(commitments_in, idea)
    assert (await do(second, "accept", other.id)).status_code == 403
    await do(author, "accept", carrying.id)
    assert (await do(second, "accept", other.id)).status_code == 303
    assert await store.read(counters, idea) == (3, 0)


async def test_parallel_answers_count_once(arena: Arena, store: Store) -> None:
    author, _jonas, idea, number = await offered(arena, store)
    before = len(await store.read(_notes, idea))
    answers = await asyncio.gather(*(do(author, "accept", number) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {303}
    assert len(await store.read(_notes, idea)) == before + 1
    assert (await store.read(needs_in, idea))[0].met == 12
    assert await store.read(counters, idea) == await store.read(counted, idea)


async def test_accept_and_decline_at_once_end_in_one_of_them(arena: Arena, store: Store) -> None:
    author, _jonas, idea, number = await offered(arena, store)
    answers = await asyncio.gather(do(author, "accept", number), do(author, "decline", number, "Leider nicht."))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert await store.read(counters, idea) == await store.read(counted, idea)


async def test_an_unknown_act_or_commitment_is_not_there(arena: Arena, store: Store) -> None:
    author, _, _, number = await offered(arena, store)
    assert (await do(author, "delete", number)).status_code == 404
    assert (await do(author, "accept", 999999999)).status_code == 404
    assert (await author.get("/de/commitments/999999999")).status_code == 404


@pytest.mark.parametrize(
    ("lang", "words"), [("de", ("Wartet auf Ihre Antwort", "angeboten")), ("en", ("Awaiting your answer", "offered"))]
)
async def test_what_waits_for_an_answer_stands_on_a_page(
    arena: Arena, store: Store, lang: str, words: tuple[str, ...]
) -> None:
    author, jonas, _, number = await offered(arena, store)
    page = await author.get(f"/{lang}/commitments")
    assert all(word in page.text for word in words)
    assert f'href="/{lang}/commitments/{number}"' in page.text
    own = await jonas.get(f"/{lang}/commitments")
    assert words[0] not in own.text
    assert f'href="/{lang}/commitments/{number}"' in own.text
    stranger = await arena.person().get(f"/{lang}/commitments")
    assert f"/commitments/{number}" not in stranger.text
    assert (await arena.visitor().get(f"/{lang}/commitments")).status_code == 303

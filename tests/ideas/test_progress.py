"""Progress of a commitment: it starts, is fulfilled, is left or released."""

import pytest

from arena.ideas.text import NeedText
from arena.store import Store
from tests.ideas.sown import commitments_in, counted, counters, needs_in, sow
from tests.ideas.test_answer import do, offered, state_of
from tests.ideas.test_join import _notes, offer
from tests.people import Arena


async def test_the_joiner_starts_and_fulfils_and_it_is_shown_as_their_word(arena: Arena, store: Store) -> None:
    author, jonas, idea, number = await offered(arena, store)
    assert (await do(jonas, "start", number)).status_code == 409
    await do(author, "accept", number)
    assert (await do(jonas, "start", number, "Heute geht es los.")).status_code == 303
    assert await state_of(store, idea) == "active"
    assert (await do(jonas, "fulfil", number)).status_code == 303
    assert await state_of(store, idea) == "fulfilled"
    assert await store.read(counters, idea) == (2, 1)
    page = await arena.visitor().get(f"/de/commitments/{number}")
    assert "nach eigener Angabe" in page.text
    assert "Heute geht es los." in page.text


async def test_carriers_say_so_as_well_and_then_it_is_their_word(arena: Arena, store: Store) -> None:
    author, jonas, _idea, number = await offered(arena, store)
    await do(author, "accept", number)
    await do(author, "fulfil", number, "Danke!")
    page = await arena.visitor().get(f"/en/commitments/{number}")
    assert "fulfilled" in page.text
    assert "by their own account" not in page.text
    assert (await do(jonas, "leave", number, "Tschüss")).status_code == 409


@pytest.mark.parametrize("act", ["start", "fulfil", "leave", "release"])
async def test_strangers_change_nothing(arena: Arena, store: Store, act: str) -> None:
    author, _jonas, idea, number = await offered(arena, store)
    await do(author, "accept", number)
    member, company = arena.member("business")
    assert (await do(arena.visitor(), act, number, "so")).status_code == 303
    assert (await do(arena.person(), act, number, "so")).status_code == 403
    assert (await do(member, act, number, "so", speak_as=company)).status_code == 403
    assert await state_of(store, idea) == "accepted"


async def test_leaving_needs_a_word_and_the_need_is_open_again(arena: Arena, store: Store) -> None:
    author, jonas = arena.person(), arena.person()
    idea = await store.write(sow, author.voice, NeedText("space", "Ein Stellplatz"))
    await offer(jonas, idea, need=(await store.read(needs_in, idea))[0].id)
    number = (await store.read(commitments_in, idea))[-1].id
    await do(author, "accept", number)
    assert await store.read(counters, idea) == (2, 0)
    assert (await do(jonas, "leave", number)).status_code == 422
    assert (await do(author, "leave", number, "Nein")).status_code == 403
    assert (await do(jonas, "leave", number, "Der Keller steht unter Wasser.")).status_code == 303
    assert await state_of(store, idea) == "withdrawn"
    assert await store.read(counters, idea) == await store.read(counted, idea) == (1, 1)
    told = (await store.read(_notes, idea))[-1]
    assert (told.kind, told.facts["sentence"]) == ("ideas.leave", "Der Keller steht unter Wasser.")


async def test_an_offer_can_be_taken_back(arena: Arena, store: Store) -> None:
    _, jonas, idea, number = await offered(arena, store)
    assert (await do(jonas, "leave", number, "Doch keine Zeit.")).status_code == 303
    assert await state_of(store, idea) == "withdrawn"


async def test_carriers_release_somebody_with_a_word(arena: Arena, store: Store) -> None:
    author, jonas, idea, number = await offered(arena, store)
    await do(author, "accept", number)
    assert (await do(jonas, "release", number, "ich selbst")).status_code == 403
    assert (await do(author, "release", number, "Danke für alles, der Wagen ist fertig.")).status_code == 303
    assert await store.read(counters, idea) == (1, 1)
    page = await arena.visitor().get(f"/de/commitments/{number}")
    assert "von den Verantwortlichen entbunden" in page.text


async def test_the_last_to_carry_cannot_leave_without_another(arena: Arena, store: Store) -> None:
    author, second = arena.person(), arena.person()
    idea = await store.write(sow, author.voice)
    own = (await store.read(commitments_in, idea))[0].id
    refused = await do(author, "leave", own, "Ich ziehe um.")
    assert refused.status_code == 409
    assert "die letzten Verantwortlichen" in refused.text
    assert "Ich ziehe um." in refused.text
    await offer(second, idea, role="carry")
    await do(author, "accept", (await store.read(commitments_in, idea))[-1].id)
    assert (await do(second, "release", own, "Bitte gehen")).status_code == 409
    assert (await do(author, "leave", own, "Ich ziehe um.")).status_code == 303
    assert await store.read(counters, idea) == (1, 0)
    assert (await do(author, "accept", own)).status_code == 403


async def test_responsibility_is_never_fulfilled(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea = await store.write(sow, author.voice)
    own = (await store.read(commitments_in, idea))[0].id
    assert (await do(author, "fulfil", own)).status_code == 409
    assert "Als erfüllt eintragen" not in (await author.get(f"/de/commitments/{own}")).text


@pytest.mark.parametrize("lang", ["de", "en", "ls"])
async def test_pages_stand_in_every_language(arena: Arena, store: Store, lang: str) -> None:
    author, jonas, idea, number = await offered(arena, store)
    for someone in (author, jonas):
        for path in (f"/commitments/{number}", "/commitments", f"/ideas/{idea}/join"):
            assert (await someone.get(f"/{lang}{path}")).status_code == 200
    assert (await author.get(f"/{lang}/ideas/{idea}/needs")).status_code == 200
    assert (await jonas.get(f"/{lang}/ideas/{idea}/needs")).status_code == 403

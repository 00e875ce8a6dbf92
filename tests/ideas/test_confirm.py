"""Confirm: the joiner says it is done, somebody else who carries the idea says so too, with a word."""

import asyncio
from datetime import timedelta

from sqlalchemy import update

from arena.ideas.team_model import Commitment
from arena.journal.fold import folded, standing
from arena.store import Store, Tx
from tests.ideas.posted import page_of, post, seen
from tests.ideas.sown import commitments_in
from tests.ideas.test_join import offer
from tests.journal.test_enter import entries
from tests.people import Answer, Arena, Someone

THANKS = "Ohne dich gäbe es den Plan nicht."


async def _committed(store: Store, author: Someone, joiner: Someone, idea_id: int, **form: object) -> int:
    """An accepted commitment."""
    await offer(joiner, idea_id, **form)
    number = int((await store.read(commitments_in, idea_id))[-1].id)
    assert (await step(author, number, "accept")).status_code == 303
    return number


async def step(someone: Someone, number: int, act: str, sentence: str = "", **form: object) -> Answer:
    """Send the form of an act."""
    return await someone.post(f"/de/commitments/{number}/{act}", {"sentence": sentence, **form})


async def test_a_commitment_is_carried_to_the_end_when_both_sides_say_so(arena: Arena, store: Store) -> None:
    author, joiner = arena.person("Greta Grün"), arena.person("Bodo Bunt")
    idea_id = await post(author, title="Der Plan für die Brücke")
    number = await _committed(store, author, joiner, idea_id, what="Ich zeichne die Brücke")
    assert (await step(joiner, number, "fulfil", "Fertig!")).status_code == 303
    page = seen(await page_of(arena.visitor(), idea_id))
    assert "Bis zum Ende getragen" in page
    assert "nach eigener Angabe" in page
    assert "Eine Anfrage wartet auf Ihre Antwort" in seen(await author.get("/de/organisations"))
    mine = seen(await author.get("/de/commitments"))
    assert "Bitte bestätigen" in mine
    assert "Zusage von Bodo Bunt bestätigen" in mine
    assert "Bitte bestätigen" not in seen(await joiner.get("/de/commitments"))
    answer = await step(author, number, "confirm", THANKS)
    assert "Bestätigt. Das steht jetzt auf der Seite der Idee." in seen(await author.follow(answer.headers["location"]))
    for someone, path in (
        (arena.visitor(), f"/de/ideas/{idea_id}"),
        (arena.visitor(), f"/de/actors/{joiner.id}"),
        (arena.visitor(), f"/de/commitments/{number}"),
    ):
        page = seen(await someone.follow(path))
        assert "bestätigt von Greta Grün" in page
        assert THANKS in page
        assert "Ich zeichne die Brücke" in page
        assert "nach eigener Angabe" not in page
    profile = seen(await arena.visitor().get(f"/en/actors/{joiner.id}"))
    assert "Carried to the end" in profile
    assert "Der Plan für die Brücke" in profile
    assert "Bitte bestätigen" not in seen(await author.get("/de/commitments"))
    assert "wartet auf Ihre Antwort" not in seen(await author.get("/de/organisations"))
    entry = (await store.read(entries, idea_id))[-1]
    assert (entry.kind, entry.why, entry.change) == (
        "ideas.confirm",
        THANKS,
        {f"confirmed.{number}": [None, author.id]},
    )
    assert await store.read(folded, idea_id) == await store.read(standing, idea_id)


async def test_nobody_but_another_carrier_confirms(arena: Arena, store: Store) -> None:
    author, joiner, (office, organisation) = arena.person(), arena.person(), arena.member("administration")
    idea_id = await post(author)
    number = await _committed(store, author, joiner, idea_id)
    assert (await step(author, number, "confirm", THANKS)).status_code == 409  # not done yet
    await step(joiner, number, "fulfil")
    for someone in (joiner, arena.person(), office):
        assert (await step(someone, number, "confirm", THANKS)).status_code == 403
        assert "Ein Wort zum Dank" not in (await someone.get(f"/de/commitments/{number}")).text
    assert (await step(office, number, "confirm", THANKS, speak_as=organisation)).status_code == 403
    assert (await step(arena.visitor(), number, "confirm", THANKS)).headers["location"].startswith("/de/sign-in")
    assert "Ein Wort zum Dank" in (await author.get(f"/de/commitments/{number}")).text


async def test_nobody_confirms_their_own_word_in_another_name(arena: Arena, store: Store) -> None:
    member, organisation = arena.member("business")
    idea_id = await post(member, speak_as=organisation)
    await offer(member, idea_id, speak_as=member.id)
    number = int((await store.read(commitments_in, idea_id))[-1].id)
    await step(member, number, "accept", speak_as=organisation)
    assert (await step(member, number, "fulfil", speak_as=member.id)).status_code == 303
    answer = await step(member, number, "confirm", THANKS, speak_as=organisation)
    assert answer.status_code == 403
    assert "bestätigt jemand anderes" in seen(answer)
    assert "Bitte bestätigen" not in seen(await member.get("/de/commitments"))


async def test_a_word_is_needed_and_too_long_a_one_stays_in_the_form(arena: Arena, store: Store) -> None:
    author, joiner = arena.person(), arena.person()
    idea_id = await post(author)
    number = await _committed(store, author, joiner, idea_id)
    await step(joiner, number, "fulfil")
    for sentence in ("", "x" * 501):
        answer = await step(author, number, "confirm", sentence)
        assert answer.status_code == 422
        assert sentence in answer.text
    assert (await store.read(commitments_in, idea_id))[-1].confirmed_at is None


async def test_two_carriers_at_once_confirm_once(arena: Arena, store: Store) -> None:
    author, other, joiner = arena.person(), arena.person(), arena.person()
    idea_id = await post(author)
    await _committed(store, author, other, idea_id, role="carry")
    number = await _committed(store, author, joiner, idea_id)
    await step(joiner, number, "fulfil")
    answers = await asyncio.gather(*(step(one, number, "confirm", THANKS) for one in (author, other, author, other)))
    assert sorted(answer.status_code for answer in answers) == [303, 303, 409, 409]
    kinds = [entry.kind for entry in await store.read(entries, idea_id)]
    assert kinds.count("ideas.confirm") == 1
    assert await store.read(folded, idea_id) == await store.read(standing, idea_id)


async def test_what_a_carrier_says_is_fulfilled_needs_no_second_word(arena: Arena, store: Store) -> None:
    author, joiner = arena.person("Greta Grün"), arena.person()
    idea_id = await post(author)
    number = await _committed(store, author, joiner, idea_id)
    await step(author, number, "fulfil")
    assert "bestätigt von Greta Grün" in seen(await page_of(arena.visitor(), idea_id))
    assert "Bitte bestätigen" not in seen(await author.get("/de/commitments"))
    other = arena.person()
    await _committed(store, author, other, idea_id, role="carry")
    assert (await step(other, number, "confirm", THANKS)).status_code == 409


async def test_only_the_team_sees_what_is_overdue(arena: Arena, store: Store) -> None:
    author, joiner = arena.person(), arena.person("Sina Spät")
    idea_id = await post(author)
    number = await _committed(store, author, joiner, idea_id, what="Bänke bauen")

    def pass_by(tx: Tx) -> None:
        late = (tx.now - timedelta(days=3)).date()
        tx.db.execute(update(Commitment).where(Commitment.id == number).values(ends=late))

    await store.write(pass_by)
    for someone, told in ((author, True), (joiner, True), (arena.person(), False), (arena.visitor(), False)):
        assert ("überfällig seit" in seen(await page_of(someone, idea_id))) is told
    mine = seen(await author.get("/de/commitments"))
    assert "Das Ende dieser Zusagen zu Ihren Ideen ist vorbei." in mine
    assert "Bänke bauen" in mine
    assert "überfällig seit" in seen(await joiner.get("/de/commitments"))
    await step(joiner, number, "fulfil")
    assert "überfällig seit" not in seen(await page_of(author, idea_id))


async def test_the_profile_of_an_organisation_and_of_who_spoke_for_it_both_show_it(arena: Arena, store: Store) -> None:
    author, (member, organisation) = arena.person(), arena.member("science", "Institut für Ufer")
    idea_id = await post(author, title="Ein Steg für alle")
    number = await _committed(store, author, member, idea_id, what="Wir messen die Tiefe", speak_as=organisation)
    for actor in (member.id, organisation):
        assert "Bis zum Ende getragen" not in seen(await arena.visitor().get(f"/de/actors/{actor}"))
    await step(member, number, "fulfil", speak_as=organisation)
    await step(author, number, "confirm", THANKS)
    for actor in (member.id, organisation):
        page = seen(await arena.visitor().get(f"/de/actors/{actor}"))
        assert "Bis zum Ende getragen" in page
        assert "Wir messen die Tiefe" in page

"""Assess: anybody signed in, once in each of their names; it can be changed, and what was said last is counted."""

import asyncio
import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arena.compass.assess import assess
from arena.ideas.answer import accept
from arena.ideas.filters import wanted_from
from arena.ideas.join import Offer, join
from arena.ideas.listing import list_ideas
from arena.ideas.rules import carriers
from arena.ideas.shelf import Shelf
from arena.store import Store, Tx
from arena.voice import Voice
from tests.compass.rated import KEYS, folded, form, rate, said, speak, stored, versions_of
from tests.ideas.grown import known
from tests.ideas.posted import draft, post, row_of
from tests.ideas.sown import sow
from tests.journal.test_enter import entries
from tests.people import Arena

SECTORS = ("resident", "civil-society", "business", "administration")
choices = st.sampled_from(["-2", "-1", "0", "1", "2", "unsure"])
answers = st.dictionaries(st.sampled_from(KEYS[:4]), choices, min_size=1)
acts = st.lists(st.tuples(st.integers(0, 4), st.just("carry") | answers), max_size=20)


@pytest.fixture(scope="module")
def voices(arena: Arena) -> list[Voice]:
    author = arena.person().voice
    assert author
    return [author, *(arena.store.write_now(speak, "Vielfalt", sector) for sector in SECTORS)]


def take_on(tx: Tx, carrier: Voice, other: Voice, idea_id: int) -> None:
    """Somebody else carries the idea from now on."""
    number = join(tx, other, idea_id, Offer("carry", "Wir tragen mit"))
    if other.actor_id not in carriers(tx.db, idea_id):
        accept(tx, carrier, number, "Gern.")


@given(acts)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sums_equal_the_fold_of_versions(
    store: Store, voices: list[Voice], acts: list[tuple[int, str | Mapping[str, str]]]
) -> None:
    idea_id = store.write_now(sow, voices[0])
    said_last: dict[int, Any] = {}
    for who, what in acts:
        if isinstance(what, str):
            store.write_now(take_on, voices[0], voices[who], idea_id)
            continue
        said_last[who] = said(what).scores
        store.write_now(assess, voices[who], idea_id, said(what))
    assert store.read_now(stored, idea_id) == store.read_now(folded, idea_id)
    assert sum(store.read_now(stored, idea_id)[1].values()) == len(said_last)
    idea = store.read_now(row_of, idea_id)
    assert idea
    assert idea.assessed_count == len(said_last)
    assert all(rev <= newest for rev, newest in store.read_now(versions_of, idea_id))


async def test_it_is_stored_shown_again_and_changed_as_a_version(arena: Arena, store: Store) -> None:
    idea_id, person = await post(arena.person()), arena.person()
    answer = await rate(person, idea_id, {"resources": 2, "economy": -1, "open": "unsure"})
    assert answer.status_code == 303
    assert f"/de/ideas/{idea_id}/assess?" in answer.headers["location"]
    page = (await person.follow(answer.headers["location"])).text
    assert "Ihre Bewertung ist gespeichert." in page
    assert "Fassung 1" in page
    for key, value in (("resources", "2"), ("economy", "-1"), ("open", "unsure")):
        assert f'name="score.{key}" value="{value}" checked' in page
    assert (await rate(person, idea_id, {"resources": -2})).status_code == 303
    assert store.read_now(stored, idea_id) == (
        {("community", "resident", "resources", "minus2"): 1},
        {("community", "resident"): 1},
    )
    assert store.read_now(versions_of, idea_id) == [(1, 2), (2, 2)]


async def test_the_same_form_twice_stores_nothing_twice(arena: Arena, store: Store) -> None:
    idea_id, person = await post(arena.person()), arena.person()
    filled = form({"resources": 1}, {"resources": "Weniger Flaschen."}, client_key="einmal")
    for _ in range(2):
        assert (await person.post(f"/de/ideas/{idea_id}/assess", filled)).status_code == 303
    assert (await rate(person, idea_id, {"resources": 0}, {"resources": "Weniger Flaschen."})).status_code == 303
    assert (await person.post(f"/de/ideas/{idea_id}/assess", filled)).status_code == 303  # a late reload
    assert store.read_now(stored, idea_id)[0] == {("community", "resident", "resources", "zero"): 1}
    assert len(store.read_now(versions_of, idea_id)) == 2


async def test_a_used_key_with_other_words_keeps_them_and_can_be_sent_again(arena: Arena, store: Store) -> None:
    idea_id, person = await post(arena.person()), arena.person()
    await rate(person, idea_id, {"resources": 1}, client_key="zurueck")
    again = await rate(person, idea_id, {"resources": 2}, {"resources": "Noch besser."}, client_key="zurueck")
    assert again.status_code == 409
    assert "schon gespeichert" in again.text
    assert "Noch besser." in again.text
    assert 'value="zurueck"' not in again.text
    assert store.read_now(stored, idea_id)[0] == {("community", "resident", "resources", "plus1"): 1}


async def test_parallel_requests_leave_one_newest_version(arena: Arena, store: Store) -> None:
    idea_id, person = await post(arena.person()), arena.person()
    scores = ["-2", "-1", "0", "1", "2", "unsure"]
    answers = await asyncio.gather(*(rate(person, idea_id, {"resources": scores[n % 6]}) for n in range(24)))
    assert {answer.status_code for answer in answers} == {303}
    revs = store.read_now(versions_of, idea_id)
    assert [rev for rev, _ in revs] == list(range(1, len(revs) + 1))
    assert {newest for _, newest in revs} == {len(revs)}
    assert store.read_now(stored, idea_id) == store.read_now(folded, idea_id)
    assert sum(store.read_now(stored, idea_id)[0].values()) == 1


async def test_each_name_assesses_once_from_where_it_stands_at_that_moment(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    member, office = arena.member("administration")
    await rate(author, idea_id, {"resources": 2})
    await rate(member, idea_id, {"resources": 0})
    await rate(member, idea_id, {"resources": -1}, speak_as=str(office))
    other, business = arena.member("business")
    await rate(other, idea_id, {"resources": 1}, speak_as=str(business))
    assert store.read_now(stored, idea_id)[1] == {
        ("carriers", "resident"): 1,
        ("community", "resident"): 1,
        ("administration", "administration"): 1,
        ("community", "business"): 1,
    }
    assert author.voice
    taken = Voice(other.id, business, "", "", "business")
    await store.write(take_on, author.voice, taken, idea_id)
    assert ("community", "business") in store.read_now(stored, idea_id)[1]
    page = (await other.get(f"/de/ideas/{idea_id}/assess?voice={business}")).text
    assert "Sie sind für diese Idee verantwortlich" in page
    await rate(other, idea_id, {"resources": 1}, speak_as=str(business))
    sums, voices = store.read_now(stored, idea_id)
    assert voices[("carriers", "business")] == 1
    assert ("community", "business") not in voices
    assert not [key for key in sums if key[:2] == ("community", "business")]


async def test_every_typed_word_comes_back_with_what_is_wrong(arena: Arena, store: Store) -> None:
    idea_id, person = await post(arena.person()), arena.person()
    filled = {"resources": 2, "economy": 3}
    answer = await rate(person, idea_id, filled, {"open": "Ohne Bewertung.", "resources": "lang " * 300})
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert 'name="score.resources" value="2" checked' in page
    for words in (
        "Ohne Bewertung.",
        "lang lang",
        "Diese Auswahl gibt es nicht.",
        "kann ich nicht sagen“.",
        "Höchstens 1.000",
    ):
        assert words in page
    for name in ("score.economy", "score.open", "reason.resources"):
        assert f'href="#f-{name}"' in page
        assert f'id="f-{name}"' in page
    assert (await rate(person, idea_id, {})).status_code == 422
    assert store.read_now(versions_of, idea_id) == []


async def test_criteria_that_are_gone_are_said_and_forms_that_are_not_ours_refused(arena: Arena) -> None:
    idea_id, person = await post(arena.person()), arena.person()
    changed = await rate(person, idea_id, {"resources": 2, "given-up": 1}, {"resources": "Bleibt stehen."})
    assert changed.status_code == 409
    assert "Bleibt stehen." in changed.text
    for odd in (
        {"perspective": "carriers"},
        {"client_key": "x" * 65},
        {"speak_as": "-1"},
        {"score": "2"},
    ):
        filled = form({"resources": 2}) | odd
        assert (await person.post(f"/de/ideas/{idea_id}/assess", filled)).status_code == 400, odd


@pytest.mark.parametrize("sector", ["civil-society", "business", "science", "administration", "politics", None])
async def test_everybody_who_is_signed_in_may_assess_and_only_what_is_published(
    arena: Arena, sector: str | None
) -> None:
    author = arena.person()
    idea_id, hidden, gone = await post(author), await draft(author), await post(author)
    await author.post(f"/de/ideas/{gone}/withdraw", {"reason": "Erledigt."})
    someone, speak_as = arena.member(sector) if sector else (arena.person(), None)
    name = {} if speak_as is None else {"speak_as": str(speak_as)}
    assert (await someone.get(f"/de/ideas/{idea_id}/assess")).status_code == 200
    assert (await rate(someone, idea_id, {"resources": 1}, **name)).status_code == 303
    for idea, status in ((hidden, 404), (gone, 409), (999_999_999, 404)):
        assert (await someone.get(f"/de/ideas/{idea}/assess")).status_code == status
        assert (await rate(someone, idea, {"resources": 1}, **name)).status_code == status
    assert (await rate(author, hidden, {"resources": 1})).status_code == 409


async def test_visitors_are_asked_to_sign_in_and_nobody_speaks_for_others(arena: Arena) -> None:
    idea_id, visitor = await post(arena.person()), arena.visitor()
    _, other = arena.member("business")
    for answer in (await visitor.get(f"/de/ideas/{idea_id}/assess"), await rate(visitor, idea_id, {"resources": 1})):
        assert answer.headers["location"].startswith("/de/sign-in")
    person = arena.person()
    assert (await rate(person, idea_id, {"resources": 1}, speak_as=str(other))).status_code == 403
    assert (await person.get(f"/de/ideas/{idea_id}/assess?voice={other}")).status_code == 403


async def test_too_many_at_once_are_slowed_down_and_keep_their_words(arena: Arena) -> None:
    idea_id, person = await post(arena.person()), arena.person()
    everything, why = dict.fromkeys(KEYS, 1), dict.fromkeys(KEYS, "Zum ersten Mal.")
    assert (await rate(person, idea_id, everything, why)).status_code == 303
    fast = await rate(person, idea_id, everything, dict.fromkeys(KEYS, "Und gleich noch einmal."))
    assert fast.status_code == 429
    assert fast.text.count("Und gleich noch einmal.") == len(KEYS)


@pytest.mark.parametrize("lang", ["de", "en", "ls"])
async def test_the_form_says_what_becomes_public(arena: Arena, lang: str) -> None:
    idea_id, (member, office) = await post(arena.person()), arena.member("administration", "Amt für Proben")
    page = unescape((await member.get(f"/{lang}/ideas/{idea_id}/assess?voice={office}")).text)
    said = "only from 5 voices on" if lang == "en" else "nur Summen, und erst ab 5 Stimmen"
    assert said in page
    assert "Amt für Proben" in page
    assert page.count('<fieldset class="kern-fieldset rate') == len(KEYS)
    assert page.count('type="radio"') == 6 * len(KEYS)


async def test_one_idea_leads_to_the_next_until_none_is_left(arena: Arena) -> None:
    ideas = [await post(arena.person()) for _ in range(3)]
    person = arena.person()
    seen, at = {ideas[0]}, ideas[0]
    for _ in range(400):
        answer = await rate(person, at, {"resources": 1})
        if answer.status_code == 429:  # others have posted many ideas here: three in a row are enough to see
            break
        page = (await person.follow(answer.headers["location"])).text
        assert f"Sie haben {len(seen)} von" in page or len(seen) == 1
        if "Alle Ideen sind bewertet." in page:
            break
        following = int(re.findall(r'/de/ideas/(\d+)/assess\?voice=\d+"', page)[0])
        assert following not in seen
        seen.add(at := following)
    assert len(seen) >= 3


async def test_the_next_idea_is_the_next_of_the_list(arena: Arena) -> None:
    author, person, strategies = arena.person(), arena.person(), known(arena)
    for _ in range(3):
        await post(author)
    listed = arena.store.read_now(list_ideas, None, Shelf(), strategies, wanted_from([], strategies))
    first, second, third = (card.entry.id for card in listed.cards[:3])
    for following in (second, third):
        page = (await person.get(f"/de/ideas/{first}/assess")).text
        assert re.findall(r'/de/ideas/(\d+)/assess\?voice=\d+"', page) == [str(following)]
        await rate(person, following, {"resources": 0})


async def test_that_the_administration_assessed_is_a_step_on_the_path_and_what_it_said_is_not(
    arena: Arena, store: Store
) -> None:
    idea_id, (official, office) = await post(arena.person()), arena.member("administration")
    assert (await rate(arena.person(), idea_id, {"access": 2})).status_code == 303
    assert (await rate(official, idea_id, {"access": -2}, speak_as=str(office))).status_code == 303
    assert (await rate(official, idea_id, {"access": -2}, speak_as=str(office))).status_code == 303  # says nothing new
    found = await store.read(entries, idea_id)
    assert [(entry.kind, entry.actor_id) for entry in found[1:]] == [("compass.assess", office)]
    assert (found[1].change, found[1].facts) == ({}, {"rev": 1})

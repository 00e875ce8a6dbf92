"""Two ideas become a new one: its text is agreed to, both lead on to it; each way there is permitted or refused."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update

from arena.growing.model import Consent, Lineage, Proposal
from arena.ideas.model import Idea, IdeaCriterion, IdeaDistrict, IdeaField
from arena.ideas.team_model import Commitment, Need
from arena.store import Store, Tx
from arena.threads.model import Thread
from tests.growing.together import answer, co_carrier, joined, kinds, merged, number_in, propose, rows, stands, unite
from tests.ideas.posted import HOSTILE, form, page_of, post, row_of, seen
from tests.people import Arena, Someone


async def _new(store: Store, proposal: int) -> int:
    """The new idea a proposal led to."""
    (row,) = await store.read(rows, Proposal, id=proposal)
    state, number = await store.read(merged, row.from_id)
    assert (state, row.state) == ("withdrawn", "carried")
    assert number is not None
    return number


async def test_two_ideas_become_a_new_one_once_all_who_carry_them_agree(arena: Arena, store: Store) -> None:
    one, other, helper, fan = arena.person(), arena.person("Bela Brunnen"), arena.person(), arena.person()
    first, second = await post(one, title="Schatten am Platz"), await post(other, title="Bänke am Platz")
    third = await co_carrier(arena, other, second)
    commitment = await joined(one, first, helper)
    await fan.post(f"/de/ideas/{second}/support", {"on": "true"})
    number = number_in(await unite(one, first, second), "proposals")
    page = (await arena.visitor().get(f"/de/proposals/{number}")).text
    assert "zwei Ideen zu einer neuen vereinen" in page
    assert "Ein Platz zum Bleiben" in page
    assert "Schatten am Platz" in page
    assert "Bänke am Platz" in page
    assert page.count("noch keine Antwort") == 2
    for idea_id in (first, second):
        assert f"/proposals/{number}" in (await page_of(arena.visitor(), idea_id)).text
    assert await answer(other, number, "agree", "Gern") == 303
    assert await store.read(merged, first) == ("published", None)
    assert await answer(third, number, "agree") == 303
    new = await _new(store, number)
    idea = await store.read(row_of, new)
    assert idea
    assert (idea.title, idea.summary, idea.markdown) == ("Ein Platz zum Bleiben", "Schatten und Bänke.", "Zusammen.")
    assert (idea.state, idea.actor_id, idea.rev) == ("published", one.id, 1)
    # All who carried one of the two carry it; the two pages stay readable and lead on.
    carrying = await store.read(rows, Commitment, idea_id=new, role="carry", state="active")
    assert {row.actor_id for row in carrying} == {one.id, other.id, third.id}
    for old, title in ((first, "Schatten am Platz"), (second, "Bänke am Platz")):
        assert await store.read(merged, old) == ("withdrawn", new)
        shown = await page_of(arena.visitor(), old)
        assert shown.status_code == 200
        assert "Diese Idee ist in einer anderen aufgegangen" in shown.text
        assert f'href="/de/ideas/{new}"' in shown.text
        assert title in (await page_of(arena.visitor(), new)).text
        assert [row.kind for row in await store.read(rows, Lineage, from_id=old, to_id=new)] == ["merge"]
        was = await store.read(row_of, old)
        assert was
        assert (await store.read(rows, Thread, id=was.thread_id))[0].locked
        assert (await store.read(kinds, old))[-1] == "growing.merge"
    assert await store.read(kinds, new) == ["ideas.publish", "growing.merge_here", "growing.merge_here"]
    assert (await arena.visitor().get(f"/de/ideas/{new}/lineage")).text.count('class="bow bow-merge" d="M') == 3
    assert "Ein Platz zum Bleiben" in (await arena.visitor().get(f"/de/proposals/{number}")).text
    # Nothing of others moves without their word.
    assert [row.state for row in await store.read(rows, Commitment, id=commitment)] == ["accepted"]
    asked = {"to": new, "what": "support", "take": "true", "back": "idea"}
    assert (await fan.post(f"/de/ideas/{second}/along", asked)).status_code == 303
    assert (await helper.post(f"/de/commitments/{commitment}/along", {"take": "true"})).status_code == 303
    moved = await store.read(row_of, new)
    assert moved
    assert (moved.support_count, moved.team_count) == (1, 4)
    await stands(store, first, second, new)
    # A click more changes nothing, and the new one is worked on by any of them.
    assert await answer(third, number, "agree") == 303
    assert await answer(other, number, "decline", "Doch nicht") == 409
    assert await answer(one, number, "take-back") == 409
    edit = form(act="revise", rev=1, note="Genauer", title="Ein Platz für alle")
    assert (await third.post(f"/de/ideas/{new}/edit", edit)).status_code == 303
    await stands(store, first, second, new)


async def test_the_new_idea_has_the_tags_and_needs_of_both(arena: Arena, store: Store) -> None:
    author = arena.person()
    need = {"needs.0.kind": "space", "needs.0.what": "Ein Raum"}
    both = need | {"needs.1.kind": "money", "needs.1.what": "500 Euro"}
    one = {"fields[]": ["open-it"], "districts[]": ["mitte"], "why.resources": "Spart Wege."}
    other = {
        "fields[]": ["open-it", "processes"],
        "districts[]": ["pankow"],
        "scope": "beyond",
        "why.resources": "Kühlt.",
    }
    first, second = await post(author, **one, **need), await post(author, **other, **both)
    new = await _new(store, number_in(await unite(author, first, second), "proposals"))
    assert {row.key for row in await store.read(rows, IdeaField, idea_id=new)} == {"open-it", "processes"}
    assert {row.key for row in await store.read(rows, IdeaDistrict, idea_id=new)} == {"mitte", "pankow"}
    assert [row.why for row in await store.read(rows, IdeaCriterion, idea_id=new)] == ["Spart Wege. Kühlt."]
    needs = await store.read(rows, Need, idea_id=new)
    assert [(row.kind, row.what, row.open) for row in needs] == [
        ("space", "Ein Raum", True),
        ("money", "500 Euro", True),
    ]
    idea = await store.read(row_of, new)
    assert idea
    assert (idea.scope, idea.open_need_count) == ("beyond", 2)
    whole = await post(author, **{"districts[]": []})
    city = await _new(store, number_in(await unite(author, new, whole, new_title="Für alle"), "proposals"))
    assert await store.read(rows, IdeaDistrict, idea_id=city) == []
    await stands(store, first, second, new, whole, city)


async def test_what_is_more_than_one_idea_may_have_stays_behind(arena: Arena, store: Store) -> None:
    author = arena.person()
    many = ["smart-economy", "open-it", "capital-region"]
    first = await post(author, **{"fields[]": many, "districts[]": ["mitte", "pankow"], "why.resources": "a" * 200})
    others = {"fields[]": ["natural-resources", "governance"], "districts[]": ["spandau", "neukoelln"]}
    second = await post(author, **others, **{"why.resources": "b" * 200})
    new = await _new(store, number_in(await unite(author, first, second), "proposals"))
    assert {row.key for row in await store.read(rows, IdeaField, idea_id=new)} == {*many, "governance"}
    assert await store.read(rows, IdeaDistrict, idea_id=new) == []
    assert [row.why for row in await store.read(rows, IdeaCriterion, idea_id=new)] == ["a" * 200]
    await stands(store, first, second, new)


async def test_needs_that_are_met_closed_or_past_are_not_looked_for_again(arena: Arena, store: Store) -> None:
    author, helper = arena.person(), arena.person()
    needs = {"needs.0.kind": "space", "needs.0.what": "Ein Raum", "needs.1.kind": "data", "needs.1.what": "Karten"}
    first, second = await post(author, **needs), await post(author, **{"needs.0.kind": None, "needs.0.what": None})
    room, maps = await store.read(rows, Need, idea_id=first)
    await joined(author, first, helper, need=str(room.id))
    assert (await author.post(f"/de/needs/{maps.id}/close", {"sentence": ""})).status_code == 303
    new = await _new(store, number_in(await unite(author, first, second), "proposals"))
    assert await store.read(rows, Need, idea_id=new) == []


async def test_a_new_idea_has_a_title_of_its_own_and_every_typed_word_is_kept(arena: Arena, store: Store) -> None:
    one = arena.person()
    first, second = await post(one, title="Schon da"), await post(arena.person(), title="Auch schon da")
    wrong = await unite(one, first, second, reason=" ", new_title="", new_summary=" ", new_markdown="Bleibt stehen")
    assert wrong.status_code == 422
    for field in ("reason", "new_title", "new_summary"):
        assert f'href="#f-{field}"' in wrong.text
    assert "Bleibt stehen" in wrong.text
    assert 'value="new" checked' in wrong.text
    for title in ("Schon da", "Auch schon da", "x" * 121):
        refused = await unite(one, first, second, new_title=title)
        assert refused.status_code == 422
        assert 'href="#f-new_title"' in refused.text
        assert "Schatten und Bänke." in refused.text
    assert await store.read(rows, Proposal, from_id=first) == []
    late = await unite(one, first, await post(one), new_title="Neu", title="Wort im anderen Feld")
    assert late.status_code == 303  # words in the fields of the other choice do no harm


async def _acts(arena: Arena, state: str) -> tuple[int, dict[str, Someone]]:
    """A proposal that came to a state, and one of everybody who might act on it."""
    proposer, other, helper = arena.person(), arena.person(), arena.person()
    first, second = await post(proposer), await post(other)
    await joined(proposer, first, helper)
    number = number_in(await unite(proposer, first, second), "proposals")
    if state == "carried":
        assert await answer(other, number, "agree") == 303
    elif state == "declined":
        assert await answer(other, number, "decline", "Nein") == 303
    elif state == "withdrawn":
        assert await answer(proposer, number, "take-back") == 303
    elif state == "lapsed":
        assert (await other.post(f"/de/ideas/{second}/withdraw", {"reason": "Vorbei."})).status_code == 303
    official, _ = arena.member("administration")
    who = {"proposer": proposer, "other": other, "helper": helper, "official": official, "stranger": arena.person()}
    return number, who


# What becomes of an act by those who are asked; all others hear 403 in every state.
OPEN = {("other", "agree"): 303, ("other", "decline"): 303, ("other", "take-back"): 403}
OPEN |= {("proposer", "agree"): 303, ("proposer", "decline"): 409, ("proposer", "take-back"): 303}
OVER = {one: 409 if status == 303 else status for one, status in OPEN.items()}
CASES = {
    "open": OPEN,
    "carried": OVER | {("proposer", "agree"): 303, ("other", "agree"): 303},
    "declined": OVER | {("other", "decline"): 303},
    "withdrawn": OVER | {("proposer", "take-back"): 303},
    "lapsed": OVER,
}


@pytest.mark.parametrize("state", CASES)
async def test_every_act_of_everybody_in_every_state(arena: Arena, store: Store, state: str) -> None:
    for (role, act), status in CASES[state].items():
        number, who = await _acts(arena, state)
        before = (await store.read(rows, Proposal, id=number))[0]
        assert await answer(who[role], number, act, "Ein Wort dazu") == status, (role, act)
        if state != "open":
            assert (await store.read(rows, Proposal, id=number))[0] == before, (role, act)
    number, who = await _acts(arena, state)
    for role in ("helper", "official", "stranger"):
        for act in ("agree", "decline", "take-back"):
            assert await answer(who[role], number, act, "Nein") == 403, (role, act)
    for act in ("agree", "decline", "take-back"):
        away = await arena.visitor().post(f"/de/proposals/{number}/{act}", {"word": ""})
        assert away.headers["location"].startswith("/de/sign-in")
    (row,) = await store.read(rows, Proposal, id=number)
    assert row.state == state
    assert (await arena.visitor().get(f"/de/proposals/{number}")).status_code == 200
    await stands(store, row.from_id, row.to_id)


async def test_only_those_who_carry_one_of_the_two_propose_it(arena: Arena, store: Store) -> None:
    one, other, helper = arena.person(), arena.person(), arena.person()
    first, second = await post(one), await post(other)
    await joined(one, first, helper)
    for someone in (helper, arena.member("administration")[0], arena.person()):
        assert (await unite(someone, first, second)).status_code == 403
    assert (await unite(arena.visitor(), first, second)).headers["location"].startswith("/de/sign-in")
    assert (await unite(one, first, first)).status_code == 409
    assert (await unite(one, first, 10**9)).status_code == 404
    assert (await unite(one, first, second, anew="yes")).status_code == 400
    both = await asyncio.gather(unite(one, first, second), unite(other, second, first), propose(one, second, first))
    assert sorted(found.status_code for found in both) == [303, 409, 409]
    await stands(store, first, second)


async def test_a_project_does_not_end_in_a_new_idea_even_if_it_became_one_meanwhile(arena: Arena, store: Store) -> None:
    one, other = arena.person(), arena.person()
    first, second = await post(one), await post(other)
    number = number_in(await unite(one, first, second), "proposals")

    def stage(tx: Tx, idea_id: int, to: str) -> None:
        tx.db.execute(update(Idea).where(Idea.id == idea_id).values(stage=to))

    for ends in (first, second):
        await store.write(stage, ends, "project")
        assert await answer(other, number, "agree") == 409
        assert await store.read(merged, first) == ("published", None)
        await store.write(stage, ends, "idea")
    plain = number_in(await propose(one, third := await post(one), second), "proposals")
    await store.write(stage, third, "project")
    assert await answer(other, plain, "agree") == 409
    assert (await unite(one, third, await post(other))).status_code == 409
    assert (await unite(one, await post(one), third)).status_code == 409
    assert await answer(other, number, "agree") == 303


async def test_what_else_is_open_with_either_of_them_lapses(arena: Arena, store: Store) -> None:
    one, third = arena.person(), arena.person()
    first, second, beside = await post(one), await post(one), await post(third)
    with_first = number_in(await propose(third, beside, first), "proposals")
    with_second = number_in(await unite(third, beside, second), "proposals")
    new = await _new(store, number_in(await unite(one, first, second), "proposals"))
    for number in (with_first, with_second):
        assert (await store.read(rows, Proposal, id=number))[0].state == "lapsed"
    assert (await store.read(kinds, beside)).count("growing.lapse") == 2
    await stands(store, first, second, beside, new)


async def test_more_than_two_come_together_one_after_the_other(arena: Arena, store: Store) -> None:
    author, fan = arena.person(), arena.person()
    first, second, third = [await post(author) for _ in range(3)]
    await fan.post(f"/de/ideas/{first}/support", {"on": "true"})
    new = await _new(store, number_in(await unite(author, first, second), "proposals"))
    last = await _new(store, number_in(await unite(author, new, third, new_title="Alle drei"), "proposals"))
    # Whoever is asked late arrives where the ideas have come to.
    asked = {"to": new, "what": "support", "take": "true", "back": "idea"}
    assert (await fan.post(f"/de/ideas/{first}/along", asked)).status_code == 303
    idea = await store.read(row_of, last)
    assert idea
    assert idea.support_count == 1
    await stands(store, first, second, third, new, last)


async def test_alone_it_happens_at_once_and_a_second_click_finds_the_same(arena: Arena, store: Store) -> None:
    author, key = arena.person(), uuid4().hex
    first, second = await post(author), await post(author)
    sent = await asyncio.gather(*(unite(author, first, second, client_key=key) for _ in range(4)))
    assert len({number_in(one, "proposals") for one in sent}) == 1
    assert len(await store.read(rows, Lineage, from_id=first)) == 1
    await stands(store, first, second)


async def test_the_last_of_many_agree_at_once_and_there_is_one_new_idea(arena: Arena, store: Store) -> None:
    one, other = arena.person(), arena.person()
    first, second = await post(one), await post(other)
    asked = [other, *[await co_carrier(arena, other, second) for _ in range(3)]]
    number = number_in(await unite(one, first, second), "proposals")
    assert set(await asyncio.gather(*(answer(who, number, "agree") for who in asked for _ in range(2)))) == {303}
    new = await _new(store, number)
    assert (await store.read(kinds, new)).count("growing.merge_here") == 2
    assert [row.state for row in await store.read(rows, Consent, proposal_id=number)] == ["agreed"] * 5
    await stands(store, first, second, new)


async def test_where_the_proposer_left_another_publishes_and_an_organisation_carries_as_such(
    arena: Arena, store: Store
) -> None:
    one, stays = arena.person(), arena.person()
    member, organisation = arena.member("science")
    first, second = await post(one), await post(member, speak_as=str(organisation))
    await co_carrier(arena, one, first, stays)
    number = number_in(await unite(one, first, second), "proposals")
    (mine,) = await store.read(rows, Commitment, idea_id=first, actor_id=one.id)
    assert (await one.post(f"/de/commitments/{mine.id}/leave", {"sentence": "Keine Zeit"})).status_code == 303
    assert await answer(stays, number, "agree") == 303
    assert await answer(member, number, "agree", speak_as=organisation) == 303
    new = await _new(store, number)
    carrying: list[Any] = await store.read(rows, Commitment, idea_id=new, role="carry")
    assert {(row.person_id, row.actor_id) for row in carrying} == {(stays.id, stays.id), (member.id, organisation)}
    await stands(store, first, second, new)


async def test_hostile_words_are_words(arena: Arena, store: Store) -> None:
    one, other = arena.person(), arena.person()
    first, second = await post(one, title=HOSTILE[:110]), await post(other, title=HOSTILE[:110])
    texts = {"new_title": f"Neu {HOSTILE}"[:100], "new_summary": HOSTILE, "new_markdown": HOSTILE, "reason": HOSTILE}
    number = number_in(await unite(one, first, second, **texts), "proposals")
    pages = [await other.get(f"/de/proposals/{number}"), await page_of(other, second)]
    assert await answer(other, number, "agree", HOSTILE) == 303
    new = await _new(store, number)
    pages += [await page_of(other, one_of) for one_of in (first, second, new)]
    pages += [await other.get(f"/de/ideas/{new}/{name}") for name in ("lineage", "journal")]
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
    assert "<script>alert(1)</script>" in seen(pages[0])

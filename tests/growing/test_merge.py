"""Merge with consent: everybody who carries one of two ideas agrees, then one leads on to the other."""

import asyncio
from uuid import uuid4

import pytest

from arena.growing.model import Consent, Lineage, Proposal
from arena.ideas.team_model import Commitment
from arena.store import Store
from arena.threads.model import Post
from tests.growing.together import answer, co_carrier, joined, kinds, merged, number_in, propose, rows, stands
from tests.ideas.posted import HOSTILE, draft, form, page_of, post, row_of, seen
from tests.people import Arena


async def test_two_ideas_merge_once_all_who_carry_them_agree(arena: Arena, store: Store) -> None:
    one, other, helper = arena.person(), arena.person("Bela Brunnen"), arena.person()
    origin, into = await post(one, title="Brunnen im Wedding finden"), await post(other, title="Trinkwasser für alle")
    second = await co_carrier(arena, one, origin)
    commitment = await joined(one, origin, helper)
    talk = await store.read(row_of, origin)
    assert talk
    said = await helper.post(f"/de/threads/{talk.thread_id}/posts", {"markdown": "Ein Wort zuvor"})
    assert said.status_code == 303
    (spoken,) = await store.read(rows, Post, thread_id=talk.thread_id, no=1)
    number = number_in(await propose(one, origin, into), "proposals")
    page = (await arena.visitor().get(f"/de/proposals/{number}")).text
    assert "wartet auf Zustimmung" in page
    assert page.count("noch keine Antwort") == 2
    assert f"/proposals/{number}" in (await page_of(arena.visitor(), into)).text
    assert await answer(other, number, "agree", "Gern gemeinsam") == 303
    assert await store.read(merged, origin) == ("published", None)
    assert await answer(second, number, "agree") == 303
    assert await store.read(merged, origin) == ("withdrawn", into)
    # The old page stays readable under its address and leads on; the lists know it no more.
    old = await page_of(arena.visitor(), origin)
    assert old.status_code == 200
    assert "Diese Idee ist in einer anderen aufgegangen" in old.text
    assert f'href="/de/ideas/{into}"' in old.text
    assert "Ein Wort zuvor" in old.text
    assert "Brunnen im Wedding finden" not in (await arena.visitor().get("/de/ideas?q=Wedding")).text
    assert "Darin aufgegangen:" in (await page_of(arena.visitor(), into)).text
    way = await arena.visitor().get(f"/de/posts/{spoken.id}")
    assert way.status_code == 303
    assert (await arena.visitor().follow(way.headers["location"].split("#")[0])).status_code == 200
    closed = await helper.post(f"/de/threads/{talk.thread_id}/posts", {"markdown": "Zu spät"})
    assert closed.status_code == 423
    # Those who carried it carry the other; what others committed to stays until they are asked.
    team = {(row.actor_id, row.role, row.state) for row in await store.read(rows, Commitment, idea_id=into)}
    assert {(one.id, "carry", "active"), (second.id, "carry", "active")} <= team
    assert [row.state for row in await store.read(rows, Commitment, id=commitment)] == ["accepted"]
    assert [row.kind for row in await store.read(rows, Lineage, from_id=origin, to_id=into)] == ["merge"]
    assert (await store.read(kinds, origin))[-4:] == [
        "growing.propose_merge",
        "growing.agree",
        "growing.agree",
        "growing.merge",
    ]
    assert (await store.read(kinds, into))[-2:] == ["growing.agree", "growing.merge_here"]
    await stands(store, origin, into)
    # A click more changes nothing; there is nothing left to decline or to take back.
    assert await answer(second, number, "agree") == 303
    assert await answer(other, number, "decline", "Doch nicht") == 409
    assert await answer(one, number, "take-back") == 409
    assert len(await store.read(rows, Lineage, from_id=origin)) == 1
    edited = await one.post(
        f"/de/ideas/{into}/edit", form(act="revise", rev=1, note="Zusammen", title="Wasser für alle")
    )
    assert edited.status_code == 303


async def test_where_nobody_else_is_to_be_asked_it_is_carried_out_at_once(arena: Arena, store: Store) -> None:
    author = arena.person()
    origin, into = await post(author), await post(author)
    key = uuid4().hex
    number = number_in(await propose(author, into, origin, way="from", client_key=key), "proposals")
    assert await store.read(merged, origin) == ("withdrawn", into)
    assert number_in(await propose(author, into, origin, way="from", client_key=key), "proposals") == number
    assert len(await store.read(rows, Proposal, from_id=origin)) == 1
    assert "umgesetzt" in (await author.get(f"/de/proposals/{number}")).text
    await stands(store, origin, into)


async def test_one_who_is_asked_declines_with_a_word_and_the_proposal_is_over(arena: Arena, store: Store) -> None:
    one, other, third = arena.person(), arena.person(), arena.person()
    origin, into = await post(one), await post(other)
    await co_carrier(arena, other, into, third)
    number = number_in(await propose(one, origin, into), "proposals")
    assert await answer(third, number, "decline", "  ") == 422
    assert await answer(third, number, "decline", "lang " * 200) == 422
    assert await answer(one, number, "decline", "Ich selbst nicht") == 409
    assert await answer(third, number, "decline", "Zu verschieden") == 303
    assert await answer(third, number, "decline", "Noch einmal") == 303
    assert await answer(other, number, "agree") == 409
    page = (await arena.visitor().get(f"/en/proposals/{number}")).text
    assert "declined" in page
    assert "Zu verschieden" in page
    assert await store.read(merged, origin) == ("published", None)
    assert (await propose(other, origin, into)).status_code == 303  # and may be made anew
    await stands(store, origin, into)


async def test_who_proposed_takes_it_back_and_nobody_else(arena: Arena, store: Store) -> None:
    one, other = arena.person(), arena.person()
    origin, into = await post(one), await post(other)
    number = number_in(await propose(one, origin, into), "proposals")
    assert await answer(other, number, "take-back") == 403
    assert await answer(one, number, "take-back") == 303
    assert await answer(one, number, "take-back") == 303
    assert await answer(other, number, "agree") == 409
    assert "growing.take_back" in await store.read(kinds, into)
    await stands(store, origin, into)


async def test_only_those_who_carry_one_of_the_ideas_propose_and_answer(arena: Arena, store: Store) -> None:
    one, other, helper = arena.person(), arena.person(), arena.person()
    official, _ = arena.member("administration")
    origin, into, drafted = await post(one), await post(other), await draft(other)
    await joined(one, origin, helper)
    for someone in (helper, official, arena.person()):
        assert (await someone.get(f"/de/ideas/{origin}/merge")).status_code == 403
        assert (await propose(someone, origin, into)).status_code == 403
    assert (await arena.visitor().get(f"/de/ideas/{origin}/merge")).headers["location"].startswith("/de/sign-in")
    assert (await propose(arena.visitor(), origin, into)).headers["location"].startswith("/de/sign-in")
    for wrong, status in ((drafted, 404), (10**9, 404), (origin, 409)):
        assert (await propose(one, origin, wrong)).status_code == status
    assert (await propose(one, origin, into, way="sideways")).status_code == 400
    assert (await propose(one, origin, into, state="carried")).status_code == 400
    number = number_in(await propose(one, origin, into), "proposals")
    for someone in (helper, official, arena.person()):
        for act in ("agree", "decline", "take-back"):
            assert await answer(someone, number, act, "Nein") == 403
    assert (await arena.visitor().post(f"/de/proposals/{number}/agree", {})).status_code == 303
    assert await answer(one, number, "explode") == 404
    assert await answer(one, 10**9, "agree") == 404
    assert (await arena.visitor().get("/de/proposals/999999999")).status_code == 404
    assert await store.read(merged, origin) == ("published", None)


async def test_an_organisation_is_asked_as_such_and_any_of_its_members_answers(arena: Arena, store: Store) -> None:
    member, organisation = arena.member("science")
    one = arena.person()
    origin, into = await post(one), await post(member, speak_as=str(organisation))
    number = number_in(await propose(one, origin, into), "proposals")
    assert await answer(member, number, "agree", speak_as=member.id) == 403
    assert "wartet auf Ihre Antwort" in (await member.get("/de/organisations")).text
    assert f"/proposals/{number}" in (await member.get("/de/commitments")).text
    assert await answer(member, number, "agree", speak_as=organisation) == 303
    assert await store.read(merged, origin) == ("withdrawn", into)
    assert "wartet auf Ihre Antwort" not in (await member.get("/de/organisations")).text


async def test_ideas_that_are_alike_are_offered_and_others_are_found_by_words(arena: Arena) -> None:
    one = arena.person()
    origin = await post(one, title="Regenfässer für Kleingärten", summary="Regen sammeln statt Trinkwasser.")
    alike = await post(arena.person(), title="Regenfässer im Kleingarten", summary="Regen sammeln, Wasser sparen.")
    other = await post(arena.person(), title="Quastenflosser im Zooaquarium")
    page = (await one.get(f"/de/ideas/{origin}/merge")).text
    assert f"/ideas/{origin}/merge?other={alike}" in page
    assert f"?other={other}" not in page
    found = (await one.get(f"/de/ideas/{origin}/merge?q=Quastenflosser")).text
    assert f"/ideas/{origin}/merge?other={other}" in found
    chosen = (await one.get(f"/de/ideas/{origin}/merge?other={other}")).text
    assert "Quastenflosser" in chosen
    assert 'name="reason"' in chosen


async def test_a_reason_is_needed_and_every_typed_word_is_kept(arena: Arena) -> None:
    one = arena.person()
    origin, into = await post(one), await post(arena.person())
    wrong = await propose(
        one, origin, into, reason=" ", rewrite="yes", rev=1, title="", summary="Bleibt stehen", markdown=""
    )
    assert wrong.status_code == 422
    assert 'href="#f-reason"' in wrong.text
    assert 'href="#f-title"' in wrong.text
    assert "Bleibt stehen" in wrong.text
    assert (await propose(one, origin, into, reason="lang " * 200)).status_code == 422


async def test_the_text_that_was_agreed_to_becomes_a_revision(arena: Arena, store: Store) -> None:
    one, other = arena.person(), arena.person()
    origin, into = await post(one), await post(other)
    text = {
        "rewrite": "yes",
        "rev": 1,
        "title": "Beides in einem",
        "summary": "Ein Satz. Noch einer.",
        "markdown": "Neu",
    }
    number = number_in(await propose(one, origin, into, **text), "proposals")
    assert "<ins>" in (await other.get(f"/de/proposals/{number}")).text
    assert await answer(other, number, "agree") == 303
    idea = await store.read(row_of, into)
    assert idea
    assert (idea.title, idea.summary, idea.rev) == ("Beides in einem", "Ein Satz. Noch einer.", 2)
    assert (await store.read(kinds, into))[-2:] == ["growing.merge_here", "ideas.revise"]
    await stands(store, origin, into)


async def test_nobody_agrees_to_a_text_that_has_moved_on(arena: Arena, store: Store) -> None:
    one, other = arena.person(), arena.person()
    origin, into = await post(one), await post(other)
    text = {"rewrite": "yes", "rev": 1, "title": "Beides in einem", "summary": "Ein Satz.", "markdown": "Neu"}
    number = number_in(await propose(one, origin, into, **text), "proposals")
    revised = form(act="revise", rev=1, note="Genauer", title="Inzwischen genauer")
    assert (await other.post(f"/de/ideas/{into}/edit", revised)).status_code == 303
    assert "hat sich seit dem Vorschlag geändert" in (await other.get(f"/de/proposals/{number}")).text
    assert await answer(other, number, "agree") == 409
    assert await store.read(merged, origin) == ("published", None)
    late = await propose(one, origin, await post(other), **text | {"rev": 7})
    assert late.status_code == 409
    assert "Beides in einem" in late.text
    assert await answer(one, number, "take-back") == 303
    plain = number_in(await propose(one, origin, into), "proposals")  # without a text it does not matter
    assert (
        await other.post(f"/de/ideas/{into}/edit", revised | {"rev": 2, "title": "Noch genauer"})
    ).status_code == 303
    assert await answer(other, plain, "agree") == 303
    await stands(store, origin, into)


async def test_what_is_open_lapses_with_an_idea_that_ends(arena: Arena, store: Store) -> None:
    one, other, third = arena.person(), arena.person(), arena.person()
    origin, into, beside = await post(one), await post(other), await post(third)
    first = number_in(await propose(one, origin, into), "proposals")
    second = number_in(await propose(third, beside, origin), "proposals")
    away = await other.post(f"/de/ideas/{into}/withdraw", {"reason": "Der Bezirk macht es."})
    assert away.status_code == 303
    assert await answer(other, first, "agree") == 409
    assert "hinfällig" in (await arena.visitor().get(f"/de/proposals/{first}")).text
    gone = await post(other)
    assert await answer(other, number_in(await propose(one, origin, gone), "proposals"), "agree") == 303
    assert await answer(one, second, "agree") == 409
    assert (await store.read(rows, Proposal, id=second))[0].state == "lapsed"
    assert "growing.lapse" in await store.read(kinds, beside)
    assert (await propose(one, origin, beside)).status_code == 409
    await stands(store, origin, into, beside, gone)


async def test_the_last_two_agree_at_once_and_it_is_carried_out_once(arena: Arena, store: Store) -> None:
    one, other = arena.person(), arena.person()
    origin, into = await post(one), await post(other)
    others = [await co_carrier(arena, other, into) for _ in range(3)]
    number = number_in(await propose(one, origin, into), "proposals")
    asked = [other, *others]
    assert set(await asyncio.gather(*(answer(who, number, "agree") for who in asked for _ in range(2)))) == {303}
    assert (await store.read(kinds, origin)).count("growing.merge") == 1
    assert (await store.read(kinds, into)).count("growing.agree") == len(asked)
    assert len(await store.read(rows, Lineage, from_id=origin)) == 1
    assert [row.state for row in await store.read(rows, Consent, proposal_id=number)] == ["agreed"] * 5
    carrying = await store.read(rows, Commitment, idea_id=into, actor_id=one.id, role="carry")
    assert len(carrying) == 1
    await stands(store, origin, into)


async def test_proposed_from_both_sides_at_once_one_of_them_holds(arena: Arena, store: Store) -> None:
    one, other = arena.person(), arena.person()
    here, there = await post(one), await post(other)
    both = await asyncio.gather(propose(one, here, there), propose(other, there, here))
    assert sorted(found.status_code for found in both) == [303, 409]
    assert len([*await store.read(rows, Proposal, from_id=here), *await store.read(rows, Proposal, from_id=there)]) == 1
    await stands(store, here, there)


async def test_who_came_to_carry_later_is_asked_too_and_who_left_is_not(arena: Arena, store: Store) -> None:
    one, other = arena.person(), arena.person()
    origin, into = await post(one), await post(other)
    leaving = await co_carrier(arena, other, into)
    number = number_in(await propose(one, origin, into), "proposals")
    late = await co_carrier(arena, one, origin)
    assert "noch keine Antwort" in (await late.get(f"/de/proposals/{number}")).text
    assert await answer(other, number, "agree") == 303
    assert await answer(late, number, "agree") == 303
    assert await store.read(merged, origin) == ("published", None)
    (mine,) = await store.read(rows, Commitment, idea_id=into, actor_id=leaving.id)
    assert (await leaving.post(f"/de/commitments/{mine.id}/leave", {"sentence": "Keine Zeit"})).status_code == 303
    assert await answer(leaving, number, "agree") == 403
    assert await answer(other, number, "agree") == 303  # says it again, and nobody is left to ask
    assert await store.read(merged, origin) == ("withdrawn", into)
    await stands(store, origin, into)


async def test_a_chain_of_merges_leads_on_step_by_step(arena: Arena, store: Store) -> None:
    author = arena.person()
    first, second, third = await post(author), await post(author), await post(author)
    await propose(author, first, second)
    await propose(author, second, third)
    assert await store.read(merged, second) == ("withdrawn", third)
    assert f'href="/de/ideas/{third}"' in (await page_of(author, second)).text
    assert (await propose(author, third, first)).status_code == 409  # what ended takes nothing in
    await stands(store, first, second, third)


async def test_hostile_words_are_words(arena: Arena) -> None:
    one, other = arena.person(), arena.person()
    origin, into = await post(one, title=HOSTILE[:110]), await post(other, title=HOSTILE[:110])
    text = {"rewrite": "yes", "rev": 1, "title": HOSTILE[:100], "summary": HOSTILE, "markdown": HOSTILE}
    number = number_in(await propose(one, origin, into, reason=HOSTILE, **text), "proposals")
    pages = [
        await one.get(f"/de/ideas/{origin}/merge?other={into}&q={HOSTILE[:50]}"),
        await other.get(f"/de/proposals/{number}"),
    ]
    assert await answer(other, number, "agree", HOSTILE) == 303
    pages += [await other.get(f"/de/proposals/{number}"), await page_of(other, origin), await page_of(other, into)]
    pages.append(await other.get(f"/de/ideas/{origin}/lineage"))
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
    assert "<script>alert(1)</script>" in seen(pages[1])


@pytest.mark.parametrize("path", ["merge", "split", "lineage", "suggest", "suggestions"])
async def test_a_draft_has_nothing_to_grow_with(arena: Arena, path: str) -> None:
    author = arena.person()
    idea_id = await draft(author)
    assert (await arena.person().get(f"/de/ideas/{idea_id}/{path}")).status_code == 404
    assert (await author.get(f"/de/ideas/{idea_id}/{path}")).status_code in (403, 404, 409)

"""Who may decide about a contribution and who may not; two who decide at once; what is decided is decided."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import select

from arena.ideas.model import Idea
from arena.moderation.decide import fitting
from arena.moderation.grant import revoke
from arena.moderation.model import ON_POSTS
from tests.actors.post import mails_to
from tests.ideas.posted import post as post_idea
from tests.ideas.test_open_thread import thread_opened
from tests.moderation.acting import WHY, acts, cases, decide, email_of, insulted, moderator, report, stored
from tests.people import Arena, Someone
from tests.threads.speaking import say


def _cast(arena: Arena) -> dict[str, Someone]:
    return {
        "visitor": arena.visitor(),
        "resident": arena.person(),
        "business": arena.member("business")[0],
        "science": arena.member("science")[0],
        "administration": arena.member("administration")[0],
    }


@pytest.mark.parametrize("kind", ON_POSTS)
async def test_nobody_but_a_moderator_decides_or_sees_that_there_is_anything_to_decide(arena: Arena, kind: str) -> None:
    author = arena.person()
    thread, number = await insulted(arena, author)
    await report(arena.person(), number)
    once = moderator(arena)
    arena.store.write_now(revoke, arena.store.read_now(email_of, once))
    for role, someone in (_cast(arena) | {"author": author, "once a moderator": once}).items():
        form = {"kind": kind, "ground": "insult", "reason": WHY, "client_key": uuid4().hex}
        for address in (f"/de/moderation/posts/{number}", f"/de/moderation/threads/{thread}", "/de/moderation"):
            assert (await someone.get(address)).status_code == 404, role
        assert (await someone.post(f"/de/moderation/posts/{number}", form)).status_code == 404, role
        assert 'href="/de/moderation"' not in (await someone.get("/de/")).text
    assert not await arena.store.read(acts, number)
    assert (await arena.store.read(stored, number)).state == "visible"


async def test_every_decision_has_its_state_and_no_other(arena: Arena) -> None:
    mod, other = moderator(arena), moderator(arena)
    for state in ("visible", "reported", "hidden", "objected", "deleted"):
        for kind in ON_POSTS:
            author = arena.person()
            _, number = await insulted(arena, author)
            if state in ("reported", "deleted"):
                await report(arena.person(), number)
            if state in ("hidden", "objected"):
                await decide(other, number)
            if state == "objected":
                (hidden,) = await arena.store.read(acts, number)
                await author.post(f"/de/moderation/acts/{hidden.id}", {"words": "Nein."})
            if state == "deleted":
                await author.post(f"/de/posts/{number}/retract", {"client_key": uuid4().hex})
            post, case = await arena.store.read(stored, number), (await arena.store.read(cases, number))[-1:]
            allowed = fitting(post.state, next((one for one in case if one.state == "open"), None))
            answer = await decide(mod, number, kind)
            assert answer.status_code == (303 if kind in allowed else 409), (state, kind)
            if kind not in allowed:
                assert WHY in answer.text, "what was typed is kept"
    assert fitting("visible", None) == ("hide",)
    assert fitting("hidden", None) == ("restore",)
    assert fitting("deleted", None) == ()


async def test_a_moderator_does_not_decide_about_what_they_said(arena: Arena) -> None:
    mod, other = moderator(arena), moderator(arena)
    _, number = await insulted(arena, mod)
    await report(arena.person(), number, words="Sogar die Moderation!")
    assert "Sogar die Moderation!" not in (await mod.get("/de/moderation")).text
    assert (await decide(mod, number)).status_code == 404
    assert "Sogar die Moderation!" in (await other.get("/de/moderation")).text
    assert (await decide(other, number)).status_code == 303
    assert (await decide(mod, number, "restore")).status_code == 404


async def test_of_two_moderators_at_once_one_decides_and_the_other_hears_of_it(arena: Arena) -> None:
    people = [moderator(arena) for _ in range(4)]
    _, number = await insulted(arena, arena.person())
    await report(arena.person(), number)
    kinds = ("hide", "dismiss", "hide", "dismiss")
    answers = await asyncio.gather(*[decide(one, number, kind) for one, kind in zip(people, kinds, strict=True)])
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409, 409]
    (act,) = await arena.store.read(acts, number)
    (case,) = await arena.store.read(cases, number)
    assert (case.state, case.closed_by) == ("closed", act.id)
    state = "hidden" if act.kind == "hide" else "visible"
    assert (await arena.store.read(stored, number)).state == state


async def test_a_double_click_decides_once(arena: Arena) -> None:
    mod, key = moderator(arena), uuid4().hex
    _, number = await insulted(arena, arena.person())
    answers = await asyncio.gather(*[decide(mod, number, client_key=key, case="") for _ in range(6)])
    assert {answer.status_code for answer in answers} == {303}
    assert len(await arena.store.read(acts, number)) == 1


async def test_a_decision_needs_a_ground_and_a_sentence(arena: Arena) -> None:
    mod = moderator(arena)
    _, number = await insulted(arena, arena.person())
    for changes in ({"reason": " "}, {"reason": "x" * 301}, {"ground": ""}, {"ground": "taste"}, {"kind": "burn"}):
        answer = await decide(mod, number, **changes)  # type: ignore[arg-type]
        assert answer.status_code == 422
        assert 'class="error-summary"' in answer.text
    assert not await arena.store.read(acts, number)


async def test_the_author_gets_a_statement_of_reasons_in_their_language(arena: Arena) -> None:
    author, mod = arena.person(), moderator(arena)
    _, number = await insulted(arena, author)
    await report(arena.person(), number)
    await decide(mod, number)
    (letter,) = await mails_to(arena, await arena.store.read(email_of, author))
    said = "".join(piece for piece, _ in letter.pieces)
    (act,) = await arena.store.read(acts, number)
    assert letter.subject == "Ihr Beitrag wurde verborgen"
    for words in ("Beleidigung oder Hass", WHY, f"/de/moderation/acts/{act.id}"):
        assert words in said
    page = (await author.get(f"/de/moderation/acts/{act.id}")).text
    assert "Zankapfel" in page
    assert "Anlass war eine Meldung." in page
    for someone in (arena.visitor(), arena.person(), mod):
        shown = (await someone.get(f"/de/moderation/acts/{act.id}")).text
        assert (WHY in shown, "Zankapfel" in shown, "Widersprechen" in shown) == (True, False, False)


async def test_what_was_moved_is_decided_where_it_is_now(arena: Arena) -> None:
    author, mod, carrier = arena.person(), moderator(arena), arena.person()
    idea = await post_idea(carrier)
    there = await thread_opened(carrier, idea)
    talk = arena.store.read_now(lambda db: db.execute(select(Idea.thread_id).where(Idea.id == idea)).scalar_one())
    number = await say(arena, author, talk, "Ein Zankapfel wandert")
    await report(arena.person(), number)
    form = {"posts[]": [str(number)], "to": str(there), "reason": "Gehört dorthin", "client_key": uuid4().hex}
    moved = await carrier.post(f"/de/ideas/{idea}/threads/{talk}/move", form)
    assert moved.status_code == 303, moved.text
    now = (await arena.store.read(stored, number)).moved_to
    assert [case.state for case in await arena.store.read(cases, now)] == ["open"]
    assert (await decide(mod, number)).status_code == 303
    assert (await arena.store.read(stored, now)).state == "hidden"

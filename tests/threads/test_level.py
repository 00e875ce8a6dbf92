"""How loudly a person hears a thread, and who hears of a contribution and why."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import update

from arena.actors.model import Membership
from arena.store import Store, Tx
from arena.threads.close import close_thread
from arena.threads.hear import Heard, hearers
from arena.threads.note import note_act
from tests.people import Arena, Someone
from tests.threads.speaking import say


async def _level(someone: Someone, thread: int, level: str) -> int:
    answer = await someone.post(f"/de/threads/{thread}/level", {"level": level, "back": f"/de/threads/{thread}"})
    return answer.status_code


async def _heard(store: Store, post: int, **how: Any) -> dict[int, str]:
    found: list[Heard] = await store.read(lambda db: hearers(db, post, **how))
    return {one.person_id: one.why for one in found}


async def test_a_level_is_chosen_with_one_button_and_only_the_person_sees_it(arena: Arena, thread: int) -> None:
    someone = arena.person()
    assert "Noch haben Sie nichts gewählt" in (await someone.get(f"/de/threads/{thread}")).text
    answer = await someone.post(f"/de/threads/{thread}/level", {"level": "mute", "back": f"/de/threads/{thread}"})
    assert answer.headers["location"] == f"/de/threads/{thread}#thread-level"
    page = (await someone.get(f"/de/threads/{thread}")).text
    assert "So haben Sie es gewählt" in page
    assert 'value="mute" aria-pressed="true"' in page
    assert "aria-pressed" not in (await arena.visitor().get(f"/de/threads/{thread}")).text
    assert 'value="normal" aria-pressed="true"' in (await arena.person().get(f"/de/threads/{thread}")).text


async def test_a_level_that_is_none_and_a_thread_that_is_none_are_refused(arena: Arena, thread: int) -> None:
    assert await _level(arena.person(), thread, "deafening") == 422
    assert await _level(arena.person(), 10**9, "loud") == 404
    assert await _level(arena.visitor(), thread, "loud") == 303  # to sign in


async def test_who_clicks_twice_at_once_has_one_level(arena: Arena, thread: int) -> None:
    someone = arena.person()
    assert set(await asyncio.gather(*(_level(someone, thread, "loud") for _ in range(8)))) == {303}
    assert 'value="loud" aria-pressed="true"' in (await someone.get(f"/de/threads/{thread}")).text


async def test_a_contribution_reaches_those_who_hear_everything(arena: Arena, store: Store, thread: int) -> None:
    author, loud, normal, muted = (arena.person() for _ in range(4))
    for someone, level in ((author, "loud"), (loud, "loud"), (normal, "normal"), (muted, "mute")):
        await _level(someone, thread, level)
    assert await _heard(store, await say(arena, author, thread, "Neues")) == {loud.id: "contribution"}


@pytest.mark.parametrize(("level", "hears"), [("mute", False), ("quiet", False), ("normal", True), ("loud", True)])
async def test_a_mention_and_a_reply_reach_whoever_hears_what_matters(
    arena: Arena, store: Store, thread: int, level: str, hears: bool
) -> None:
    asked, author = arena.person(), arena.person()
    first = await say(arena, asked, thread, "Wer weiß das?")
    await _level(asked, thread, level)
    reply = await say(arena, author, thread, "Ich.", reply_to=first)
    named = await say(arena, author, thread, f"Frag @{asked.voice.actor if asked.voice else ''}.")
    both = await say(arena, author, thread, f"@{asked.voice.actor if asked.voice else ''}, ja.", reply_to=first)
    assert await _heard(store, reply) == ({asked.id: "reply"} if hears else {})
    assert await _heard(store, named) == ({asked.id: "mention"} if hears else {})
    assert await _heard(store, both) == ({asked.id: "mention"} if hears else {})


async def test_whoever_is_mentioned_hears_it_though_they_were_never_here(
    arena: Arena, store: Store, thread: int
) -> None:
    stranger = arena.person("Ganz Fremde am Ufer")
    post = await say(arena, arena.person(), thread, "Das weiß @Ganz Fremde am Ufer.")
    assert await _heard(store, post) == {stranger.id: "mention"}


async def test_a_mentioned_organisation_hears_it_through_those_who_speak_for_it(
    arena: Arena, store: Store, thread: int
) -> None:
    member, organisation = arena.member("science", "Institut für Fugen", steward=False)
    post = await say(arena, arena.person(), thread, "Das weiß @Institut für Fugen.")
    assert await _heard(store, post) == {member.id: "mention"}
    await store.write(_end, organisation)
    assert await _heard(store, post) == {}


def _end(tx: Tx, organisation: int) -> None:
    tx.db.execute(update(Membership).where(Membership.organisation_id == organisation).values(state="ended"))


async def test_a_decision_reaches_everyone_who_takes_part_and_hears_what_matters(
    arena: Arena, store: Store, thread: int
) -> None:
    author, spoke, chose, quiet, stranger = (arena.person() for _ in range(5))
    for someone in (spoke, quiet):
        await say(arena, someone, thread, "Ich bin dabei.")
    await _level(chose, thread, "normal")
    await _level(quiet, thread, "quiet")
    decision = await say(arena, author, thread, "So machen wir es.")
    assert await _heard(store, decision) == {}
    assert await _heard(store, decision, decision=True) == {spoke.id: "decision", chose.id: "decision"}
    assert stranger.id not in await _heard(store, decision, decision=True)


async def test_an_act_is_heard_of_where_it_settles_something(arena: Arena, store: Store, thread: int) -> None:
    spoke, author = arena.person(), arena.person()
    await say(arena, spoke, thread, "Ich bin dabei.")

    def noted(tx: Tx, kind: str) -> int:
        assert author.voice
        return note_act(tx, author.voice, thread, kind).post_id

    assert await _heard(store, store.write_now(noted, "ideas.withdraw")) == {spoke.id: "decision"}
    assert await _heard(store, store.write_now(noted, "ideas.join")) == {}


async def test_nobody_hears_of_what_was_taken_back(arena: Arena, store: Store, thread: int) -> None:
    loud, author = arena.person(), arena.person()
    await _level(loud, thread, "loud")
    post = await say(arena, author, thread, "Das nehme ich zurück.")
    assert await _heard(store, post) == {loud.id: "contribution"}
    await author.post(f"/de/posts/{post}/retract", {})
    assert await _heard(store, post) == {}


async def test_a_closed_thread_may_still_be_muted(arena: Arena, store: Store, thread: int) -> None:
    store.write_now(close_thread, arena.person().voice, thread)
    assert await _level(arena.person(), thread, "mute") == 303

"""Moderators close a thread, open it again and set its pace: the acts of carriers, said to be the moderation's."""

from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from arena.ideas.model import Idea
from arena.moderation.model import ModerationAct
from tests.ideas.posted import post
from tests.ideas.test_open_thread import thread_opened
from tests.ideas.test_steer_thread import row_of, say
from tests.moderation.acting import moderator
from tests.people import Answer, Arena, Someone
from tests.talk import Talk

WHY = "Bis morgen ist hier Ruhe."


async def steer(someone: Someone, thread: int, kind: str, **changes: Any) -> Answer:
    """Send the form."""
    form = {"kind": kind, "ground": "insult", "reason": WHY, "client_key": uuid4().hex}
    return await someone.post(f"/de/moderation/threads/{thread}", form | changes)


async def test_a_moderator_closes_slows_and_opens_a_thread_for_everybody_to_see(arena: Arena) -> None:
    mod, author = moderator(arena, "Moni Ruhig"), arena.person()
    idea = await post(author)
    thread = await thread_opened(author, idea)
    async with Talk(arena, arena.visitor()) as reader:
        await reader.follow(thread)
        assert (await steer(mod, thread, "close")).status_code == 303
        assert (await steer(mod, thread, "close")).status_code == 303, "closed already: nothing happens"
        await reader.reached(thread, 1)
        note = reader.view[-1]
        assert (note["kind"], note["sets"]) == ("moderation.close", {"locked": True})
        assert note["text"]["de"] == f"Die Moderation (Moni Ruhig) hat das Gespräch geschlossen: {WHY}"
        assert note["text"]["en"] == f"The moderation (Moni Ruhig) closed the thread: {WHY}"
        assert (await say(author, thread)).status_code == 423
        assert (await steer(mod, thread, "reopen")).status_code == 303
        assert (await steer(mod, thread, "slow:300")).status_code == 303
        await reader.reached(thread, 3)
        assert [item["sets"] for item in reader.view] == [{"locked": True}, {"locked": False}, {"slow": 300}]
        assert reader.view[-1]["text"]["de"].startswith("Die Moderation (Moni Ruhig) hat das Tempo gesetzt, Alle 5 Min")
    done = select(ModerationAct.kind).where(ModerationAct.thread_id == thread).order_by(ModerationAct.id)
    assert arena.store.read_now(lambda db: list(db.execute(done).scalars())) == ["close", "reopen", "slow"]
    log = unescape((await arena.visitor().get("/de/moderation/log")).text)
    assert f"/de/threads/{thread}#thread" in log
    assert "Moderieren" in (await mod.follow(f"/de/threads/{thread}")).text
    assert "Moderieren" not in (await author.follow(f"/de/threads/{thread}")).text


async def test_only_a_moderator_does_with_a_ground_a_reason_and_a_pace_on_offer(arena: Arena) -> None:
    mod, author = moderator(arena), arena.person()
    thread = await thread_opened(author, await post(author))
    for someone in (author, arena.visitor(), arena.person(), arena.member("administration")[0]):
        for kind in ("close", "reopen", "slow:60"):
            assert (await steer(someone, thread, kind)).status_code == 404
    wrong: list[tuple[str, dict[str, str]]] = [("close", {"reason": ""}), ("close", {"ground": ""})]
    wrong += [(kind, {}) for kind in ("burn", "slow:7", "slow", "slow:", "")]
    for kind, changes in wrong:
        answer = await steer(mod, thread, kind, **changes)
        assert answer.status_code == 422, kind
        assert changes.get("reason", WHY) in answer.text
    assert (await steer(mod, 999_999, "close")).status_code == 404
    kept = await arena.store.read(row_of, thread)
    assert (kept.locked, kept.slow_mode_s) == (False, 0)


@pytest.mark.parametrize("kind", ["close", "reopen", "slow:60"])
async def test_the_threads_of_an_idea_that_is_over_stay_as_they_are(arena: Arena, kind: str) -> None:
    mod, author = moderator(arena), arena.person()
    idea = await post(author)
    talk = arena.store.read_now(lambda db: db.execute(select(Idea.thread_id).where(Idea.id == idea)).scalar_one())
    await author.post(f"/de/ideas/{idea}/withdraw", {"reason": "Der Bezirk macht es selbst."})
    assert (await steer(mod, talk, kind)).status_code == 409
    assert (await arena.store.read(row_of, talk)).locked

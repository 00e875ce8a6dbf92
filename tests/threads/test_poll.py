"""Polls: exact counts, one vote a person, an end that holds, and nobody learns who chose what."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from arena.store import Store, Tx
from arena.threads.model import ThreadEvent
from arena.threads.polls.close import close_at_end, close_due
from arena.threads.polls.model import Poll, PollVote
from tests.people import Arena, Someone
from tests.talk import Talk
from tests.threads.asking import item, op, say

OPTIONS = ["Am Kanal", "Im Hof", "Auf dem Dach"]


async def _poll(someone: Someone, thread: int, **more: Any) -> int:
    told = {"text": "Wo treffen wir uns?", "options": OPTIONS} | more
    return int((await op(someone, thread, "poll", **told)).json()["post_id"])


async def _vote(someone: Someone, thread: int, poll: int, *choices: int) -> int:
    return (await op(someone, thread, "vote", post=poll, choices=choices)).status_code


def _shown(store: Store, thread: int, poll: int) -> dict[str, Any]:
    return dict(item(store, thread, poll)["poll"])


def _put_back(tx: Tx, poll: int) -> None:
    tx.db.execute(update(Poll).where(Poll.post_id == poll).values(ends_at=datetime.now(UTC) - timedelta(seconds=1)))


def _votes(store: Store, poll: int) -> int:
    counted = select(func.count()).select_from(PollVote).where(PollVote.post_id == poll)
    return int(store.read_now(lambda db: db.execute(counted).scalar_one()))


async def test_votes_are_counted_and_may_be_changed_and_taken_back(arena: Arena, store: Store, thread: int) -> None:
    mira, tom = arena.person(), arena.person()
    poll = await _poll(mira, thread)
    for choices, counts, voters in (
        ((0,), [1, 0, 0], 1),
        ((2,), [0, 0, 1], 1),
        ((), [0, 0, 0], 0),
        ((1,), [0, 1, 0], 1),
    ):
        assert await _vote(tom, thread, poll, *choices) == 200
        assert (_shown(store, thread, poll)["counts"], _shown(store, thread, poll)["voters"]) == (counts, voters)
    assert await _vote(mira, thread, poll, 1) == 200
    assert _shown(store, thread, poll)["counts"] == [0, 2, 0]


async def test_forty_votes_of_one_person_at_once_are_one(arena: Arena, store: Store, thread: int) -> None:
    mira, tom = arena.person(), arena.person()
    poll = await _poll(mira, thread, kind="several")
    await _vote(mira, thread, poll, 0, 1)
    answers = await asyncio.gather(*(_vote(tom, thread, poll, n % 3) for n in range(40)))
    assert set(answers) <= {200, 429}
    shown = _shown(store, thread, poll)
    assert shown["voters"] == 2
    assert sum(shown["counts"]) == 3
    assert _votes(store, poll) == 2


@pytest.mark.parametrize(
    ("kind", "choices", "status"),
    [
        ("one", [0, 1], 422),
        ("one", [3], 422),
        ("one", [0, 0], 200),
        ("several", [0, 2], 200),
        ("several", [0, 9], 422),
    ],
)
async def test_only_what_is_offered_can_be_chosen(
    arena: Arena, thread: int, kind: str, choices: list[int], status: int
) -> None:
    mira = arena.person()
    poll = await _poll(mira, thread, kind=kind)
    assert await _vote(mira, thread, poll, *choices) == status


async def test_a_visitor_does_not_vote_and_a_plain_contribution_has_no_poll(arena: Arena, thread: int) -> None:
    mira = arena.person()
    poll, said = await _poll(mira, thread), await say(mira, thread)
    assert await _vote(arena.visitor(), thread, poll, 0) == 401
    assert await _vote(mira, thread, said, 0) == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"options": ["nur eine"]},
        {"options": ["a", " ", ""]},
        {"options": [str(n) for n in range(9)]},
        {"options": ["gleich", " gleich "]},
        {"options": ["x" * 121, "y"]},
        {"text": " "},
        {"kind": "all"},
        {"until": "2020-01-01T00:00:00Z"},
        {"until": "2999-01-01T00:00:00Z"},
    ],
)
async def test_what_is_wrong_with_a_poll_is_said(arena: Arena, thread: int, wrong: dict[str, Any]) -> None:
    told = {"text": "Wo?", "options": OPTIONS} | wrong
    assert (await op(arena.person(), thread, "poll", **told)).status_code == 422


async def test_a_poll_sent_again_is_begun_once(arena: Arena, thread: int) -> None:
    mira, told = arena.person(), {"text": "Wo?", "options": OPTIONS}
    first = await op(mira, thread, "poll", **told, key="poll-once")
    assert (await op(mira, thread, "poll", **told, key="poll-once")).json()["post_id"] == first.json()["post_id"]
    assert (await op(mira, thread, "poll", **told | {"options": OPTIONS[:2]}, key="poll-once")).status_code == 409


async def test_hidden_counts_are_nowhere_before_the_end_and_single_votes_nowhere_after_it(
    arena: Arena, store: Store, thread: int
) -> None:
    mira, tom = arena.person(), arena.person()
    async with Talk(arena, arena.visitor()) as visitor:
        await visitor.follow(thread)
        poll = await _poll(mira, thread, hidden=True)
        await _vote(tom, thread, poll, 1)
        await visitor.reached(thread, 2)
        assert "counts" not in visitor.items[poll]["poll"]
        assert visitor.items[poll]["poll"]["voters"] == 1
        page = (await mira.get(f"/de/threads/{thread}")).text.partition("<template")[0]
        assert "<progress" not in page
        assert "Zahlen nach dem Ende" in page
        assert (await op(mira, thread, "close_poll", post=poll)).status_code == 200
        await visitor.reached(thread, 3)
        assert visitor.items[poll]["poll"] | {"closed": True, "counts": [0, 1, 0]} == visitor.items[poll]["poll"]
    assert _votes(store, poll) == 0


async def test_no_frame_and_no_log_tells_who_chose_what(arena: Arena, store: Store, thread: int) -> None:
    mira, tom = arena.person(), arena.person("Tom Verschwiegen")
    poll = await _poll(mira, thread)
    async with Talk(arena, mira) as here, Talk(arena, tom) as there:
        await here.follow(thread)
        await there.follow(thread)
        assert (await there.op("vote", thread, post=poll, choices=[2]))["t"] == "ok"
        await here.reached(thread, 2)
        await there.reached(thread, 2)
        assert here.items == there.items
        assert "Verschwiegen" not in str(here.frames)
    first = await op(tom, thread, "vote", post=poll, choices=[0], key="vote-key-1")
    assert first.status_code == 200
    hashes = select(ThreadEvent.body_hash).where(ThreadEvent.post_id == poll, ThreadEvent.kind == "vote")
    assert len(set(store.read_now(lambda db: db.execute(hashes).scalars().all()))) == 1
    again = await op(tom, thread, "vote", post=poll, choices=[0], key="vote-key-1")
    assert again.json()["dup"]
    shown = (await tom.get(f"/de/threads/{thread}")).text.partition("<template")[0]
    assert 'value="0" checked' in shown
    assert "checked" not in (await mira.get(f"/de/threads/{thread}")).text.partition("<template")[0]


async def test_the_end_holds_even_before_the_clock_strikes(arena: Arena, store: Store, thread: int) -> None:
    mira, tom = arena.person(), arena.person()
    poll = await _poll(mira, thread, until=(datetime.now(UTC) + timedelta(days=1)).isoformat())
    assert await _vote(tom, thread, poll, 1) == 200
    store.write_now(_put_back, poll)
    assert await _vote(mira, thread, poll, 1) == 423
    assert await _vote(tom, thread, poll, 0) == 423
    async with Talk(arena, mira) as talk:
        await talk.follow(thread)
        await asyncio.gather(close_due(store), close_due(store))
        await talk.reached(thread, 3)
        assert talk.items[poll]["poll"]["closed"]
    assert _shown(store, thread, poll)["counts"] == [0, 1, 0]
    seq = item(store, thread, poll)["rev"]
    store.write_now(close_at_end, poll)
    assert item(store, thread, poll)["rev"] == seq


async def test_the_clock_of_the_arena_closes_a_poll(arena: Arena, store: Store, thread: int) -> None:
    mira = arena.person()
    poll = await _poll(mira, thread, until=(datetime.now(UTC) + timedelta(seconds=1)).isoformat())
    async with Talk(arena, mira) as talk:
        await talk.follow(thread)
        await talk.reached(thread, 2)
        assert talk.items[poll]["poll"]["closed"]


async def test_who_may_close_a_poll(arena: Arena, thread: int) -> None:
    mira, tom = arena.person(), arena.person()
    officer, office = arena.member("administration")
    poll, other = await _poll(mira, thread), await _poll(mira, thread)
    assert (await op(tom, thread, "close_poll", post=poll)).status_code == 403
    assert (await op(officer, thread, "close_poll", post=poll, **{"as": office})).status_code == 200
    assert (await op(mira, thread, "close_poll", post=other)).status_code == 200
    assert (await op(mira, thread, "close_poll", post=other)).json()["dup"]
    assert await _vote(tom, thread, other, 0) == 423


async def test_what_people_voted_on_is_not_changed_under_them(arena: Arena, store: Store, thread: int) -> None:
    mira, tom = arena.person(), arena.person()
    poll = await _poll(mira, thread)
    assert (await op(mira, thread, "edit", post=poll, rev=1, text="Wo, bitte?")).status_code == 200
    await _vote(tom, thread, poll, 0)
    assert (await op(mira, thread, "edit", post=poll, rev=2, text="Wer ist dafür?")).status_code == 409
    assert (await op(mira, thread, "delete", post=poll)).status_code == 200
    assert _votes(store, poll) == 0
    assert await _vote(tom, thread, poll, 0) == 404


async def test_a_poll_needs_no_scripts(arena: Arena, thread: int) -> None:
    mira, tom, page = arena.person(), arena.person(), f"/de/threads/{thread}"
    new = (await mira.get(page)).text
    assert f"{page}/poll?back=" in new
    shown = (await mira.get(f"{page}/poll?back={page}")).text
    key = re.findall(r'name="client_key" value="([0-9a-f]+)"', shown)[0]
    form = {"markdown": "Wo?", "options.0": "Am Kanal", "options.1": "", "options.7": "", "client_key": key}
    form |= {"kind": "several", "hidden": "yes", "until": "2020-01-01T10:00", "back": page}
    faulty = await mira.post(f"{page}/poll", form)
    assert faulty.status_code == 422
    assert "zwei bis acht" in faulty.text.lower()
    assert 'value="Am Kanal"' in faulty.text
    form |= {"options.1": "<i>Im Hof</i>", "until": "", "hidden": ""}
    assert (await mira.post(f"{page}/poll", form)).headers["location"] == f"{page}#post-1"
    drawn = (await tom.get(page)).text
    assert "&lt;i&gt;Im Hof&lt;/i&gt;" in drawn
    action = re.findall(r'action="(/de/posts/\d+/vote)"', drawn)[0]
    voted = await tom.post(action, {"choices[]": ["0", "1"], "back": page})
    assert voted.headers["location"] == f"{page}?no=1#post-1"
    assert "1 Stimme (100 %)" in (await arena.visitor().get(page)).text
    closing = action.replace("vote", "close-poll")
    assert closing not in (await tom.get(page)).text.partition("<template")[0]
    assert closing in (await mira.get(page)).text
    assert (await tom.post(closing, {"back": page})).status_code == 403
    assert (await mira.post(closing, {"back": page})).status_code == 303
    assert (await tom.post(action, {"choices[]": "0"})).status_code == 423
    over = (await tom.get(page)).text.partition("<template")[0]
    assert "beendet" in over
    assert 'name="choices[]"' not in over
    assert (await arena.visitor().get(f"{page}/poll")).headers["location"].startswith("/de/sign-in")


async def test_a_vote_without_a_choice_takes_back_or_asks_for_one(arena: Arena, store: Store, thread: int) -> None:
    mira, tom, page = arena.person(), arena.person(), f"/de/threads/{thread}"
    poll = await _poll(mira, thread, kind="several")
    action, form = f"/de/posts/{poll}/vote", {"back": page}
    for lang, words in (("de", "Bitte wählen Sie zuerst eine Antwort."), ("en", "Please choose an answer first.")):
        nothing = await tom.post(action.replace("/de", f"/{lang}"), form)
        assert nothing.status_code == 422
        told = nothing.text.partition('id="thread"')[0]
        assert words in told
        assert 'href="#post-1"' in told
        assert 'id="post-1"' in nothing.text
    assert (await tom.post(action, form | {"choices[]": ["0", "2"]})).status_code == 303
    back = (await tom.post(action, form)).headers["location"]
    assert back == f"{page}?no=1&done=threads.unvote.done#post-1"
    assert "Ihre Stimme ist zurückgenommen." in (await tom.get(back)).text.partition('id="thread"')[0]
    assert _shown(store, thread, poll)["voters"] == 0

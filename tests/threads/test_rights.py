"""What somebody may no longer see or do ends at every open line: by a hint at once, by the sweep where none came."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, update

from arena.actors.change_password import change_password
from arena.actors.leave import leave
from arena.actors.model import Login, Membership, Person
from arena.actors.session import close_session, hashed
from arena.actors.sign_out import HANDLE, sign_out_everywhere, sign_out_other
from arena.store import Store, Tx, among
from arena.threads import rights
from arena.threads.log import Change, append, next_seq
from arena.threads.model import Post, Thread
from arena.threads.open import open_thread
from arena.threads.rights import Rights
from arena.threads.timeline import heads
from tests.people import Arena, Someone
from tests.talk import Talk
from tests.threads.streaming import streaming


def _new_password(tx: Tx, someone: Someone) -> None:
    """Changed in another browser, whose session stays."""
    tx.db.execute(update(Person).where(Person.actor_id == someone.id).values(password_hash="old"))
    assert someone.voice
    change_password(tx, someone.voice, "http://localhost", "another browser", "old", "new")


ENDS: dict[str, Callable[[Tx, Someone], Any]] = {
    "sign-out": lambda tx, one: close_session(tx, one.token or ""),
    "everywhere": lambda tx, one: sign_out_everywhere(tx, one.voice),  # type: ignore[arg-type]
    "from the list": lambda tx, one: sign_out_other(tx, one.voice, hashed(one.token or "")[:HANDLE]),  # type: ignore[arg-type]
    "password": _new_password,
}


@pytest.mark.parametrize("end", ENDS)
async def test_a_session_that_ends_ends_every_line_and_nothing_comes_after(arena: Arena, thread: int, end: str) -> None:
    someone = arena.person()
    talk = Talk(arena, someone)
    await talk.open()
    await talk.follow(thread)
    async with streaming(someone, thread) as stream, Talk(arena, arena.person()) as other:
        await stream.until(t="sync")
        await arena.app.state.store.write(ENDS[end], someone)
        await other.op("post", thread, text="nachher")
        assert (await stream.until(t="bye"))["code"] == 4001
        async with asyncio.timeout(4):
            await talk.ws.wait_closed()
    assert talk.ws.close_code == 4001
    assert not any("nachher" in json.dumps(frame) for frame in talk.frames)
    assert not stream.items
    await talk.close()


async def test_a_mandate_that_ended_is_gone_from_the_next_act_on_and_open_lines_come_back_without_it(
    arena: Arena, thread: int
) -> None:
    member, organisation = arena.member("business", steward=False)
    talk = Talk(arena, member)
    await talk.open()
    assert (await talk.op("post", thread, text="Wir", **{"as": organisation}))["t"] == "ok"
    other, _ = arena.member("business")
    arena.store.write_now(_steward, organisation, other.id)
    await arena.app.state.store.write(leave, member.voice, organisation)
    await talk.until(t="bye", code=4200, why="rights")
    await talk.close()
    await talk.open()
    answer = await talk.op("post", thread, text="Wir noch einmal", **{"as": organisation})
    assert answer["code"] == "forbidden"
    posted = await member.http.post(
        f"/threads/{thread}/ops", json={"do": "post", "text": "x", "as": organisation, "ck": "mandate-ended"}
    )
    assert (posted.status_code, posted.json()["code"]) == (403, "forbidden")
    assert (await talk.op("post", thread, text="Nur ich"))["t"] == "ok"
    await talk.close()


def _steward(tx: Tx, organisation: int, person: int) -> None:
    row = {"mandate": "Leitung", "steward": True, "state": "active", "since": tx.now}
    tx.db.execute(Membership.__table__.insert().values(organisation_id=organisation, person_id=person, **row))


def _restrict(tx: Tx, thread: int, *, hint: bool) -> None:
    tx.db.execute(update(Thread).where(Thread.id == thread).values(audience="draft", acl_rev=Thread.acl_rev + 1))
    if hint:
        tx.hint("audience", thread)


@pytest.mark.parametrize("hint", [True, False], ids=["hint", "sweep"])
async def test_a_thread_that_is_not_public_any_more_leaves_every_view(arena: Arena, thread: int, hint: bool) -> None:
    store, hub, someone = arena.app.state.store, arena.app.state.live.hub, arena.person()
    async with Talk(arena, someone) as talk, Talk(arena, arena.visitor()) as late, streaming(someone, thread) as stream:
        await talk.follow(thread)
        said = await talk.op("post", thread, text="vorher")
        await stream.until(t="ev")
        await store.write(lambda tx: _restrict(tx, thread, hint=hint))
        if not hint:
            await Rights(store, hub).sweep(hub)
        await talk.until(t="revoked", th=thread, why="audience")
        assert (await stream.until(t="bye"))["code"] == 4003
        for op in ({"do": "post", "text": "nachher"}, {"do": "react", "post": said["post"], "kind": "help"}):
            assert (await talk.op(thread=thread, **op))["code"] == "gone"  # type: ignore[arg-type]
        await late.send(t="sub", th=thread, after=0)
        await late.until(t="revoked", th=thread)
        assert not any("vorher" in json.dumps(frame) for frame in late.frames)
        assert thread not in hub.feeds
    for address in (f"/threads/{thread}/events", f"/threads/{thread}/stream", f"/de/threads/{thread}"):
        answer = await arena.visitor().get(address)
        assert (answer.status_code, "vorher" in answer.text) == (404, False)


def _hide(tx: Tx, thread: int, post: int) -> None:
    """What moderation will do."""
    seq = next_seq(tx, thread)
    tx.db.execute(update(Post).where(Post.id == post).values(state="hidden", rev=2, seq=seq))
    append(tx, None, thread, seq, Change("hide", post, 2))


@pytest.mark.parametrize("how", ["hidden", "retracted"])
async def test_what_was_hidden_is_in_no_later_frame_and_no_catch_up(arena: Arena, thread: int, how: str) -> None:
    store, hub = arena.app.state.store, arena.app.state.live.hub
    here, behind, late = (Talk(arena, arena.visitor()) for _ in range(3))
    async with Talk(arena, arena.person()) as talk, streaming(arena.visitor(), thread) as stream:
        await stream.until(t="sync")
        others = set(hub.seats)
        for reader in (behind, here):
            await reader.open()
            await reader.follow(thread)
            await reader.until(t="sync")
            if reader is behind:
                (seat,) = hub.seats - others
                hub.feeds[thread].fall_behind(seat.places[thread], 0)
        said = await talk.op("post", thread, text="Das Geheimnis")
        await here.reached(thread, 1)
        if how == "hidden":
            await store.write(_hide, thread, said["post"])
        else:
            await talk.op("delete", thread, post=said["post"])
        await talk.op("post", thread, text="Danach")
        await here.reached(thread, 3)
        seat.wire.drained()  # there is room again
        await behind.reached(thread, 3)
        await stream.reached(3)
        await late.open()
        for after in range(4):
            await late.send(t="sub", th=thread, after=after)
            await late.until(t="sync", th=thread, to=after)
            await asyncio.sleep(0.05)
        polled = await arena.visitor().get(f"/threads/{thread}/events?after=0")
        page = await arena.visitor().get(f"/de/threads/{thread}")
        ring = b"".join(event.payload for event in hub.feeds[thread].ring).decode()
        for told in (json.dumps(late.frames), json.dumps(behind.frames), polled.text, page.text, ring):
            assert "Geheimnis" not in told
        assert json.dumps(here.frames).count("Geheimnis") == 1, "again after it was hidden"
        for view in (here.items, behind.items, stream.items):
            tombstone = view[said["post"]]
            assert (tombstone["state"], "html" in tombstone) == ("hidden" if how == "hidden" else "deleted", False)
    for reader in (here, behind, late):
        await reader.close()


async def test_a_session_that_ended_without_a_word_is_found_by_the_sweep(arena: Arena, thread: int) -> None:
    hub, someone = arena.app.state.live.hub, arena.person()
    talk = Talk(arena, someone)
    await talk.open()
    mine = delete(Login).where(Login.token_hash == hashed(someone.token or ""))
    arena.store.write_now(lambda tx: tx.db.execute(mine))
    await Rights(arena.app.state.store, hub).sweep(hub)
    await talk.until(t="bye", code=4001)
    await talk.close()


MANY = 70_000  # more than a statement takes on either database


def test_the_sweep_asks_for_more_threads_than_a_statement_takes(store: Store, thread: int) -> None:
    assert store.read_now(rights._public, {thread, *range(2**40, 2**40 + MANY)}) == {thread}


def test_whoever_is_asked_for_in_several_statements_is_found_in_each(
    arena: Arena, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(among, "AT_ONCE", 2)
    members, threads = [arena.member("business") for _ in range(5)], [store.write_now(open_thread) for _ in range(5)]
    logins, people = {hashed(one.token or "") for one, _ in members}, {one.id for one, _ in members}
    assert store.read_now(rights._alive, logins | {"nobody"}) == logins
    assert store.read_now(rights._voices, people) == {one.id: {organisation} for one, organisation in members}
    assert store.read_now(heads, threads) == dict.fromkeys(threads, 0)

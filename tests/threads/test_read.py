"""How far somebody has read: one rule, whichever way the mark comes."""

from typing import Any

import pytest
from sqlalchemy import select, update

from arena.store import Store
from arena.threads.model import Thread, ThreadRead
from tests.people import Arena, Someone
from tests.talk import Talk
from tests.threads.asking import say

NOWHERE = 2**40
WAYS = ["socket", "op", "form"]


async def _mark(arena: Arena, someone: Someone, way: str, thread: int, no: int) -> Any:
    """Say that everything up to `no` was read; what came back, as the code programs know it."""
    if way == "form":
        answer = await someone.post(f"/de/threads/{thread}/read", {"no": str(no)})
        return {303: None, 404: "gone"}[answer.status_code]
    if way == "op":
        answer = await someone.http.post(f"/threads/{thread}/ops", json={"t": "read", "no": no})
        return answer.json()["code"] if answer.content else None
    async with Talk(arena, someone) as talk:
        await talk.send(t="read", th=thread, no=no)
        await talk.send(t="sub", th=NOWHERE)  # what comes before the answer to this was said of the mark
        await talk.until(t="revoked", th=NOWHERE)
        told = [frame for frame in talk.frames if frame["t"] == "err" and frame["th"] == thread]
        return told[0]["code"] if told else None


def _read_to(store: Store, someone: Someone, thread: int) -> int | None:
    read = select(ThreadRead.no).where(ThreadRead.thread_id == thread, ThreadRead.person_id == someone.id)
    return store.read_now(lambda db: db.execute(read).scalar())


@pytest.mark.parametrize("way", WAYS)
async def test_a_mark_only_grows_and_never_beyond_the_newest(arena: Arena, store: Store, thread: int, way: str) -> None:
    someone, other = arena.person(), arena.person()
    for _ in range(3):
        await say(other, thread, "eins mehr")
    for no, stored in ((2, 2), (1, 2), (9, 3)):
        assert await _mark(arena, someone, way, thread, no) is None
        assert _read_to(store, someone, thread) == stored


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_not_public_cannot_be_read(arena: Arena, store: Store, thread: int, way: str) -> None:
    someone = arena.person()
    await say(someone, thread, "vorher")
    closed = update(Thread).where(Thread.id == thread).values(audience="draft")
    store.write_now(lambda tx: tx.db.execute(closed))
    assert await _mark(arena, someone, way, thread, 1) == "gone"
    assert _read_to(store, someone, thread) is None


@pytest.mark.parametrize("way", WAYS)
async def test_neither_can_what_is_not_there(arena: Arena, way: str) -> None:
    assert await _mark(arena, arena.person(), way, NOWHERE, 1) == "gone"

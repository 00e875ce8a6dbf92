"""Needs: written with the text, closed and opened again by those who carry the idea."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from arena.errors import Refusal
from arena.ideas.count import expire_needs
from arena.ideas.needs import close_need, need_texts, reopen_need, write_needs
from arena.ideas.team_model import Commitment
from arena.ideas.text import NeedText
from arena.store import Store, Tx
from tests.days import today
from tests.hosting import hosting
from tests.ideas.sown import commitments_in, counters, needs_in, pass_by, sow
from tests.people import Arena

HOURS = NeedText("time", "Zwei Nachmittage im Monat", 20, "Stunden")
ROOM = NeedText("space", "Ein trockener Stellplatz")


def _answer(tx: Tx, idea_id: int, need_id: int) -> None:
    """Let the carriers' own commitment answer a need."""
    number = commitments_in(tx.db, idea_id)[0].id
    tx.db.execute(update(Commitment).where(Commitment.id == number).values(need_id=need_id, amount=5))


async def test_needs_are_counted_as_they_are_written(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea = await store.write(sow, author.voice, HOURS, ROOM)
    assert [(need.what, need.open) for need in await store.read(needs_in, idea)] == [
        (HOURS.what, True),
        (ROOM.what, True),
    ]
    assert await store.read(counters, idea) == (1, 2)


async def test_a_revision_keeps_the_need_it_names_by_number(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea = await store.write(sow, author.voice, HOURS, ROOM)
    hours, room = await store.read(need_texts, idea)
    renamed = NeedText("space", "Eine Garage", id=room.id)
    await store.write(write_needs, idea, [renamed, NeedText(hours.kind, hours.what, 30, hours.unit)])
    stored = {need.id: (need.what, need.amount) for need in await store.read(needs_in, idea)}
    assert stored == {hours.id: (HOURS.what, 30), room.id: ("Eine Garage", None)}


async def test_a_need_nobody_answered_goes_and_an_answered_one_is_closed(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea = await store.write(sow, author.voice, HOURS, ROOM)
    hours, _ = await store.read(need_texts, idea)
    await store.write(_answer, idea, hours.id)
    await store.write(write_needs, idea, [])
    (left,) = await store.read(needs_in, idea)
    assert (left.id, left.open, left.met) == (hours.id, False, 5)
    assert left.closed_at is not None
    assert await store.read(counters, idea) == (1, 0)
    await store.write(write_needs, idea, [HOURS])
    (again,) = await store.read(needs_in, idea)
    assert (again.id, again.open, again.met) == (hours.id, True, 5)


async def test_a_need_of_another_idea_is_never_taken_over(arena: Arena, store: Store) -> None:
    author = arena.person()
    first, second = [await store.write(sow, author.voice, ROOM) for _ in range(2)]
    (theirs,) = await store.read(need_texts, first)
    await store.write(write_needs, second, [NeedText("space", "Ein Keller", id=theirs.id)])
    assert (await store.read(needs_in, first))[0].what == ROOM.what
    assert (await store.read(needs_in, second))[0].what == "Ein Keller"


async def test_a_need_whose_last_day_has_passed_is_no_longer_open(arena: Arena, store: Store) -> None:
    author = arena.person()
    until = today() + timedelta(days=3)
    idea = await store.write(sow, author.voice, ROOM, NeedText("data", "Fahrzeiten", until=until))
    assert await store.read(counters, idea) == (1, 2)
    await store.write(pass_by, (await store.read(needs_in, idea))[1].id, 2)
    assert await store.write(expire_needs) == 1
    assert await store.read(counters, idea) == (1, 1)
    assert await store.write(expire_needs) == 0


async def test_days_that_passed_while_the_arena_was_closed_are_noticed_when_it_opens(
    fresh_database: str, tmp_path: Path
) -> None:
    store = Store(fresh_database)
    async with hosting(fresh_database, store, tmp_path) as arena:
        idea = await store.write(sow, arena.person().voice, ROOM)
    await store.write(pass_by, (await store.read(needs_in, idea))[0].id, 2)
    async with hosting(fresh_database, store, tmp_path), asyncio.timeout(20):
        while await store.read(counters, idea) != (1, 0):
            await asyncio.sleep(0.02)
    store.close()


async def test_carriers_close_a_need_and_open_it_again(arena: Arena, store: Store) -> None:
    author, stranger = arena.person(), arena.person()
    assert author.voice
    assert stranger.voice
    idea = await store.write(sow, author.voice, ROOM)
    (need,) = await store.read(needs_in, idea)
    with pytest.raises(Refusal, match="not_yours"):
        await store.write(close_need, stranger.voice, need.id)
    assert await store.write(close_need, author.voice, need.id, "Wir haben einen.") == idea
    assert await store.read(counters, idea) == (1, 0)
    with pytest.raises(Refusal, match="need_closed"):
        await store.write(close_need, author.voice, need.id)
    assert await store.write(reopen_need, author.voice, need.id) == idea
    assert await store.read(counters, idea) == (1, 1)
    with pytest.raises(Refusal, match="missing"):
        await store.write(close_need, author.voice, 10**9)

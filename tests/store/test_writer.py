"""The writer: nothing is lost, nothing half done, and acts that wait together share a commit."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, insert, select, text, update

from arena.actors.model import Actor
from arena.errors import Refusal
from arena.store import Store, Tx
from arena.store.gather import TURNS, Gather
from arena.store.job import Job
from arena.store.writer import GROUP
from arena.threads.model import Thread


def _thread(tx: Tx) -> int:
    return int(tx.db.execute(insert(Thread).values().returning(Thread.id)).scalar_one())


def _read_modify_write(tx: Tx, thread: int) -> None:
    seen = tx.db.execute(select(Thread.seq).where(Thread.id == thread)).scalar_one()
    tx.db.execute(update(Thread).where(Thread.id == thread).values(seq=seen + 1))


def _name(tx: Tx, name: str) -> int:
    row = {"kind": "person", "name": name, "sector": "resident", "created_at": tx.now}
    return int(tx.db.execute(insert(Actor).values(row).returning(Actor.id)).scalar_one())


async def test_no_update_is_lost_when_many_write_at_once(store: Store) -> None:
    thread = await store.write(_thread)
    await asyncio.gather(*(store.write(_read_modify_write, thread) for _ in range(400)))
    assert await store.read(lambda db: db.execute(select(Thread.seq).where(Thread.id == thread)).scalar_one()) == 400


async def test_a_refused_act_is_undone_alone(store: Store) -> None:
    def refused(tx: Tx) -> None:
        _name(tx, "half done")
        raise Refusal(409, "errors.busy")

    acts = [store.write(_name, f"kept {n}") for n in range(10)] + [store.write(refused)]
    results = await asyncio.gather(*acts, return_exceptions=True)
    assert isinstance(results[-1], Refusal)
    names = await store.read(lambda db: set(db.execute(select(Actor.name)).scalars()))
    assert {f"kept {n}" for n in range(10)} <= names
    assert "half done" not in names


async def test_hints_come_after_the_commit_and_not_from_refused_acts(store: Store) -> None:
    seen: list[tuple[frozenset[object], bool]] = []

    def listener(hints: frozenset[object], _: object) -> None:
        stored = store.read_now(lambda db: db.execute(select(Actor.id).where(Actor.name == "hinted")).first())
        seen.append((hints, stored is not None))

    def hinting(tx: Tx, name: str, ok: bool) -> None:
        _name(tx, name)
        tx.hint("named", name)
        if not ok:
            raise Refusal(409, "errors.busy")

    store.listen(listener)
    await asyncio.gather(
        store.write(hinting, "hinted", True), store.write(hinting, "refused", False), return_exceptions=True
    )
    assert (frozenset({("named", "hinted")}), True) in seen
    assert not any(("named", "refused") in hints for hints, _ in seen)
    store._listeners.remove(listener)


def test_readers_cannot_write(store: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)read-?only"):
        store.read_now(lambda db: db.execute(text("DELETE FROM outbox")))


def test_text_is_clean_whichever_way_it_came(store: Store) -> None:
    number = store.write_now(_name, "  A\u0308rger\x9b\u202e\ud800 ")
    assert store.read_now(lambda db: db.execute(select(Actor.name).where(Actor.id == number)).scalar_one()) == "Ärger"


def test_moments_are_aware(store: Store) -> None:
    number = store.write_now(_name, "when")
    when = store.read_now(lambda db: db.execute(select(Actor.created_at).where(Actor.id == number)).scalar_one())
    assert abs((datetime.now(UTC) - when).total_seconds()) < 600
    with pytest.raises(Exception, match="zone"):
        store.write_now(lambda tx: tx.db.execute(update(Actor).values(created_at=datetime(2026, 1, 1))))


def test_sqlite_keeps_what_it_acknowledged_through_a_power_cut(store: Store) -> None:
    if store.dialect != "sqlite":
        return
    values = {
        name: store.write_now(lambda tx, name=name: tx.db.exec_driver_sql(f"PRAGMA {name}").scalar())  # type: ignore[misc]
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    assert values == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


async def test_a_listener_that_fails_keeps_nobody_waiting(store: Store) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    def hinting(tx: Tx) -> str:
        tx.hint("named", "somebody")
        return "stored"

    store.listen(broken)
    try:
        assert [await store.write(hinting), await store.write(hinting)] == ["stored", "stored"]
    finally:
        store._listeners.remove(broken)


async def test_acts_that_come_in_the_same_turns_share_a_commit(store: Store) -> None:
    commits: list[object] = []
    note = commits.append
    event.listen(store.writing, "commit", note)

    async def later(name: str, turns: int) -> int:
        for _ in range(turns):
            await asyncio.sleep(0)
        return await store.write(_name, name)

    try:
        await asyncio.gather(*(later(f"together {n}", n % 3) for n in range(300)))
    finally:
        event.remove(store.writing, "commit", note)
    assert len(commits) == -(-300 // GROUP)


async def test_an_endless_stream_of_acts_holds_up_nobody(store: Store) -> None:
    loop, groups = asyncio.get_running_loop(), list[int]()
    gather = Gather(lambda jobs: groups.append(len(jobs)))
    for _ in range(10 * TURNS):
        gather.add(Job(lambda tx: None, None, None), loop)
        await asyncio.sleep(0)
    assert max(groups) <= TURNS
    assert sum(groups) >= 9 * TURNS


async def test_what_was_handed_over_is_stored_even_if_the_store_closes_at_once(fresh_database: str) -> None:
    store = Store(fresh_database)
    handed = asyncio.ensure_future(store.hand_over(lambda tx: _name(tx, "the last")))
    store.close()
    again = Store(fresh_database)
    assert again.read_now(lambda db: db.execute(select(Actor.name)).scalars().all()) == ["the last"]
    again.close()
    assert await handed

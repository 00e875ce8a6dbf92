"""Contributions that wait together are stored together, and each is answered for itself."""

import asyncio
import re
from typing import Any

from sqlalchemy import String, cast, event, func, insert, literal, select, text, update

from arena.actors.session import who_all
from arena.errors import Refusal
from arena.live.feed import Event
from arena.store import Alike, Store, Tx
from arena.threads.contribute import prepare
from arena.threads.log import Stored
from arena.threads.model import Post, Thread, ThreadEvent
from arena.threads.open import open_thread
from arena.threads.speak import Speech, speaking
from arena.threads.timeline import read_events
from tests.crowded import crowded_thread
from tests.people import Arena, Someone
from tests.threads.test_windows import plan

speak_all = speaking(who_all)


def _speech(someone: Someone, thread: int, text: str, key: str, **more: Any) -> Speech:
    said = prepare(text, more.get("reply_to"), more.get("quote", ""))
    return Speech(someone.token or "", more.get("speak_as"), thread, said, key)


async def _together(store: Store, *speeches: Speech) -> list[Any]:
    """Hand them over while the writer is busy, so that they wait together."""
    busy = store.write(lambda tx: tx.db.execute(select(func.count()).select_from(Thread)).scalar_one())
    waiting = [store.hand_over(Alike(speak_all, one)) for one in speeches]
    await busy
    return await asyncio.gather(*waiting, return_exceptions=True)


async def test_each_gets_its_own_number_and_answer(arena: Arena, store: Store) -> None:
    people, thread = [arena.person() for _ in range(5)], store.write_now(open_thread)
    results = await _together(
        store, *(_speech(one, thread, f"Nr. {n}", f"together-{thread}-{n}") for n, one in enumerate(people))
    )
    assert [stored.seq for stored in results] == [stored.no for stored in results] == [1, 2, 3, 4, 5]
    rows = store.read_now(lambda db: db.execute(select(Post.id, Post.person_id).where(Post.thread_id == thread)).all())
    assert {(stored.post_id, one.id) for stored, one in zip(results, people, strict=True)} == {
        tuple(row) for row in rows
    }


async def test_what_contributions_ask_is_found_by_an_index(arena: Arena, store: Store) -> None:
    people, thread = [arena.person() for _ in range(20)], store.write_now(crowded_thread, arena.person().id, 5_000)
    store.write_now(_log_of, thread)
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if not statement.startswith("INSERT"):  # SQLite's plans of these name readings for open keys, of which are none
            asked.append((statement, parameters))

    event.listen(store.writing, "before_cursor_execute", note)
    try:
        await _together(
            store, *(_speech(one, thread, f"Nr. {n}", f"index-{thread}-{n}") for n, one in enumerate(people))
        )
    finally:
        event.remove(store.writing, "before_cursor_execute", note)
    assert any(re.search(r"client_key (IN|= ANY) \(", statement) for statement, _ in asked)
    with store.reading.connect() as db:
        lines = [line for one in asked for line in plan(db, *one)]
    assert not [line for line in lines if re.search(r"(Seq Scan on|SCAN) (thread_event|post)\b", line)]


def _log_of(tx: Tx, thread: int) -> None:
    """The log that a crowded thread would have."""
    at = {"thread_id": Post.thread_id, "seq": Post.seq, "kind": literal("post"), "post_id": Post.id, "rev": Post.rev}
    by = {"person_id": Post.person_id, "at": Post.at, "client_key": literal("crowd-") + cast(Post.id, String)}
    entries = select(*at.values(), *by.values()).where(Post.thread_id == thread)
    tx.db.execute(insert(ThreadEvent).from_select([*at, *by], entries))
    for table in ("thread", "thread_event", "post"):
        tx.db.execute(text(f"ANALYZE {table}"))


async def test_a_refusal_among_them_stops_nobody_else(arena: Arena, store: Store) -> None:
    one, thread, closed = arena.person(), store.write_now(open_thread), store.write_now(open_thread)
    store.write_now(lambda tx: tx.db.execute(update(Thread).where(Thread.id == closed).values(locked=True)))
    stranger = arena.person()
    speeches = [
        _speech(one, thread, "bleibt", f"stays-{thread}"),
        _speech(one, closed, "zu spät", f"late-{thread}"),
        _speech(one, thread, "fremd", f"other-{thread}", speak_as=stranger.id),
        _speech(arena.visitor(), thread, "ohne Anmeldung", f"nobody-{thread}"),
        _speech(one, 999_999_999, "nirgends", f"nowhere-{thread}"),
        _speech(stranger, thread, "bleibt auch", f"stays-too-{thread}"),
    ]
    results = await _together(store, *speeches)
    told = [one.status if isinstance(one, Refusal) else one.no for one in results]
    assert told == [1, 423, 403, 401, 404, 2]


async def test_a_key_that_comes_twice_in_one_go_is_stored_once(arena: Arena, store: Store) -> None:
    one, thread = arena.person(), store.write_now(open_thread)
    twice = [_speech(one, thread, "einmal", f"twice-{thread}")] * 2
    other = _speech(one, thread, "etwas anderes", f"twice-{thread}")
    first, second, third = await _together(store, *twice, other)
    assert (second.dup, second.seq, second.post_id) == (True, first.seq, first.post_id)
    assert isinstance(third, Refusal)
    assert third.key == "threads.refused.key_reused"
    count = select(func.count()).where(ThreadEvent.thread_id == thread)
    assert store.read_now(lambda db: db.execute(count).scalar_one()) == 1


async def test_what_is_handed_to_readers_is_what_the_log_says(arena: Arena, store: Store) -> None:
    one, thread = arena.person("Ada Handgeben"), store.write_now(open_thread)
    member, house = arena.member("business")
    first = (await _together(store, _speech(one, thread, "Wer hat **Platz**?", f"first-{thread}")))[0]
    handed: list[Event] = []

    def keep(_: object, news: dict[Any, list[Event]]) -> None:
        handed.extend(news.get(("thread", thread), []))

    store.listen(keep)
    reply = _speech(
        member, thread, "Wir, @Ada Handgeben.", f"reply-{thread}", reply_to=first.post_id, quote="Platz", speak_as=house
    )
    results = await _together(store, reply, _speech(one, thread, "Danke!", f"thanks-{thread}"))
    store._listeners.remove(keep)
    assert all(isinstance(stored, Stored) for stored in results)
    assert handed == store.read_now(read_events, thread, 1, 10)


async def test_a_fault_in_the_middle_leaves_nothing_half_done(arena: Arena, store: Store) -> None:
    one, thread = arena.person(), store.write_now(open_thread)

    def broken(tx: Tx) -> None:
        tx.db.execute(update(Thread).where(Thread.id == thread).values(seq=Thread.seq + 100))
        raise ZeroDivisionError

    busy = store.write(lambda tx: None)
    waiting = [
        store.hand_over(Alike(speak_all, _speech(one, thread, "davor", f"before-{thread}"))),
        store.hand_over(broken),
        store.hand_over(Alike(speak_all, _speech(one, thread, "danach", f"after-{thread}"))),
    ]
    await busy
    before, fault, after = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(fault, ZeroDivisionError)
    assert isinstance(before, Stored)
    assert isinstance(after, Stored)
    assert (before.seq, after.seq) == (1, 2)

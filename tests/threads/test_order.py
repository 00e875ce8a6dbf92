"""Commits of several processes cannot overtake each other: a number is visible only when all before it are."""

import threading
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Connection, text

from arena.store import Store, Tx
from arena.threads.contribute import contribute, prepare
from arena.threads.log import Stored
from arena.threads.timeline import heads, read_events
from tests.people import Arena
from tests.talk import Talk
from tests.threads.conftest import fetched

PATIENCE_S = 20


async def test_who_took_the_lower_number_is_seen_first_however_long_the_commit_takes(
    arena: Arena, store: Store, thread: int
) -> None:
    slow, quick = arena.person().voice, arena.person().voice
    assert slow
    assert quick
    taken, go_on = threading.Event(), threading.Event()

    def hold(tx: Tx) -> Stored:
        stored = contribute(tx, slow, thread, prepare("zuerst"))
        taken.set()
        assert go_on.wait(PATIENCE_S)
        return stored

    here, there = Store(arena.settings.database), Store(arena.settings.database)
    async with Talk(arena, arena.visitor()) as reader:
        await reader.follow(thread)
        with ThreadPoolExecutor(2) as both:
            first = both.submit(here.write_now, hold)
            assert taken.wait(PATIENCE_S)
            second = both.submit(there.write_now, contribute, quick, thread, prepare("danach"))
            _waits(store)
            assert store.read_now(read_events, thread, 0, 10) == [], "the second is seen before the first"
            assert store.read_now(heads, [thread]) == {thread: 0}
            go_on.set()
            assert (first.result(PATIENCE_S).seq, second.result(PATIENCE_S).seq) == (1, 2)
        await reader.reached(thread, 2)
        assert reader.view == fetched(store, thread)
    here.close()
    there.close()


def _waits(store: Store) -> None:
    """PostgreSQL says when somebody waits for the row; on SQLite whoever holds the file holds it alone."""
    if store.dialect != "postgresql":
        return

    def waiting(db: Connection) -> int:
        return int(db.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one())

    pause = threading.Event()
    for _ in range(PATIENCE_S * 50):
        if store.read_now(waiting):
            return
        pause.wait(0.02)
    raise AssertionError("nobody waits: the second did not ask for the number's row")

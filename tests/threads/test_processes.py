"""Several processes on one database: one thread, whichever of them a person is connected to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from arena.migrations.migrate import migrate
from arena.store import Store
from arena.threads.open import open_thread
from tests.conftest import new_postgres
from tests.people import Arena
from tests.serving import Server
from tests.talk import Talk
from tests.threads.conftest import fetched

Two = tuple[Arena, Arena]


@pytest.fixture(scope="module")
async def two(database: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Two]:
    """Two server processes on one database that is theirs alone, with the people in front of each."""
    folder = tmp_path_factory.mktemp("two")
    if database.startswith("sqlite"):
        async with _two_on(f"sqlite:///{folder / 'two.db'}", folder) as arenas:
            yield arenas
        return
    with new_postgres() as url:
        async with _two_on(url, folder) as arenas:
            yield arenas


@asynccontextmanager
async def _two_on(database: str, folder: Path) -> AsyncIterator[Two]:
    store = Store(database)
    store.write_now(migrate)
    async with Server(database, folder) as left, Server(database, folder) as right:
        here, there = left.arena(store), right.arena(store)
        yield here, there
        await here.close()
        await there.close()
    store.close()


async def test_what_one_process_stores_is_read_live_in_the_other(two: Two) -> None:
    here, there = two
    thread = here.store.write_now(open_thread)
    async with Talk(here, here.person()) as mira, Talk(there, there.person()) as tom:
        for talk in (mira, tom):
            await talk.follow(thread)
        said = await mira.op("post", thread, text="von hier")
        await tom.reached(thread, 1)
        await tom.op("post", thread, text="von dort", post=said["post"], quote="hier")
        await mira.op("react", thread, post=said["post"], kind="help")
        for talk in (mira, tom):
            await talk.reached(thread, 3)
            assert talk.view == fetched(here.store, thread)


async def test_the_same_key_at_both_processes_at_once_is_stored_once(two: Two) -> None:
    here, there = two
    thread = here.store.write_now(open_thread)
    someone = here.person()
    async with Talk(here, someone) as left, Talk(there, someone) as right:
        for _ in range(6):
            key = uuid4().hex
            answers = await asyncio.gather(*(talk.op("post", thread, ck=key, text="einmal") for talk in (left, right)))
            assert {answer["t"] for answer in answers} == {"ok"}, answers
            assert len({answer["seq"] for answer in answers}) == 1
            assert [answer.get("dup", False) for answer in answers].count(True) == 1
    assert len(fetched(here.store, thread)) == 6


async def test_many_writers_at_both_processes_leave_no_gap_for_any_reader(two: Two) -> None:
    """Commits of two processes interleave; a number is never seen before the one below it."""
    here, _ = two
    thread = here.store.write_now(open_thread)
    readers = [Talk(arena, arena.visitor()) for arena in two for _ in range(3)]
    writers = [Talk(arena, arena.person()) for arena in two for _ in range(5)]
    for talk in readers + writers:
        await talk.open()
    for talk in readers:
        await talk.follow(thread)
    texts = [[f"{number} sagt {n}" for n in range(6)] for number in range(len(writers))]

    async def speak(talk: Talk, said: list[str]) -> None:
        for words in said:
            assert (await talk.op("post", thread, text=words))["t"] == "ok"

    await asyncio.gather(*(speak(talk, said) for talk, said in zip(writers, texts, strict=True)))
    stored = fetched(here.store, thread)
    assert [item["born"] for item in stored] == list(range(1, 61))
    for talk in readers:
        await talk.reached(thread, 60)
        assert talk.view == stored
    for talk in readers + writers:
        await talk.close()


async def test_signing_out_at_one_process_closes_the_socket_at_the_other(two: Two) -> None:
    here, there = two
    someone = here.person()
    talk = Talk(there, someone)
    await talk.open()
    assert (await someone.post("/de/sign-out")).status_code == 303
    async with asyncio.timeout(20):
        await talk.ws.wait_closed()
    assert talk.ws.close_code == 4001
    await talk.close()


async def test_lost_hints_delay_a_contribution_but_lose_nothing(two: Two) -> None:
    """On SQLite the file itself is the hint, and cannot be lost."""
    here, there = two
    thread = here.store.write_now(open_thread)
    async with Talk(here, here.person()) as mira, Talk(there, there.person()) as tom:
        await tom.follow(thread)
        if here.store.dialect == "postgresql":
            assert _cut_listeners(here.settings.database) == 2
        for n in range(3):
            assert (await mira.op("post", thread, text=f"Hinweis {n} geht verloren"))["seq"] == n + 1
        await tom.reached(thread, 3)
        assert tom.view == fetched(here.store, thread)


def _cut_listeners(database: str) -> int:
    engine = create_engine(database, isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = :name"
        number = len(db.execute(text(ended), {"name": engine.url.database}).all())
    engine.dispose()
    return number

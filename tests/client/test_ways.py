"""The client where no socket comes through: it reads by events or by asking, and says everything by requests."""

import asyncio

import pytest
from sqlalchemy import select, update

from arena.actors.session import close_session
from arena.client import Ended, Refused, new_key
from arena.client.ways import Polling, Way
from arena.store import Store
from arena.threads.model import Thread, ThreadRead
from arena.threads.open import open_thread
from tests.client.test_client import client
from tests.people import Arena
from tests.talk import Talk
from tests.threads.conftest import fetched

WITHOUT: tuple[Way, ...] = ("stream", "polling")


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask more often than a program would."""
    monkeypatch.setattr(Polling, "every_s", 0.05)


@pytest.fixture
def thread(store: Store) -> int:
    """A new public thread."""
    return store.write_now(open_thread)


@pytest.mark.parametrize("way", WITHOUT)
async def test_programs_without_a_socket_talk(arena: Arena, store: Store, thread: int, way: Way) -> None:
    here, there = client(arena, arena.person(), way), client(arena, arena.visitor(), way)
    async with asyncio.timeout(20), here, there:
        await here.follow(thread)
        await there.follow(thread)
        for number in range(3):
            said = await here.post(thread, f"{number}", key=(key := new_key()))
            assert (said.seq, said.dup) == (number + 1, False)
        assert (await here.post(thread, "2", key=key)).dup
        await here.op("react", thread, post=said.post, kind="help")
        for program in (here, there):
            await program.reached(thread, 4)
            assert program.items(thread) == fetched(store, thread)
        with pytest.raises(Refused, match="too_long"):
            await here.post(thread, "x" * 4001)
        with pytest.raises(Refused, match="auth"):
            await there.post(thread, "Wer bin ich?")


@pytest.mark.parametrize("way", WITHOUT)
async def test_what_was_read_and_typing_go_by_requests(arena: Arena, store: Store, thread: int, way: Way) -> None:
    someone = arena.person()
    async with asyncio.timeout(20), Talk(arena, arena.person()) as other, client(arena, someone, way) as here:
        await other.follow(thread)
        for text in ("eins", "zwei"):
            await other.op("post", thread, text=text)
        await here.follow(thread)
        await here.typing(thread)
        await other.until(t="eph", typing=1)
        other.frames.clear()
        await here.post(thread, "drei")
        await other.until(t="eph", typing=0)
        await here.read(thread, 2)
        read = select(ThreadRead.no).where(ThreadRead.thread_id == thread, ThreadRead.person_id == someone.id)
        while store.read_now(lambda db: db.execute(read).scalar()) != 2:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("way", WITHOUT)
async def test_a_reading_that_is_cut_comes_back_and_misses_nothing(
    arena: Arena, store: Store, thread: int, way: Way
) -> None:
    async with asyncio.timeout(20), client(arena, arena.person()) as here, client(arena, arena.visitor(), way) as there:
        await there.follow(thread)
        for number in range(4):
            there.cut()
            said = await here.post(thread, f"{number}")
            await there.reached(thread, said.seq)
        assert there.items(thread) == fetched(store, thread)


@pytest.mark.parametrize("way", WITHOUT)
async def test_it_ends_where_it_must(arena: Arena, store: Store, thread: int, way: Way) -> None:
    someone = arena.person()
    async with asyncio.timeout(20), client(arena, someone, way) as here:
        with pytest.raises(Refused, match="gone"):
            await here.follow(2**40)
        await here.follow(thread)
        await here.post(thread, "eins")
        await here.reached(thread, 1)
        store.write_now(lambda tx: tx.db.execute(update(Thread).where(Thread.id == thread).values(epoch=7)))
        here.cut()
        while here._following.views[thread].epoch != 7:
            await asyncio.sleep(0.01)
        await here.reached(thread, 1)
        assert here.items(thread) == fetched(store, thread)
        store.write_now(lambda tx: tx.db.execute(update(Thread).where(Thread.id == thread).values(audience="nobody")))
        here.cut()
        with pytest.raises(Refused, match="gone"):
            await here.reached(thread, 99)


async def test_signing_out_ends_a_stream_for_good(arena: Arena, thread: int) -> None:
    someone = arena.person()
    async with asyncio.timeout(20), client(arena, someone, "stream") as here:
        await here.follow(thread)
        await arena.app.state.store.write(close_session, someone.token or "")
        with pytest.raises(Ended, match="4001"):
            await here.reached(thread, 1)

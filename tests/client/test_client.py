"""The client for programs: it posts, follows, and goes on by itself after whatever happens to the line."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import update

from arena.actors.session import close_session
from arena.client import Client, Ended, Refused, new_key
from arena.client.back_off import BackOff, is_final
from arena.client.told import Frame
from arena.client.view import View
from arena.client.ways import Way
from arena.store import Store
from arena.threads.model import Thread
from arena.threads.open import open_thread
from tests.people import Arena, Someone
from tests.serving import Server
from tests.threads.conftest import fetched


def client(arena: Arena, someone: Someone, way: Way = "socket") -> Client:
    """Somebody's program."""
    url = f"http://127.0.0.1:{arena.settings.port}"
    return Client(url, session=someone.token, headers={"X-Forwarded-For": someone.address}, way=way)


@pytest.fixture
def thread(store: Store) -> int:
    """A new public thread."""
    return store.write_now(open_thread)


async def test_two_programs_talk(arena: Arena, store: Store, thread: int) -> None:
    async with client(arena, arena.person()) as mira, client(arena, arena.person()) as tom, asyncio.timeout(20):
        await mira.follow(thread)
        await tom.follow(thread)
        said = await mira.post(thread, "Wer hat **Platz**?")
        answer = await tom.post(thread, "Wir.", reply_to=said.post, quote="Platz")
        await mira.op("react", thread, post=answer.post, kind="help")
        for program in (mira, tom):
            await program.reached(thread, 3)
            assert program.position(thread) == 3
            assert program.items(thread) == fetched(store, thread)


async def test_a_cut_line_comes_back_and_misses_nothing(arena: Arena, store: Store, thread: int) -> None:
    async with client(arena, arena.person()) as here, client(arena, arena.visitor()) as there, asyncio.timeout(20):
        await there.follow(thread)
        for number in range(4):
            there.cut()
            said = await here.post(thread, f"{number}")
            here.cut()
            await here.online()
            await there.reached(thread, said.seq)
        assert there.items(thread) == fetched(store, thread)


async def test_an_op_sent_again_after_every_cut_is_stored_once(arena: Arena, store: Store, thread: int) -> None:
    async with client(arena, arena.person()) as here, asyncio.timeout(20):
        for number in range(3):
            posting = asyncio.create_task(here.post(thread, f"{number}", key=(key := new_key())))
            await asyncio.sleep(0.002 * number)
            here.cut()
            assert (await posting).seq == number + 1
            assert (await here.post(thread, f"{number}", key=key)).dup
    assert [item["html"] for item in fetched(store, thread)] == [f"<p>{number}</p>\n" for number in range(3)]


async def test_kill_9_and_a_new_start_are_only_a_pause(fresh_database: str, tmp_path: Path) -> None:
    store = Store(fresh_database)
    thread = store.write_now(open_thread)
    server = Server(fresh_database, tmp_path)
    arena = server.arena(store)
    try:
        await server.start()
        async with client(arena, arena.person()) as here, client(arena, arena.visitor()) as there, asyncio.timeout(40):
            await there.follow(thread)
            await here.post(thread, "vorher")
            server.kill()
            posting = asyncio.create_task(here.post(thread, "während"))
            await server.start()
            assert (await posting).seq == 2
            await there.reached(thread, 2)
            assert there.items(thread) == fetched(store, thread)
    finally:
        server.kill()
        await arena.close()
        store.close()


async def test_events_begin_with_what_is_here_and_go_on(arena: Arena, thread: int) -> None:
    async with client(arena, arena.person()) as here, asyncio.timeout(20):
        await here.post(thread, "eins")
        await here.follow(thread)
        await here.reached(thread, 1)
        said = []
        async for change in here.events(thread):
            assert change.item
            said.append(change.item["html"])
            if len(said) == 3:
                break
            await here.post(thread, "weiter")
        assert said == ["<p>eins</p>\n", "<p>weiter</p>\n", "<p>weiter</p>\n"]


async def test_following_at_once_asks_once(arena: Arena, thread: int) -> None:
    async with client(arena, arena.person()) as mira:
        await mira.post(thread, "eins")
    subs: list[Frame] = []
    tom = client(arena, arena.person())
    send = tom.line.send

    async def counted(frame: Frame) -> bool:
        subs.extend([frame] if frame["t"] == "sub" else [])
        return await send(frame)

    tom.line.send = counted  # type: ignore[method-assign]
    async with tom:
        await tom.follow(thread)
        await tom.reached(thread, 1)
    assert len(subs) == 1, "the second answer would begin from the start again"


async def test_a_final_no_is_told_with_its_code(arena: Arena, thread: int) -> None:
    async with client(arena, arena.person()) as here, asyncio.timeout(20):
        await here.post(thread, "eins", key="einmal-und-nie-wieder")
        for asked, code in (
            (here.post(thread, "zwei", key="einmal-und-nie-wieder"), "key_reused"),
            (here.post(thread, "x" * 4001), "too_long"),
            (here.op("edit", thread, post=2**50, rev=1, text="x"), "gone"),
            (here.follow(2**50), "gone"),
        ):
            with pytest.raises(Refused) as refused:
                await asked
            assert refused.value.code == code
            assert refused.value.msg


async def test_who_is_signed_out_is_not_let_in_again(arena: Arena, thread: int) -> None:
    someone = arena.person()
    async with client(arena, someone) as here, asyncio.timeout(20):
        await here.follow(thread)
        await arena.app.state.store.write(close_session, someone.token or "")
        with pytest.raises(Ended):
            await here.reached(thread, 1)
        with pytest.raises(Ended) as ended:
            await here.post(thread, "bin ich noch da?")
        assert ended.value.code == 4001


async def test_a_stranger_to_the_page_is_refused_for_good(arena: Arena) -> None:
    url = f"http://127.0.0.1:{arena.settings.port}"
    async with asyncio.timeout(20):
        for refused, code in (({"headers": {"Origin": "http://evil.example"}}, 403), ({"csrf": "guessed"}, 4001)):
            with pytest.raises(Ended) as ended:
                async with Client(url, session=arena.person().token, **refused):  # type: ignore[arg-type]
                    pass
            assert ended.value.code == code


async def test_history_that_was_rewritten_is_fetched_anew(arena: Arena, store: Store, thread: int) -> None:
    async with client(arena, arena.person()) as here, client(arena, arena.visitor()) as there, asyncio.timeout(20):
        await there.follow(thread)
        await here.post(thread, "eins")
        await there.reached(thread, 1)
        store.write_now(lambda tx: tx.db.execute(update(Thread).where(Thread.id == thread).values(epoch=2)))
        there.cut()
        await here.post(thread, "zwei")
        await there.reached(thread, 2)
        assert there.items(thread) == fetched(store, thread)


async def test_a_storm_of_ops_waits_for_the_servers_patience(arena: Arena, store: Store, thread: int) -> None:
    """More reactions at once than the server takes frames: paced, not cut off."""
    async with client(arena, arena.person()) as here, asyncio.timeout(30):
        said = await here.post(thread, "eins")
        ops = (here.op("react", thread, post=said.post, kind="help", on=bool(n % 2)) for n in range(45))
        assert len(await asyncio.gather(*ops)) == 45
        assert here.welcome["conn"]


@pytest.mark.parametrize(
    "leave",
    [lambda here, waiting: here.close(), lambda here, waiting: asyncio.sleep(0, waiting.cancel())],
    ids=["close", "cancel"],
)
async def test_leaving_ends_every_wait(
    arena: Arena, thread: int, leave: Callable[[Client, "asyncio.Task[None]"], Awaitable[None]]
) -> None:
    before = asyncio.all_tasks()
    async with client(arena, arena.person()) as here, asyncio.timeout(10):
        await here.follow(thread)
        waiting = asyncio.create_task(here.reached(thread, 99))
        await asyncio.sleep(0)
        await leave(here, waiting)
        with pytest.raises((Ended, asyncio.CancelledError)):
            await waiting
    await asyncio.sleep(0)
    mine = {task for task in asyncio.all_tasks() - before if "arena/client" in str(task.get_coro())}
    assert not mine


def ev(seq: int) -> Frame:
    """An event as it travels."""
    return {"t": "ev", "th": 1, "seq": seq, "k": "post", "o": {"id": seq, "born": seq, "rev": 1}}


async def test_a_gap_is_held_and_asked_for_once() -> None:
    view = View(1, 0, 0)
    assert [view.take(ev(seq)) for seq in (1, 4, 1)] == [False, True, False]
    view.asked = True
    assert not view.take(ev(5))
    assert (view.pos, sorted(view.items)) == (1, [1])
    ack = {"t": "sync", "th": 1, "from": 1, "to": 1, "items": [], "more": True, "epoch": 1}
    assert [view.take(frame) for frame in (ack, ev(2), ev(3))] == [False] * 3
    assert (view.pos, sorted(view.items)) == (5, [1, 2, 3, 4, 5])
    assert not view.held


def test_waits_are_spread_and_bounded_and_grow_only_where_they_should() -> None:
    back_off = BackOff()
    for tries in range(12):
        assert 0.05 <= back_off.wait(1006, stood_s=None) <= max(0.05, min(30, 0.5 * 2**tries))
    assert back_off.tries == 12
    back_off.wait(4108, stood_s=1)
    assert back_off.tries == 13
    assert back_off.wait(1012, stood_s=1, asked_s=2) <= 2.5
    assert [code for code in (1012, 4001, 4009, 4100, 4200, 403, 429, 503) if is_final(code)] == [4001, 4009, 403]


def test_keys_made_later_sort_later_and_are_uuids_of_version_7() -> None:
    keys = [new_key() for _ in range(50)]
    assert len(set(keys)) == 50
    assert {key[14] for key in keys} == {"7"}
    assert keys[0][:8] <= keys[-1][:8]

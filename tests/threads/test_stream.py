"""Reading without a socket: the same frames as server-sent events, resumed by their numbers, with the same ends."""

import asyncio
import socket

import pytest
from sqlalchemy import select, update

from arena.actors.session import close_session
from arena.live import caps, feed
from arena.store import Store
from arena.threads.model import Thread, ThreadRead
from tests.people import Arena
from tests.talk import Talk
from tests.threads.conftest import fetched
from tests.threads.streaming import streaming


async def test_a_reader_without_a_socket_sees_what_is_said_at_once(arena: Arena, store: Store, thread: int) -> None:
    async with streaming(arena.visitor(), thread) as stream, Talk(arena, arena.person()) as talk:
        assert stream.answer.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in stream.answer.headers
        assert (await stream.until(t="welcome"))["actor"] is None
        said = await talk.op("post", thread, text="Ohne **Steckdose**")
        await talk.op("react", thread, post=said["post"], kind="help")
        await stream.reached(2)
        assert list(stream.items.values()) == fetched(store, thread)


async def test_it_goes_on_after_the_last_event_it_got(arena: Arena, store: Store, thread: int) -> None:
    visitor = arena.visitor()
    async with Talk(arena, arena.person()) as talk:
        async with streaming(visitor, thread) as stream:
            await talk.op("post", thread, text="eins")
            await stream.reached(1)
        await talk.op("post", thread, text="zwei")
        async with streaming(visitor, thread, headers={"Last-Event-ID": stream.last_id}) as again:
            await again.reached(2)
            assert list(again.items.values()) == fetched(store, thread)[1:]


async def test_a_history_that_was_rewritten_ends_the_stream_with_a_reset(
    arena: Arena, store: Store, thread: int
) -> None:
    store.write_now(lambda tx: tx.db.execute(update(Thread).where(Thread.id == thread).values(epoch=3)))
    for asked, why in (({"epoch": 2}, "epoch"), ({"after": 9}, "too_far")):
        async with streaming(arena.visitor(), thread, params=asked) as stream:
            assert await stream.until(t="reset") == {"t": "reset", "th": thread, "why": why, "head": 0, "epoch": 3}
            with pytest.raises(ConnectionError):
                await stream.until()
        polled = await arena.visitor().get(f"/threads/{thread}/events", params=asked)
        assert (polled.status_code, polled.json()["why"]) == (409, why)


async def test_signing_out_ends_the_stream_at_once(arena: Arena, thread: int) -> None:
    someone = arena.person()
    async with streaming(someone, thread) as stream:
        assert (await stream.until(t="welcome"))["actor"] == someone.id
        await arena.app.state.store.write(close_session, someone.token or "")
        bye = await stream.until(t="bye")
        assert (bye["code"], bye["why"]) == (4001, "signed_out")
        with pytest.raises(ConnectionError):
            await stream.until()


async def test_streams_and_sockets_share_one_cap(arena: Arena, thread: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caps, "PER_PERSON", 2)
    someone = arena.person()
    async with streaming(someone, thread) as stream, Talk(arena, someone):
        await stream.until(t="welcome")
        full = await someone.get(f"/threads/{thread}/stream")
        assert (full.status_code, full.headers["retry-after"]) == (503, "30")
        with pytest.raises(ConnectionError, match="4100"):
            await Talk(arena, someone).open()


async def test_a_thread_that_is_not_there_is_missing(arena: Arena) -> None:
    assert (await arena.visitor().get(f"/threads/{2**40}/stream")).status_code == 404
    assert (await arena.visitor().get("/threads/1/stream?after=x")).status_code == 400
    assert (await arena.visitor().http.head("/threads/1/stream")).status_code in (200, 404)


async def test_a_reader_who_takes_nothing_is_let_go(arena: Arena, thread: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "PATIENCE_S", 0.3)
    hub = arena.app.state.live.hub
    with socket.socket() as stuck:
        stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        stuck.connect(("127.0.0.1", arena.settings.port))
        stuck.sendall(f"GET /threads/{thread}/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        async with asyncio.timeout(40):
            while not (there := [one for one in hub.seats if thread in one.places]):
                await asyncio.sleep(0.01)
            while there[0] in hub.seats:
                async with Talk(arena, arena.person()) as talk:
                    await asyncio.gather(*(talk.op("post", thread, text="&" * 4000) for _ in range(8)))


async def test_polling_tells_what_was_touched_and_when_nothing_was(arena: Arena, store: Store, thread: int) -> None:
    visitor, address = arena.visitor(), f"/threads/{thread}/events"
    async with Talk(arena, arena.person()) as talk:
        await talk.op("post", thread, text="eins")
        first = await visitor.get(f"{address}?after=0&epoch=1")
        told = first.json()
        assert [told[name] for name in ("from", "to", "more", "epoch")] == [0, 1, False, 1]
        assert told["items"] == fetched(store, thread)
        idle = f"{address}?after=1&epoch=1"
        nothing = await visitor.get(idle)
        again = await visitor.get(idle, headers={"If-None-Match": nothing.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        await talk.op("post", thread, text="zwei")
        news = await visitor.get(idle, headers={"If-None-Match": nothing.headers["etag"]})
        assert (news.status_code, news.json()["to"]) == (200, 2)


async def test_what_was_read_and_typing_go_where_ops_go(arena: Arena, store: Store, thread: int) -> None:
    someone, address = arena.person(), f"/threads/{thread}/ops"
    read = select(ThreadRead.no).where(ThreadRead.thread_id == thread, ThreadRead.person_id == someone.id)
    async with Talk(arena, arena.person()) as talk, streaming(someone, thread) as stream:
        await talk.follow(thread)
        for text in ("eins", "zwei"):
            await talk.op("post", thread, text=text)
        told = [await someone.http.post(address, json=frame) for frame in ({"t": "read", "no": 2}, {"t": "typing"})]
        assert [(one.status_code, one.content) for one in told] == [(204, b"")] * 2
        assert store.read_now(lambda db: db.execute(read).scalar()) == 2
        await stream.until(t="eph", typing=1)
        await talk.until(t="eph", typing=1)
        talk.frames.clear()
        ck = {"Idempotency-Key": "stream-typed-1"}
        assert (await someone.http.post(address, json={"do": "post", "text": "drei"}, headers=ck)).status_code == 200
        await talk.until(t="eph", typing=0)


@pytest.mark.parametrize(
    ("frame", "status"),
    [({"t": "read"}, 400), ({"t": "read", "no": "2"}, 400), ({"t": "typing", "no": 1}, 400), ({"t": "hello"}, 400)],
)
async def test_other_frames_are_none_of_that_door(arena: Arena, thread: int, frame: object, status: int) -> None:
    assert (await arena.person().http.post(f"/threads/{thread}/ops", json=frame)).status_code == status


async def test_visitors_and_other_sites_mark_nothing(arena: Arena, thread: int) -> None:
    someone = arena.person()
    for frame in ({"t": "read", "no": 1}, {"t": "typing"}):
        assert (await arena.visitor().http.post(f"/threads/{thread}/ops", json=frame)).status_code == 401
        assert (await someone.http.post(f"/threads/{2**40}/ops", json=frame)).status_code == 404
        far = await someone.http.post(f"/threads/{thread}/ops", json=frame, headers={"Sec-Fetch-Site": "cross-site"})
        assert far.status_code == 403

"""Both ways to the same bytes keep their order: past the loop while nothing waits, through it otherwise."""

import asyncio
import gc
import random
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
import uvloop

from arena.live.direct import DirectWire, _later
from arena.live.feed import Feed
from arena.live.seat import Place, Seat
from arena.live.wire import FULL_BYTES

MANY = 2_000


class Side(asyncio.Protocol):
    """As much of uvicorn's protocol as a wire looks at."""

    close_sent = False
    transport: Any

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.made, self.lost = self.loop.create_future(), self.loop.create_future()
        self.wires: list[DirectWire] = []

    def wire(self) -> DirectWire:
        """A wire over this connection, let go of when it ends."""
        self.wires.append(DirectWire(self))  # type: ignore[arg-type]
        return self.wires[-1]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody has come."""
        self.transport = transport
        self.made.set_result(None)

    def pause_writing(self) -> None:
        """Something waits."""
        for wire in self.wires:
            wire.hold()

    def resume_writing(self) -> None:
        """Nothing waits."""
        for wire in self.wires:
            wire.go_on()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more."""
        for wire in self.wires:
            wire.let_go()
        self.lost.set_result(None)


@asynccontextmanager
async def line() -> AsyncIterator[tuple[Side, socket.socket]]:
    """A connection whose other end reads when the test says so."""
    sides: list[Side] = []

    def made() -> Side:
        sides.append(Side())
        return sides[-1]

    loop = asyncio.get_running_loop()
    server = await loop.create_server(made, "127.0.0.1", 0)
    with socket.socket() as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.setblocking(False)
        try:
            await loop.sock_connect(reader, server.sockets[0].getsockname())
            while not sides:
                await asyncio.sleep(0.01)
            await sides[0].made
            sides[0].transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)
            yield sides[0], reader
        finally:
            for side in sides:
                side.transport.abort()
                await side.lost
            server.close()


class Ready:
    """A frame as a feed has it."""

    seq = item = 0

    def __init__(self, frame: bytes) -> None:
        self.payload = self.framed = frame


def _by_feed(wire: DirectWire) -> Callable[[bytes, bytes], bool]:
    """The way of a thread's events: the socket's own `send` as long as nothing waits."""
    feed, place = Feed(1, 0), Place(Seat(wire, person_id=None, login=None, close=None), 0)  # type: ignore[arg-type]

    def way(_: bytes, frame: bytes) -> bool:
        feed.live[place] = wire
        feed._write(0, [Ready(frame)])  # type: ignore[list-item]
        return place in feed.live

    return way


def _passes_nothing(side: Side, wire: DirectWire) -> bool:
    """The shortest way is open exactly while nothing waits in the transport."""
    return (wire.send is _later) == (side.transport.get_write_buffer_size() > 0)


async def _mixed() -> None:
    """Frames by all ways, with a reader who takes now much, now nothing."""
    dice, sent, got = random.Random(3), bytearray(), bytearray()
    loop = asyncio.get_running_loop()
    async with line() as (side, reader):
        wire = side.wire()
        ways: tuple[Callable[..., object], ...] = (wire.write, wire.offer, _by_feed(wire))
        mood = 0.0
        for number in range(MANY):
            frame = b"%d:" % number + bytes([65 + number % 26]) * dice.choice((3, 200, 3_000))
            if dice.choice(ways)(frame, frame) is not False:
                sent += frame
            assert _passes_nothing(side, wire)
            if dice.random() < 0.05:
                side.transport.write(b"|")  # the server's own word, such as a pong
                sent += b"|"
                assert _passes_nothing(side, wire)
            if dice.random() < 0.3:
                await asyncio.sleep(0)
            if number % 40 == 0:
                mood = dice.choice((0.0, 0.1, 0.6))
            while dice.random() < mood:  # at once: the reader is no part of this loop's turn
                with suppress(BlockingIOError):
                    got += reader.recv(dice.choice((100, 5_000, 100_000)))
        while len(got) < len(sent):
            got += await loop.sock_recv(reader, 100_000)
            assert _passes_nothing(side, wire)
    assert len(got) == len(sent)
    assert _frames(got) == _frames(sent)


def _frames(stream: bytes | bytearray) -> list[bytes]:
    """The frames without the server's own words, which may stand before or behind one, but never within."""
    return bytes(stream).replace(b"|", b"").split(b":")


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run])
async def test_frames_arrive_whole_and_in_order_whichever_way_they_took(run: Callable[..., None]) -> None:
    await asyncio.to_thread(run, _mixed())


async def _overtaking() -> None:
    """The kernel takes half of a frame; before the loop has turned the reader makes room, and there is a next frame."""
    got, frames = bytearray(), [bytes([number]) * 20_000 for number in range(20)]
    loop = asyncio.get_running_loop()
    async with line() as (side, reader):
        wire = side.wire()
        wire.write(b"", b"")
        await asyncio.sleep(0.05)
        for number, frame in enumerate(frames):
            wire.offer(frame, frame)
            with suppress(BlockingIOError):
                while number % 4 == 3:
                    got += reader.recv(100_000)
        while len(got) < 20_000 * len(frames):
            got += await loop.sock_recv(reader, 100_000)
    assert got == b"".join(frames)


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run])
async def test_nothing_overtakes_what_the_loop_has_still_to_write(run: Callable[..., None]) -> None:
    await asyncio.to_thread(run, _overtaking())


async def test_who_takes_nothing_is_refused_the_next_frame_and_nothing_more_is_kept() -> None:
    async with line() as (side, _):
        wire, frame = side.wire(), b"x" * 10_000
        offered = 0
        while wire.offer(frame, frame):
            offered += 1
            await asyncio.sleep(0)
            assert offered < 1_000
        assert side.transport.get_write_buffer_size() < FULL_BYTES + len(frame)


async def test_a_connection_that_is_gone_takes_nothing_and_harms_nobody() -> None:
    async with line() as (side, reader):
        wire = side.wire()
        reader.close()
        for _ in range(50):
            assert wire.offer(b"frame", b"frame")
            await asyncio.sleep(0)
        wire.let_go()
        assert wire.offer(b"frame", b"frame")


def test_a_wire_that_is_forgotten_closes_nothing() -> None:
    """A loop that was torn down told nobody; the handle may belong to somebody else by the time the wire goes."""
    ours, theirs = socket.socketpair()

    class Torn:
        """A transport whose loop is gone, but whose socket is not: it stands for whoever got the handle since."""

        def get_extra_info(self, name: str) -> socket.socket | None:
            """The socket."""
            return ours if name == "socket" else None

        def get_write_buffer_size(self) -> int:
            """Nothing waits."""
            return 0

        def set_write_buffer_limits(self, high: int) -> None:
            """Nothing to do."""

    class Protocol:
        transport = Torn()

    wire = DirectWire(Protocol())  # type: ignore[arg-type]
    circle: list[Any] = [wire]
    circle.append(circle)  # found by the collector, as a loop's leftovers are
    del wire, circle
    gc.collect()
    ours.sendall(b"still open")
    assert theirs.recv(100) == b"still open"
    ours.close()
    theirs.close()

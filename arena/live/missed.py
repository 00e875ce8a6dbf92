"""What readers have missed: read once and encoded once for all who come back to the same position."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from arena.live.frames import encode, on_wire

AT_ONCE = 8  # readings of the log in one process; the rest wait
POSITIONS = 64  # of one thread
BATCH = 256

ReadAfter = Callable[[int, int, int], Awaitable[dict[str, Any]]]


class Sync(msgspec.Struct, frozen=True):
    """A `sync` frame, ready to be sent, and the position it leads to."""

    to: int
    payload: bytes
    framed: bytes


class Missed:
    """The readings of one thread since anything last happened in it."""

    def __init__(self, thread: int, read: "Log") -> None:
        self._thread = thread
        self._log = read
        self._known: dict[int, asyncio.Task[Sync]] = {}

    async def after(self, pos: int) -> Sync:
        """What was touched after a position; whoever asks while it is being read waits for the same answer."""
        reading = self._known.get(pos)
        if reading is None:
            if len(self._known) >= POSITIONS:
                self._known = {}
            reading = self._known[pos] = asyncio.create_task(self._log.sync(self._thread, pos))
            reading.add_done_callback(lambda done: self._drop(pos, done))
        return await asyncio.shield(reading)

    def _drop(self, pos: int, done: "asyncio.Task[Sync]") -> None:
        failed = done.cancelled() or done.exception() is not None
        if failed and self._known.get(pos) is done:
            del self._known[pos]


class Log:
    """Reads the log for those the ring no longer covers."""

    def __init__(self, read_after: ReadAfter) -> None:
        self._read_after = read_after
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def sync(self, thread: int, pos: int) -> Sync:
        """Read and encode; raises what reading raises."""
        async with self._slots:
            read = await self._read_after(thread, pos, BATCH)
        payload = encode("sync", th=thread, **{"from": pos}, **read)
        return Sync(read["to"], payload, on_wire(payload))

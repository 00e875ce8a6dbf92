"""Live, running: the hub with its bus and its clock, from start to end of the process."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from threading import Lock

from arena.live.buses import STORED, Hints, bus_of
from arena.live.clock import tick
from arena.live.hub import Hub
from arena.settings import Settings
from arena.store import Call, Hint, News, Store

TICK_S = 1.0
POLL_TICKS = 2
SWEEP_TICKS = 10
LOOK_S = 0.05  # at least so long between two looks at the log, and ten times as long as one took
MOST_HEARD = 10_000
log = logging.getLogger("arena.live")


class Live:
    """Hints of this process's commits and of the others' reach the hub here; a poll finds what they missed."""

    def __init__(self, store: Store, hub: Hub, settings: Settings, sweep: Callable[[Hub], Awaitable[None]]) -> None:
        self.hub = hub
        self._sweep = sweep
        self._loop = asyncio.get_running_loop()
        self._heard: set[Hint] = set()
        self._lock = Lock()
        self._unsure = asyncio.Event()
        self._unswept = False
        self.bus = bus_of(settings, self._hear_from_afar)
        store.listen(self._hear_own)
        self._work = [asyncio.create_task(self._tick()), asyncio.create_task(self._look())]

    def _hear_own(self, hints: frozenset[Hint], news: News) -> Call:
        self.bus.send(hints.union(news))
        return self._loop, partial(self._take_own, hints, news)

    def _take_own(self, hints: frozenset[Hint], news: News) -> None:
        """What this process stored is delivered as it was handed over; for the rest the log is read."""
        for (_, thread), events in news.items():
            self.hub.deliver(thread, events)
        self.hub.hear(hints)

    def _hear_from_afar(self, hints: Hints) -> None:
        """Called on the bus's thread; what comes faster than it is taken becomes "something was stored"."""
        with self._lock:
            taken = not self._heard
            self._heard.update(hints)
            if len(self._heard) > MOST_HEARD:
                self._heard = {STORED}
        if taken and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._take)

    def _take(self) -> None:
        with self._lock:
            heard, self._heard = self._heard, set()
        if STORED in heard:
            self._unswept = True
            self._unsure.set()
        self.hub.hear(heard)

    async def _look(self) -> None:
        """Something was stored, nobody says what: ask the log."""
        while True:
            await self._unsure.wait()
            self._unsure.clear()
            began = self._loop.time()
            try:
                await self.hub.poll()
            except Exception:
                log.exception("a look at the log failed")
            await asyncio.sleep(min(max(LOOK_S, 10 * (self._loop.time() - began)), TICK_S))

    async def _tick(self) -> None:
        ticks = 0
        while True:
            await asyncio.sleep(TICK_S)
            ticks += 1
            try:
                tick(self.hub)
                if ticks % POLL_TICKS == 0:
                    await self.hub.poll()
                if self._unswept or ticks % SWEEP_TICKS == 0:
                    self._unswept = False
                    await self._sweep(self.hub)
            except Exception:
                log.exception("a tick of the live clock failed")

    async def close(self) -> None:
        """Stop the clock and the bus."""
        for work in self._work:
            work.cancel()
        await asyncio.to_thread(self.bus.close)

"""Live, running: the hub with its bus and its clock, from start to end of the process."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from arena.live.bus import LocalBus, PostgresBus
from arena.live.hub import Hub
from arena.settings import Settings
from arena.store import Store

TICK_S = 1.0
POLL_TICKS = 2
SWEEP_TICKS = 10
log = logging.getLogger("arena.live")


class Live:
    """Hints of this process's commits and of the others' reach the hub here; a poll finds what they missed."""

    def __init__(self, store: Store, hub: Hub, settings: Settings, sweep: Callable[[Hub], Awaitable[None]]) -> None:
        self.hub = hub
        self._sweep = sweep
        self._loop = asyncio.get_running_loop()
        several = store.dialect == "postgresql" and settings.broker != "memory"
        self.bus = PostgresBus(settings.database, self._hear_from_afar) if several else LocalBus()
        store.listen(self._hear_own)
        self._clock = asyncio.create_task(self._tick())

    def _hear_own(self, hints: Iterable[tuple[str, Any]]) -> None:
        self.bus.send(hints)
        self._hear_from_afar(list(hints))

    def _hear_from_afar(self, hints: list[tuple[str, Any]]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.hub.hear, hints)

    async def _tick(self) -> None:
        ticks = 0
        while True:
            await asyncio.sleep(TICK_S)
            ticks += 1
            try:
                self.hub.tick()
                if ticks % POLL_TICKS == 0:
                    await self.hub.poll()
                if ticks % SWEEP_TICKS == 0:
                    await self._sweep(self.hub)
            except Exception:
                log.exception("a tick of the live clock failed")

    async def close(self) -> None:
        """Stop the clock and the bus."""
        self._clock.cancel()
        await asyncio.to_thread(self.bus.close)

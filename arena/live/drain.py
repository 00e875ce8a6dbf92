"""Draining: from the signal on readers are sent away over some seconds, acts under way finish, then the server ends."""

import asyncio
import random
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

from arena.live.frames import RESTART
from arena.live.hub import Hub

SPREAD_S = 5.0
PER_SECOND = 100  # fewer readers than this many times `SPREAD_S` leave faster
STEP_S = 0.05
PATIENCE_S = 3.0  # for acts under way once everybody else has gone
START_S = 1.0  # what a new start takes, about
SIGNALS = (signal.SIGTERM, signal.SIGINT)
Handler = Callable[[int, FrameType | None], Any]


class Drain:
    """Stands before the server's own handlers of signals: the first begins the drain, the second ends at once.

    `retires` says whether other processes go on behind the same port: then this one takes no new connections,
    and whoever leaves may come back at once. Where it is the last, it goes on answering, and `/health/ready` says no.
    """

    def __init__(self, hub: Hub, retires: Callable[[], bool] | None = None) -> None:
        self.hub = hub
        self.begun = False
        self._retires = retires or (lambda: False)
        self._loop = asyncio.get_running_loop()
        self._before: dict[int, Handler] = {}
        self._task: asyncio.Task[None] | None = None

    def listen(self) -> None:
        """Stand before the handlers that the server has set; where it set none, nobody drains."""
        for number in SIGNALS:
            before = signal.getsignal(number)
            if callable(before) and before is not signal.default_int_handler:
                self._before[number] = before
                signal.signal(number, self._hear)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        if self.begun:
            self._before[number](number, frame)
        else:
            self.begun = True
            self._loop.call_soon_threadsafe(self._begin, number)

    def _begin(self, number: int) -> None:
        if self._retires():
            for server in getattr(getattr(self._before[number], "__self__", None), "servers", ()):
                server.close()
        self._task = self._loop.create_task(self.send_away())
        self._task.add_done_callback(lambda _: self._before[number](number, None))

    async def send_away(self) -> None:
        """Say goodbye to every reader, a few at a time and in no order; whoever is being answered hears it first."""
        self.begun = True
        readers = len(self.hub.seats)
        spread = min(SPREAD_S, readers / PER_SECOND)
        end = self._loop.time() + spread
        while self.hub.seats and (rest := end - self._loop.time()) > -PATIENCE_S:
            rest = max(0.0, rest)
            may_stay = int(readers * rest / spread) if spread else 0
            free = [seat for seat in self.hub.seats if not seat.busy]
            for seat in random.sample(free, min(len(free), max(0, len(self.hub.seats) - may_stay))):
                self.hub.close(seat, RESTART, "restart", retry_after=self._retry_after(rest, spread))
            await asyncio.sleep(STEP_S)

    def _retry_after(self, rest: float, spread: float) -> float:
        """Seconds until coming back makes sense, another for each reader, so that they do not come all at once."""
        first = 0.0 if self._retires() else rest + START_S
        return round(first + random.uniform(0, max(1.0, spread)), 1)  # noqa: S311

    def close(self) -> None:
        """Give the signals back."""
        for number, before in self._before.items():
            signal.signal(number, before)

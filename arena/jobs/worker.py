"""The worker: carries out what acts asked for in the outbox, at least once each."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from arena.store import Hint, News, Store
from arena.store.outbox import done, put_off, take

Handler = Callable[[int, dict[str, Any]], Awaitable[None]]
POLL_SECONDS = 15.0  # finds what another process asked for, and what waits for its next try
log = logging.getLogger("arena.jobs")


class Hopeless(Exception):
    """A job that no further try will carry out."""


class Worker:
    """Waits for jobs and hands each to its handler, one after the other.

    A handler that fails is tried again after a growing pause; a worker that dies leaves its job to the next
    one, which finds it when the lease is over. Handlers may therefore run twice.
    """

    def __init__(self, store: Store, handlers: dict[str, Handler], *, poll: float = POLL_SECONDS) -> None:
        self._store = store
        self._handlers = handlers
        self._poll = poll
        self._woken = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        store.listen(self._hear)

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._woken.clear()
            try:
                while await self._work():
                    pass
            except Exception:
                log.exception("the outbox could not be read; the worker rests and looks again")
            with suppress(TimeoutError):
                async with asyncio.timeout(self._poll):
                    await self._woken.wait()

    async def _work(self) -> bool:
        """Carry out one job; False where none is due."""
        taken = await self._store.write(take, list(self._handlers))
        if taken is None:
            return False
        job, kind, facts = taken
        try:
            await self._handlers[kind](job, facts)
        except Hopeless as fault:
            log.warning("job %s (%s) is given up: %s", job, kind, fault)
        except Exception as fault:
            # Only the kind of fault: its text could hold an address.
            again = await self._store.write(put_off, job)
            log.warning(
                "job %s (%s) failed (%s), %s",
                job,
                kind,
                type(fault).__name__,
                "later again" if again else "the last time",
            )
            return True
        await self._store.write(done, job)
        return True

    def _hear(self, hints: frozenset[Hint], _: News) -> None:
        """Wake up; called on the writer's thread."""
        if any(kind == "job" for kind, _ in hints) and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._woken.set)

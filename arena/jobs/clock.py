"""The clock: work that comes back at intervals, whoever asks or not."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

SOON_S = 3.0  # whoever waits for a server that has just started is answered first
log = logging.getLogger("arena.jobs")


async def every(seconds: float, work: Callable[[], Awaitable[object]], *, soon: bool = False) -> None:
    """Do `work` every so many seconds until cancelled, perhaps soon as well; a fault does not stop the clock."""
    await asyncio.sleep(SOON_S if soon else seconds)
    while True:
        try:
            await work()
        except Exception:
            log.exception("periodic work failed")
        await asyncio.sleep(seconds)


async def stop(tasks: list["asyncio.Task[None]"]) -> None:
    """End what runs beside the requests; what it left half done is found again later."""
    going = set(tasks)
    while going:
        # `asyncio.wait_for`, as Python 3.11 and libraries have it, can swallow a cancellation: say it again.
        for task in going:
            task.cancel()
        _, going = await asyncio.wait(going, timeout=0.5)

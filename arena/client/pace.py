"""How fast a client may send: no faster than the server's bucket for frames, so that a storm of resends is no flood."""

import asyncio

SHARE = 0.8  # of what the server allows


class Pace:
    """A bucket like the server's, waited for instead of overrun."""

    def __init__(self) -> None:
        self._burst = self._level = 1_000.0
        self._per_second = 1_000.0
        self._then = 0.0
        self._turns = asyncio.Lock()

    def allow(self, burst: float, per_second: float) -> None:
        """Begin with a full bucket of the size that `welcome` names."""
        self._burst = self._level = burst * SHARE
        self._per_second = per_second * SHARE
        self._then = asyncio.get_running_loop().time()

    async def turn(self) -> None:
        """Wait for one's turn, first come, first served."""
        async with self._turns:
            while (wait := self._missing()) > 0:
                await asyncio.sleep(wait)
            self._level -= 1

    def _missing(self) -> float:
        now = asyncio.get_running_loop().time()
        self._level = min(self._burst, self._level + (now - self._then) * self._per_second)
        self._then = now
        return (1 - self._level) / self._per_second

"""What changes beside a thread without a trace in its log: its readers hear that something did, never what."""

import asyncio
from time import time

from arena.live.frames import encode, on_wire
from arena.live.hub import Hub

REST_S = 2.0  # between two such words to the readers of a thread


class Beside:
    """Tells the readers of a thread in this process of a hint `beside`; like counts it may be missing."""

    def __init__(self, hub: Hub, rest: float = REST_S) -> None:
        self._hub, self._rest_s = hub, rest
        self._resting: dict[int, bool] = {}  # whether something came since the last word
        hub.on["beside"] = self.hear

    def hear(self, thread: int) -> None:
        """Something beside a thread was stored: tell it now, or once more after the rest."""
        if thread in self._resting:
            self._resting[thread] = True
        elif thread in self._hub.feeds:
            self._tell(thread)

    def _tell(self, thread: int) -> None:
        self._resting[thread] = False
        self._hub.tasks.start(self._rest(thread))
        if (feed := self._hub.feeds.get(thread)) is None:
            return
        payload = encode("beside", th=thread, n=int(time() * 1000))
        framed = on_wire(payload)
        for place in list(feed.places):
            if place.seat.wire.is_calm():
                place.seat.wire.write(payload, framed)

    async def _rest(self, thread: int) -> None:
        await asyncio.sleep(self._rest_s)
        if self._resting.pop(thread):
            self._tell(thread)

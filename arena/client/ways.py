"""The ways to read: over a socket, as server-sent events, or by asking every few seconds."""

import asyncio
from typing import Literal

import msgspec

from arena.client.asking import GET, Asking, Place
from arena.client.line import OPEN_S, Line

Way = Literal["socket", "stream", "polling"]


class Stream(Asking):
    """Each thread as server-sent events."""

    async def follow(self, place: Place) -> None:
        """Take events until the stream ends, or brings nothing for too long."""
        target = f"/threads/{place.th}/stream?after={place.after}&epoch={place.epoch}"
        async with self.asked(GET, target) as answer:
            if answer.status != 200:
                return self.refused(place, answer)
            lines = aiter(answer.lines())
            while True:
                async with asyncio.timeout(2 * self._beat + 5):
                    line = await anext(lines, None)
                if line is None:
                    return None
                if line.startswith(b"data: "):
                    told = msgspec.json.decode(line[6:])
                    for frame in told if isinstance(told, list) else [told]:
                        self.hear(place, frame)


class Polling(Asking):
    """Each thread asked for every few seconds."""

    every_s = 5.0

    async def follow(self, place: Place) -> None:
        """Ask for what is new, again and again."""
        while not place.over:
            target = f"/threads/{place.th}/events?after={place.after}&epoch={place.epoch}"
            async with asyncio.timeout(OPEN_S), self.asked(GET, target) as answer:
                if answer.status not in (200, 409):
                    return self.refused(place, answer)
                frame = msgspec.json.decode(await answer.body())
            self.hear(place, frame)
            await asyncio.sleep(0 if frame.get("more") else self.every_s)
        return None


WAYS: dict[Way, type[Line]] = {"socket": Line, "stream": Stream, "polling": Polling}

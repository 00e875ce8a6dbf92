"""A reader of server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2

from tests.people import Someone

Frame = dict[str, Any]


class Stream:
    """An open stream: its events so far as `(id, frame)`."""

    def __init__(self, answer: httpx2.Response) -> None:
        self.answer = answer
        self.last_id = ""
        self.items: dict[int, Frame] = {}
        self.frames = self._frames()

    async def _frames(self) -> AsyncIterator[Frame]:
        async for line in self.answer.aiter_lines():
            name, _, value = line.partition(": ")
            if name == "id":
                self.last_id = value
            elif name == "data":
                told = json.loads(value)
                for frame in told if isinstance(told, list) else [told]:
                    for item in frame["items"] if "items" in frame else [frame["o"]] if "o" in frame else []:
                        self.items[item["id"]] = item
                    yield frame

    async def until(self, **wanted: Any) -> Frame:
        """The next frame with these fields."""
        async with asyncio.timeout(20):
            async for frame in self.frames:
                if all(frame.get(name) == value for name, value in wanted.items()):
                    return frame
        raise ConnectionError("the stream has ended")

    async def reached(self, seq: int) -> None:
        """Read until a position."""
        while self.last_id != str(seq):
            await self.until()


@asynccontextmanager
async def streaming(someone: Someone, thread: int, **asked: Any) -> AsyncIterator[Stream]:
    """A stream of a thread."""
    address = f"/threads/{thread}/stream"
    headers = {"Accept": "text/event-stream", "Accept-Encoding": "gzip"} | asked.pop("headers", {})
    async with someone.http.stream("GET", address, headers=headers, **asked) as answer:
        yield Stream(answer)

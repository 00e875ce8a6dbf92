"""Catching up: a place goes from its position to the feed's, from the ring where that reaches, else from the log."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from arena.errors import Refusal
from arena.live.feed import Feed
from arena.live.missed import Log, Missed
from arena.live.seat import Place

Start = Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"]


class CatchUp:
    """Brings places up to date; `wake` makes a feed read what the log knows more."""

    def __init__(self, log: Log, start: Start, wake: Callable[[Feed], None]) -> None:
        self._log = log
        self._start = start
        self._wake = wake

    def begin(self, feed: Feed, place: Place) -> None:
        """From the ring at once; from the log in a task of its own. A place that is on its way already stays on it.

        Otherwise a reading of the log that is under way would arrive after newer events.
        """
        if place.catching_up or feed.has(place):
            return
        if feed.covers(place.pos) and place.seat.wire.has_room():
            feed.catch_up(place)
        else:
            place.catching_up = True
            self._start(self._read_up(feed, place))

    def begin_after_pump(self, feed: Feed, place: Place) -> None:
        """The ring may hold an older form of what has changed since: first it learns of the change."""
        feed.missed = None
        self._wake(feed)
        place.catching_up = True
        self._start(self._wait(feed, place))

    async def _wait(self, feed: Feed, place: Place) -> None:
        try:
            if feed.pump is not None:
                await asyncio.wait([feed.pump])
        finally:
            place.catching_up = False
        if place in feed.places:
            self.begin(feed, place)

    async def _read_up(self, feed: Feed, place: Place) -> None:
        """From the log, in present forms; pauses where there is no room."""
        try:
            while place in feed.places and not feed.covers(place.pos):
                if not place.seat.wire.has_room():
                    return feed.fall_behind(place, place.pos)
                sync = await self._missed(feed).after(place.pos)
                place.seat.pass_on(sync.payload, sync.framed)
                place.pos = sync.to
                if place.pos > feed.pos:  # the log is ahead of the feed: it will come to us
                    self._wake(feed)
                    break
        except Refusal:
            return None  # the thread is not this reader's any more, and they are about to be told
        finally:
            place.catching_up = False
        if place in feed.places:
            feed.catch_up(place)
        return None

    def _missed(self, feed: Feed) -> Missed:
        if feed.missed is None:
            feed.missed = Missed(feed.thread, self._log)
        return feed.missed

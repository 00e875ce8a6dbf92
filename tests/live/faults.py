"""A relay that drops, doubles, delays and reorders hints, between every bus and its hub."""

import random
from collections.abc import Callable, Iterable
from threading import Timer
from typing import Any

import pytest

from arena.live import running
from arena.live.buses import Bus, Hear
from arena.settings import Settings
from arena.store import Hint, News

Deliver = Callable[[list[Hint]], None]


class Relay:
    """Hands hints on as a bad network would; counts what it did to them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.done = dict.fromkeys(("dropped", "doubled", "delayed", "passed"), 0)

    def pass_on(self, hints: Iterable[Hint], deliver: Deliver) -> None:
        """Decide the fate of each hint."""
        for hint in self.random.sample(list(hints), len(list(hints))):
            fate = self.random.choices(list(self.done), (4, 2, 3, 1))[0]
            self.done[fate] += 1
            if fate in ("passed", "doubled"):
                deliver([hint])
            if fate in ("delayed", "doubled"):
                later = Timer(self.random.uniform(0.01, 0.6), deliver, [[hint]])
                later.daemon = True
                later.start()


def put_between(monkeypatch: pytest.MonkeyPatch, relay: Relay) -> None:
    """Put the relay before every hub that starts from now on: before the hints of others and before its own."""
    choose, own = running.bus_of, running.Live._hear_own

    def bus_behind(settings: Settings, hear: Hear) -> Bus:
        return choose(settings, lambda hints: relay.pass_on(hints, hear))

    def own_behind(live: Any, hints: frozenset[Hint], news: News) -> None:
        def hear(some: Iterable[Hint]) -> None:
            own(live, frozenset(some) & hints, {about: news[about] for about in some if about in news})

        relay.pass_on(hints.union(news), hear)

    monkeypatch.setattr(running, "bus_of", bus_behind)
    monkeypatch.setattr(running.Live, "_hear_own", own_behind)

"""A job for the writer: an act, perhaps one of many of a kind, and who waits for its result."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import groupby
from typing import Any

from arena.store.tx import Tx

Act = Callable[[Tx], Any]
Call = tuple[asyncio.AbstractEventLoop, Callable[[], object]]  # what is to be called, and in which loop


class Alike:
    """One of many acts of a kind: those that wait together are carried out by one call of `verb(tx, whats)`.

    The verb returns one result for each of `whats`; an exception among them fails that act alone, as long as
    nothing of it was written.
    """

    __slots__ = ("verb", "what")

    def __init__(self, verb: Callable[[Tx, list[Any]], list[Any]], what: Any) -> None:
        self.verb = verb
        self.what = what

    def __call__(self, tx: Tx) -> Any:
        """Carry it out alone."""
        return given(self.verb(tx, [self.what])[0])


class Job:
    """An act and the future that waits for it."""

    __slots__ = ("act", "future", "loop")

    def __init__(self, act: Act, future: Any, loop: asyncio.AbstractEventLoop | None) -> None:
        self.act = act
        self.future = future
        self.loop = loop

    @property
    def kind(self) -> object:
        """What jobs must have in common to be carried out in one go."""
        return self.act.verb if isinstance(self.act, Alike) else self


def given(result: Any) -> Any:
    """A result, or the exception that stands in its place raised."""
    if isinstance(result, Exception):
        raise result
    return result


def runs(group: list[Job]) -> list[list[Job]]:
    """Neighbours of one kind together, in the order in which they came."""
    return [list(alike) for _, alike in groupby(group, key=lambda job: job.kind)]


def answer(told: Iterable[tuple[Job, Any]], calls: Iterable[Call] = ()) -> None:
    """Make calls in their loops, and give every job's future its result or its exception; each loop is woken once."""
    loops: dict[asyncio.AbstractEventLoop, tuple[list[Callable[[], object]], list[tuple[Any, Any]]]] = {}
    for loop, call in calls:
        loops.setdefault(loop, ([], []))[0].append(call)
    for job, result in told:
        if job.loop is None:
            _settle([(job.future, result)])
        else:
            loops.setdefault(job.loop, ([], []))[1].append((job.future, result))
    for loop, (here, futures) in loops.items():
        with suppress(RuntimeError):  # the loop has ended, and whoever waited with it
            loop.call_soon_threadsafe(_wake, loop, here, futures)


def _wake(loop: asyncio.AbstractEventLoop, calls: list[Callable[[], object]], futures: list[tuple[Any, Any]]) -> None:
    """The calls come before whatever goes on because its future is done; one that fails stops nobody."""
    for call in calls:
        loop.call_soon(call)
    _settle(futures)


def _settle(futures: list[tuple[Any, Any]]) -> None:
    for future, result in futures:
        if future.done():
            continue  # whoever waited has gone
        if isinstance(result, BaseException):
            future.set_exception(result)
        else:
            future.set_result(result)

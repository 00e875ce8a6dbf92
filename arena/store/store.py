"""The store: acts go through one writer, pages read beside it on connections of their own."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from arena.store.engines import READERS, open_engines
from arena.store.gather import Gather
from arena.store.job import Call, Job
from arena.store.tx import Hint, News, Tx
from arena.store.writer import Writer

P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger("arena.store")
Listener = Callable[[frozenset[Hint], News], Call | None]


class Store:
    """One database: `read` runs a query in one snapshot, `write` runs an act in one transaction.

    Queries and acts are plain functions on a thread: they cannot wait for the network by mistake,
    and a page costs one hop between threads however many statements it needs.
    """

    def __init__(self, url: str) -> None:
        self.writing, self.reading = open_engines(url)
        self.dialect = self.writing.dialect.name
        self._writer = Writer(self.writing, self._stored)
        self._gather = Gather(self._writer.submit)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._listeners: list[Listener] = []

    async def read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query and give its result."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, lambda: self.read_now(query, *args, **kwargs))

    def read_now(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query on this thread, for commands and tests."""
        with self.reading.connect() as db:
            return query(db, *args, **kwargs)

    async def write(self, act: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run an act; when this returns, what it wrote is on the disk.

        An act that was handed over is carried out even if the one who asked has gone.
        """
        return await self.hand_over(lambda tx: act(tx, *args, **kwargs))

    def hand_over(self, act: Callable[[Tx], T]) -> "asyncio.Future[T]":
        """Hand an act to the writer; the future is done once it is stored."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._gather.add(Job(act, future, loop), loop)
        return future

    def write_now(self, act: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run an act and wait on this thread, for commands and tests."""
        future: Future[T] = Future()
        self._writer.submit([Job(lambda tx: act(tx, *args, **kwargs), future, None)])
        return future.result()

    def listen(self, listener: Listener) -> None:
        """Call `listener` on the writer's thread after each commit that left hints or news.

        What it has to do in a loop it returns: the loop is woken once, for this and for the acts' authors.
        """
        self._listeners.append(listener)

    def _stored(self, hints: frozenset[Hint], news: News) -> list[Call]:
        """Tell all listeners; one that fails must not keep the act's author waiting, nor the writer from its work."""
        calls: list[Call] = []
        for listener in self._listeners:
            try:
                if (call := listener(hints, news)) is not None:
                    calls.append(call)
            except Exception:
                log.exception("what was stored could not be passed on; who reads will find it later")
        return calls

    def close(self) -> None:
        """Finish what was handed over, then let go of every connection."""
        self._gather.go()
        self._writer.close()
        self._readers.shutdown()
        self.writing.dispose()
        self.reading.dispose()


__all__ = ["Hint", "News", "Store", "Tx"]

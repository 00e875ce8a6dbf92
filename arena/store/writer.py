"""The writer: one thread through which every act is stored; acts that wait together share a commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from arena.store.fault import collided, told
from arena.store.job import Alike, Call, Job, answer, runs
from arena.store.tx import Hint, News, Tx

Stored = Callable[[frozenset[Hint], News], list[Call]]
GROUP = 128
PAUSE_S = 1.0


class Writer:
    """Carries out acts one after the other; an act that fails is undone alone."""

    def __init__(self, engine: Engine, stored: Stored) -> None:
        self._engine = engine
        self._stored = stored
        self._db: Connection | None = None
        self._used = 0.0
        self._jobs: SimpleQueue[list[Job] | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, jobs: list[Job]) -> None:
        """Hand over acts; the future of each is done once its commit is."""
        self._jobs.put(jobs)

    def close(self) -> None:
        """Finish what was handed over and end the thread."""
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        more = self._jobs.get()
        while more is not None:
            group = [*more]
            while len(group) < GROUP and not self._jobs.empty() and (more := self._jobs.get()) is not None:
                group += more
            for start in range(0, len(group), GROUP):
                self._store(group[start : start + GROUP])
            if more is not None:
                more = self._jobs.get()
        self._let_go()

    def _store(self, group: list[Job], tries: int = 3) -> None:
        """Store a group in one commit; where the group as a whole fails, store each act alone."""
        try:
            txs, results = self._commit(group)
        except Exception as fault:
            if len(group) > 1:
                for job in group:
                    self._store([job])
            elif tries and collided(fault):
                self._store(group, tries - 1)
            else:
                answer([(group[0], told(fault))])
            return
        answer(zip(group, results, strict=True), self._tell(txs))

    def _tell(self, txs: list[Tx]) -> list[Call]:
        hints = frozenset(hint for tx in txs for hint in tx.hints)
        news: News = {}
        for tx in txs:
            for about, known in tx.news.items():
                news.setdefault(about, []).extend(known)
        return self._stored(hints, news) if hints or news else []

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """One transaction on a connection that is kept while there is much to do; a pause or a fault gives it back.

        The pool looks whether a connection is still alive before it hands it out again.
        """
        if self._db is not None and monotonic() - self._used > PAUSE_S:
            self._let_go()
        db = self._db = self._db or self._engine.connect()
        try:
            with db.begin():
                yield db
        except BaseException:
            self._let_go()
            raise
        self._used = monotonic()

    def _let_go(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None

    def _commit(self, group: list[Job]) -> tuple[list[Tx], list[Any]]:
        """All acts as they are, since most hold; if one fails, all again with a savepoint each, which costs a third."""
        txs: list[Tx] = []
        results: list[Any] = []
        try:
            with self._transaction() as db:
                for alike in runs(group):
                    txs.append(tx := Tx(db))
                    results += _carry_out(tx, alike)
                return txs, results
        except Exception:
            if len(group) == 1:
                raise
        with self._transaction() as db:
            tried = [_try(db, job) for job in group]
        return [tx for tx, _ in tried if tx], [result for _, result in tried]


def _carry_out(tx: Tx, alike: list[Job]) -> list[Any]:
    act = alike[0].act
    return act.verb(tx, [job.act.what for job in alike]) if isinstance(act, Alike) else [act(tx)]  # type: ignore[attr-defined]


def _try(db: Connection, job: Job) -> tuple[Tx | None, Any]:
    """Carry out one act of a group behind a savepoint; a refusal undoes it alone."""
    tx = Tx(db)
    try:
        with db.begin_nested():
            return tx, job.act(tx)
    except DBAPIError as fault:
        if fault.connection_invalidated or isinstance(fault, OperationalError):
            raise  # deadlock, full disk, lost connection: the whole group is undone and tried one by one
        return None, fault
    except Exception as fault:
        return None, fault

"""The writer: one thread through which every act is stored; acts that wait together share a commit."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from arena.errors import Refusal
from arena.store.tx import Hint, Tx

T = TypeVar("T")
Act = Callable[[Tx], Any]
Job = tuple[Act, "Future[Any]"]
GROUP = 64
log = logging.getLogger("arena.store")


class Writer:
    """Carries out acts one after the other; an act that fails is undone alone."""

    def __init__(self, engine: Engine, stored: Callable[[frozenset[Hint]], None]) -> None:
        self._engine = engine
        self._stored = stored
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, act: Callable[[Tx], T]) -> "Future[T]":
        """Hand over an act; the future is done once its commit is."""
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        self._jobs.put((act, future))
        return future

    def close(self) -> None:
        """Finish what was handed over and end the thread."""
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self._jobs.get()) is not None:
            group = [first]
            last = False
            while len(group) < GROUP and not self._jobs.empty():
                if (job := self._jobs.get()) is None:
                    last = True
                    break
                group.append(job)
            self._store(group)
            if last:
                return

    def _store(self, group: list[Job], tries: int = 3) -> None:
        """Store a group in one commit; where the group as a whole fails, store each act alone."""
        try:
            results = self._commit(group)
        except Exception as fault:
            if len(group) > 1:
                for job in group:
                    self._store([job])
            elif tries and _collided(fault):
                self._store(group, tries - 1)
            else:
                group[0][1].set_exception(_told(fault))
            return
        hints = frozenset(hint for tx, _ in results if tx for hint in tx.hints)
        if hints:
            self._stored(hints)
        for (_, future), (tx, result) in zip(group, results, strict=True):
            if tx is None:
                future.set_exception(result)
            else:
                future.set_result(result)

    def _commit(self, group: list[Job]) -> list[tuple[Tx | None, Any]]:
        """All acts as they are, since most hold; if one fails, all again with a savepoint each, which costs a third."""
        try:
            with self._engine.begin() as db:
                return [_carry_out(db, act) for act, _ in group]
        except Exception:
            if len(group) == 1:
                raise
        with self._engine.begin() as db:
            return [_try(db, act) for act, _ in group]


def _carry_out(db: Connection, act: Act) -> tuple[Tx, Any]:
    tx = Tx(db)
    return tx, act(tx)


def _try(db: Connection, act: Act) -> tuple[Tx | None, Any]:
    """Carry out one act of a group behind a savepoint; a refusal undoes it alone."""
    try:
        with db.begin_nested():
            return _carry_out(db, act)
    except DBAPIError as fault:
        if fault.connection_invalidated or isinstance(fault, OperationalError):
            raise  # deadlock, full disk, lost connection: the whole group is undone and tried one by one
        return None, fault
    except Exception as fault:
        return None, fault


def _collided(fault: Exception) -> bool:
    """Whether PostgreSQL undid the act because another process was in its way (deadlock, serialisation)."""
    return isinstance(fault, DBAPIError) and getattr(fault.orig, "sqlstate", None) in {"40P01", "40001"}


def _told(fault: Exception) -> Exception:
    if isinstance(fault, OperationalError):
        log.warning("an act could not be stored: %s", fault.orig)
        refusal = Refusal(503, "errors.busy")
        refusal.__cause__ = fault
        return refusal
    return fault

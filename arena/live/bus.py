"""The bus: carries hints to the other processes; what it loses, the poll finds."""

import json
import logging
import os
import threading
from collections.abc import Callable, Iterable
from queue import SimpleQueue
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, text

CHANNEL = "arena"
PAYLOAD_BYTES = 7000  # PostgreSQL refuses 8,000
RETRY_S = 1.0
log = logging.getLogger("arena.live")

Hints = list[tuple[str, Any]]
Hear = Callable[[Hints], None]


class LocalBus:
    """One process: the hints of its own commits are all there are."""

    def send(self, hints: Iterable[tuple[str, Any]]) -> None:
        """Nobody else to tell."""

    def close(self) -> None:
        """Nothing to let go of."""


class PostgresBus:
    """Several processes on PostgreSQL: `NOTIFY` after the commit, ids only; `hear` is called on another thread."""

    def __init__(self, url: str, hear: Hear) -> None:
        self._hear = hear
        self._me = f"{os.getpid()}-{id(self)}"
        self._engine = create_engine(url, isolation_level="AUTOCOMMIT", pool_size=2)
        self._waiting: SimpleQueue[tuple[str, Any] | None] = SimpleQueue()
        self._open = True
        self._threads = [
            threading.Thread(target=work, name=name, daemon=True)
            for name, work in (("bus-send", self._send), ("bus-listen", self._listen))
        ]
        for thread in self._threads:
            thread.start()

    def send(self, hints: Iterable[tuple[str, Any]]) -> None:
        """Queue hints for the other processes; never waits."""
        for hint in hints:
            self._waiting.put(hint)

    def close(self) -> None:
        """End both threads."""
        self._open = False
        self._waiting.put(None)
        for thread in self._threads:
            thread.join(3)
        self._engine.dispose()

    def _send(self) -> None:
        while (first := self._waiting.get()) is not None:
            hints: dict[tuple[str, Any], None] = {first: None}
            while len(hints) < 200 and not self._waiting.empty():
                if (more := self._waiting.get()) is None:
                    self._waiting.put(None)  # closing: tell what is left, then end
                    break
                hints[more] = None
            try:
                _notify(self._engine, self._me, list(hints))
            except Exception as fault:
                log.warning("hints were lost, the poll will find what they meant: %s", fault)

    def _listen(self) -> None:
        while self._open:
            try:
                with self._engine.connect() as db:
                    self._listen_on(db)
            except Exception as fault:
                if self._open:
                    log.warning("listening was interrupted, trying again: %s", fault)
                    threading.Event().wait(RETRY_S)

    def _listen_on(self, db: Connection) -> None:
        raw: Any = db.connection.driver_connection
        try:
            raw.execute(f"LISTEN {CHANNEL}")
            while self._open:
                for note in raw.notifies(timeout=0.5):
                    self._heard(note.payload)
        except Exception:
            db.invalidate()  # a lost connection cannot be handed back
            raise

    def _heard(self, payload: str) -> None:
        sender, hints = json.loads(payload)
        if sender != self._me:
            self._hear([(kind, ref) for kind, ref in hints])


def _notify(engine: Engine, me: str, hints: Hints) -> None:
    payload = json.dumps([me, hints])
    if len(payload) > PAYLOAD_BYTES:
        half = len(hints) // 2
        _notify(engine, me, hints[:half])
        _notify(engine, me, hints[half:])
        return
    with engine.connect() as db:
        db.execute(text("SELECT pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": payload})

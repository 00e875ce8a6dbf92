"""Several processes on one SQLite file: the file itself says that one of them stored something."""

import logging
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

from arena.live.buses.bus import STORED, Hear
from arena.store import Hint

EVERY_S = 0.1
REST_S = 5.0
log = logging.getLogger("arena.live")


class SqliteBus:
    """Looks at `PRAGMA data_version` ten times a second: it changes with each commit, whoever made it.

    It cannot say what was stored, so what it says is `STORED`. Nothing needs to be sent.
    """

    name = "SQLite's data_version"

    def __init__(self, path: str, hear: Hear) -> None:
        self.fault = ""
        self._file = f"{Path(path).absolute().as_uri()}?mode=rw"  # a file that is not there is not made
        self._hear = hear
        self._closing = Event()
        self._looking = Event()
        self._thread = Thread(target=self._watch, name="bus-look", daemon=True)
        self._thread.start()

    def send(self, hints: Iterable[Hint]) -> None:
        """The commit was the message."""

    def answers(self, seconds: float) -> bool:
        """Whether the file can be looked at."""
        return self._looking.wait(seconds)

    def close(self) -> None:
        """End the thread."""
        self._closing.set()
        self._thread.join(3)

    def _watch(self) -> None:
        while not self._closing.is_set():
            try:
                with closing(sqlite3.connect(self._file, uri=True, isolation_level=None)) as file:
                    self._look_at(file)
            except sqlite3.Error as fault:
                self._looking.clear()
                if not self.fault:
                    self.fault = str(fault)
                    log.warning("%s can't be read, trying again: %s", self.name, fault)
                self._closing.wait(REST_S)

    def _look_at(self, file: sqlite3.Connection) -> None:
        seen = None
        while not self._closing.is_set():
            version = file.execute("PRAGMA data_version").fetchone()[0]
            if version != seen:
                self._hear([STORED])
                seen = version
                self._looking.set()
                self.fault = ""
            self._closing.wait(EVERY_S)

"""What is kept in memory: things under a mark, and the beat of the store that says whether marks still hold."""

import sqlite3
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

from sqlalchemy.engine import make_url

T = TypeVar("T")


class Shelved(Generic[T]):
    """A bounded memory: what was put in with a mark comes back only under the same mark."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, tuple[Hashable, T]] = OrderedDict()

    def get(self, key: Hashable, mark: Hashable) -> T | None:
        """What is held under a key, if its mark is still this one."""
        held = self._held.get(key)
        return held[1] if held is not None and held[0] == mark else None

    def put(self, key: Hashable, mark: Hashable, thing: T) -> T:
        """Hold something; the thing held longest makes room."""
        self._held[key] = (mark, thing)
        self._held.move_to_end(key)
        while len(self._held) > self._most:
            self._held.popitem(last=False)
        return thing

    def drop(self, key: Hashable) -> None:
        """Hold something no longer."""
        self._held.pop(key, None)


class Pulse:
    """Beats anew whenever anything was stored, by whichever process.

    On SQLite the file itself says so, in a few microseconds. PostgreSQL has no such word that is not a question to
    the server, which costs as much as what it would save: there the pulse is silent, and nothing is kept whole.
    """

    def __init__(self, url: str) -> None:
        address = make_url(url)
        self._file: sqlite3.Connection | None = None
        if address.get_backend_name() == "sqlite" and address.database:
            self._file = sqlite3.connect(address.database, isolation_level=None)

    def beat(self) -> int | None:
        """Equal to an earlier beat as long as nothing was stored in between; None where nobody can say."""
        return int(self._file.execute("PRAGMA data_version").fetchone()[0]) if self._file else None

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()

"""The store: one writer, many readers, the same on SQLite and PostgreSQL."""

from arena.store.job import Alike, Call
from arena.store.store import Hint, News, Store
from arena.store.tx import Tx

__all__ = ["Alike", "Call", "Hint", "News", "Store", "Tx"]

"""The store: one writer, many readers, the same on SQLite and PostgreSQL."""

from arena.store.store import Hint, Store
from arena.store.tx import Tx

__all__ = ["Hint", "Store", "Tx"]

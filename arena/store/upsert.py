"""Insert or update in one statement, the same on both databases."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from arena.store.base import Base
from arena.store.tx import Tx


def insert_or(tx: Tx, table: type[Base]) -> Any:
    """An insert that offers `on_conflict_do_nothing` and `on_conflict_do_update`."""
    dialect = postgresql if tx.db.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)

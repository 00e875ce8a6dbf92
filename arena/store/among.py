"""Questions about many keys at once: a statement takes only so many values (SQLite 32,766, PostgreSQL 65,535)."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row

AT_ONCE = 10_000


def among(db: Connection, statement: Any, column: Any, keys: Iterable[Any]) -> Iterator[Row[Any]]:
    """The rows of a statement whose column has one of these keys, asked for some at a time."""
    left = iter(keys)
    while some := list(islice(left, AT_ONCE)):
        yield from db.execute(statement.where(column.in_(some)))

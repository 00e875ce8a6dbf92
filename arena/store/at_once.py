"""Several at once: how one statement takes many keys, or the values of many rows.

PostgreSQL takes a list or a document as one value: one form of a statement, and one way there and back, serves any
number. SQLite takes rows side by side: it is in this process, but every single statement lets another thread take its
turn.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    BinaryExpression,
    BindParameter,
    Dialect,
    String,
    Text,
    any_,
    bindparam,
    cast,
    column,
    func,
    select,
)
from sqlalchemy.sql.operators import in_op
from sqlalchemy.sql.visitors import replacement_traverse

Facts = dict[str, Any]
AT_ONCE = 64  # keys or rows of one statement on SQLite: each number of them is a form of its own


def lists(dialect: Dialect) -> bool:
    """Whether the database takes a list or a document as one value."""
    return dialect.name == "postgresql"


def as_it_is(statement: Any, _: list[str], __: int) -> Any:
    """One row, or as many keys as there are now."""
    return statement


def of_a_list(statement: Any, _: list[str], __: int) -> Any:
    """The statement with one list in place of its expanding IN."""

    def one_of(element: Any, **_: Any) -> Any:
        if not isinstance(element, BinaryExpression) or element.operator is not in_op:
            return None
        keys = element.right
        if not isinstance(keys, BindParameter) or not keys.expanding:  # among the rows of another statement
            return None
        return element.left == any_(bindparam(keys.key, type_=ARRAY(_endless(element.left.type))))

    return replacement_traverse(statement, {}, one_of)


def of_a_document(statement: Any, names: list[str], _: int) -> Any:
    """The INSERT with all its rows in one document, the value `rows`."""
    columns = [column(name, _endless(statement.table.c[name].type)) for name in names]
    document = cast(bindparam("rows", None, Text()), JSON())
    rows = func.json_to_recordset(document).table_valued(*columns).render_derived(name="given", with_types=True)
    return statement.from_select(names, select(rows))


def of_rows(statement: Any, names: list[str], number: int) -> Any:
    """The INSERT with so many rows of values, each in the order of the columns."""
    columns = [one for one in statement.table.c if one.key in names]
    return statement.values(
        [{one.key: bindparam(f"{one.key} {n}", None, one.type) for one in columns} for n in range(number)]
    )


def parts(several: list[Facts]) -> Iterator[list[Facts]]:
    """The rows that go together on SQLite: always a power of two of them, so that there are few forms."""
    at = 0
    while left := len(several) - at:
        number = min(AT_ONCE, 1 << left.bit_length() - 1)
        yield several[at : at + number]
        at += number


def _endless(kind: Any) -> Any:
    """A value cast to `VARCHAR(16)` would silently be cut where the column refuses what is too long."""
    return Text() if isinstance(kind, String) else kind

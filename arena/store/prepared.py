"""Prepared statements: compiled once by SQLAlchemy, then run on the connection's own cursor.

What every contribution asks would otherwise be looked up, bound and wrapped anew each time, which costs several times
what the database takes (docs/decisions/0030). Values still pass through SQLAlchemy's types, faults are still its own,
and listeners to `before_cursor_execute` hear of every statement.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any
from weakref import WeakKeyDictionary

import msgspec
from sqlalchemy import BindParameter, Boolean, Connection, Dialect, Integer, String
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.visitors import replacement_traverse

from arena.store.at_once import (
    AT_ONCE,
    Facts,
    as_it_is,
    lists,
    of_a_document,
    of_a_list,
    of_rows,
    parts,
)

Make = Callable[[Any, list[str], int], Any]
_json = msgspec.json.Encoder(enc_hook=lambda wrapped: wrapped.obj)  # the driver's own wrapping of JSON


class Prepared:
    """A Core statement for the shortest way; the fact called `among` is a list of keys for an expanding IN.

    PostgreSQL keeps the plan it made first. For a table that is empty then and full before its size is looked at again,
    that may be to read all of it each time: `planned_anew` looks each time.
    """

    def __init__(self, statement: Any, among: str = "", *, planned_anew: bool = False) -> None:
        self._statement = statement
        self._among = among
        self._planned_anew = planned_anew
        self._forms: WeakKeyDictionary[Dialect, dict[tuple[Any, ...], _Form]] = WeakKeyDictionary()

    def all(self, db: Connection, facts: Facts) -> list[Any]:
        """Run it and give its rows, with the columns as attributes."""
        keys = facts[self._among] if self._among else ()
        listed = lists(db.dialect) and self._among and len(keys) != 1  # a single key has a better plan than a list
        if len(keys) > AT_ONCE and not listed:
            some = (facts | {self._among: keys[at : at + AT_ONCE]} for at in range(0, len(keys), AT_ONCE))
            return [row for part in some for row in self.all(db, part)]
        form = self._form(db, facts, of_a_list) if listed else self._form(db, facts, as_it_is, len(keys))
        return form.run(db, form.bound(facts))

    def first(self, db: Connection, facts: Facts) -> Any:
        """Run it and give its first row, or None."""
        rows = self.all(db, facts)
        return rows[0] if rows else None

    def each(self, db: Connection, several: list[Facts]) -> list[Any]:
        """Run an INSERT with each of several facts of the same names; gives all rows that come back, in no order."""
        if len(several) == 1:
            return self.all(db, several[0])
        one, rows = self._form(db, several[0], as_it_is), []
        if lists(db.dialect):
            form = self._form(db, several[0], of_a_document)
            return form.run(db, {"rows": one.document(several)})
        for some in parts(several):
            form = self._form(db, several[0], of_rows, len(some)) if len(some) > 1 else one
            rows += form.run(db, one.side_by_side(some))
        return rows

    def _form(self, db: Connection, facts: Facts, make: Make, number: int = 0) -> "_Form":
        forms = self._forms.get(db.dialect)
        if forms is None:
            forms = self._forms[db.dialect] = {}
        if (form := forms.get(kind := (make, number, *facts))) is None:
            statement = make(self._statement, list(facts), number)
            form = forms[kind] = _Form(statement, db.dialect, facts, self._among, self._planned_anew)
        return form


def _written_out(element: Any, **_: Any) -> Any:
    """A value that never changes stands in the text.

    SQLite would compile a statement anew each time a value is given that an index over some of the rows asks for, which
    took most of the time of large ones; PostgreSQL could not use such an index in the plan it keeps.
    """
    if isinstance(element, BindParameter) and element.unique and isinstance(element.type, (String, Integer, Boolean)):
        return element.render_literal_execute()
    return None


class _Form:
    """A statement as one database takes it, for facts of certain names and a certain number of keys."""

    def __init__(self, statement: Any, dialect: Dialect, facts: Facts, among: str, planned_anew: bool) -> None:
        statement = replacement_traverse(statement, {}, _written_out)
        compiled = statement.compile(dialect=dialect, column_keys=list(facts))
        if compiled.insert_prefetch or compiled.update_prefetch:
            raise TypeError("every value of a prepared statement is given or stands in it")
        state = compiled.construct_expanded_state(facts)
        self._text: str = state.statement
        self._among = among
        self._keys = state.parameter_expansion.get(among, [])
        self._named = not compiled.positional
        types = {name: bind.type for name, bind in compiled.binds.items()}
        types |= dict.fromkeys(self._keys, types.get(among))
        names = state.parameters if self._named else state.positiontup
        self._values = [(name, types[name].dialect_impl(dialect).bind_processor(dialect)) for name in names]
        self._fixed = {name: value for name, value in state.parameters.items() if name not in facts}
        self._rows = _reader(statement.exported_columns, dialect) if len(statement.exported_columns) else None
        self._how = {"prepare": False} if planned_anew and lists(dialect) else {}

    def run(self, db: Connection, values: Any) -> list[Any]:
        """Run it and give its rows, if it has any."""
        rows = _run(db, self._text, values, **self._how)
        return self._rows(rows) if self._rows else []

    def bound(self, facts: Facts) -> Any:
        """The values as the driver takes them."""
        given = self._fixed | facts
        if self._keys:
            given |= zip(self._keys, facts[self._among], strict=True)
        if self._named:
            return {name: process(given[name]) if process else given[name] for name, process in self._values}
        return tuple([process(given[name]) if process else given[name] for name, process in self._values])

    def side_by_side(self, several: list[Facts]) -> tuple[Any, ...]:
        """The values of several rows, one row after the other."""
        return tuple(chain.from_iterable(zip(*self._columns(several), strict=True)))

    def document(self, several: list[Facts]) -> str:
        """The values of several rows as JSON, which costs an eighth of as many lists."""
        names = [name for name, _ in self._values]
        return _json.encode(
            [dict(zip(names, row, strict=True)) for row in zip(*self._columns(several), strict=True)]
        ).decode()

    def _columns(self, several: list[Facts]) -> Iterator[list[Any]]:
        """Bound by the column, which costs a third of binding by the row."""
        for name, process in self._values:
            values = [facts[name] for facts in several]
            if process and all(value is values[0] for value in values):  # such as the moment of their transaction
                yield [process(values[0])] * len(values)
            else:
                yield [process(value) for value in values] if process else values


def _reader(columns: Any, dialect: Dialect) -> Callable[[list[Any]], list[Any]]:
    """How rows of the driver become rows with the columns as attributes."""
    make: Any = namedtuple("Found", list(columns.keys()))  # type: ignore[misc]
    types = [column.type.dialect_impl(dialect) for column in columns]
    processes = [kind.result_processor(dialect, None) for kind in types]
    if not any(processes):
        return lambda rows: [make(*row) for row in rows]
    pairs = list(enumerate(processes))
    return lambda rows: [make(*[read(row[n]) if read else row[n] for n, read in pairs]) for row in rows]


def _run(db: Connection, text: str, values: Any, **how: Any) -> list[Any]:
    if not db.in_transaction():
        db.begin()  # as SQLAlchemy's own way does
    cursor = db.connection.cursor()
    for heard in db.dispatch.before_cursor_execute:
        heard(db, cursor, text, values, None, False)
    try:
        cursor.execute(text, values, **how)
        return [] if cursor.description is None else list(cursor.fetchall())
    except db.dialect.loaded_dbapi.Error as fault:
        raise _as_sqlalchemys(db, fault, text, values) from fault


def _as_sqlalchemys(db: Connection, fault: Any, text: str, values: Any) -> Exception:
    """A driver's fault as SQLAlchemy raises it; a connection that is lost is not used again."""
    base = db.dialect.loaded_dbapi.Error
    lost = db.dialect.is_disconnect(fault, db.connection.dbapi_connection, None)
    told: Exception = DBAPIError.instance(text, values, fault, base, connection_invalidated=lost, dialect=db.dialect)
    if lost:
        db.invalidate(fault)
    return told

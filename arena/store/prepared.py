"""Prepared statements: compiled once by SQLAlchemy, then run on the connection's own cursor.

What every contribution asks would otherwise be looked up, bound and wrapped anew each time, which costs several times
what the database takes (docs/decisions/0030). Values still pass through SQLAlchemy's types, faults are still its own,
and listeners to `before_cursor_execute` hear of every statement.
"""

from collections import namedtuple
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError

Facts = dict[str, Any]
AT_ONCE = 64  # keys of one statement: each number of them is a form of its own


class Prepared:
    """A Core statement for the shortest way; the fact called `among` is a list of keys for an expanding IN."""

    def __init__(self, statement: Any, among: str = "") -> None:
        self._statement = statement
        self._among = among
        self._forms: WeakKeyDictionary[Dialect, dict[tuple[Any, ...], _Form]] = WeakKeyDictionary()

    def all(self, db: Connection, facts: Facts) -> list[Any]:
        """Run it and give its rows, with the columns as attributes."""
        if self._among and len(keys := facts[self._among]) > AT_ONCE:
            parts = (facts | {self._among: keys[at : at + AT_ONCE]} for at in range(0, len(keys), AT_ONCE))
            return [row for part in parts for row in self.all(db, part)]
        form = self._form(db, facts)
        rows = _run(db, form.text, form.bound(facts))
        return form.rows(rows) if form.rows else []

    def first(self, db: Connection, facts: Facts) -> Any:
        """Run it and give its first row, or None."""
        rows = self.all(db, facts)
        return rows[0] if rows else None

    def each(self, db: Connection, several: list[Facts]) -> list[Any]:
        """Run it with each of several facts of the same names and give all rows that come back."""
        if len(several) == 1:
            return self.all(db, several[0])
        form = self._form(db, several[0])
        if not form.rows:
            _run(db, form.text, [form.bound(facts) for facts in several], many=True)
            return []
        if db.dialect.name == "sqlite":  # the database is in this process: one after the other costs least
            return [row for facts in several for row in form.rows(_run(db, form.text, form.bound(facts)))]
        return list(db.execute(self._statement, several))

    def _form(self, db: Connection, facts: Facts) -> "_Form":
        forms = self._forms.get(db.dialect)
        if forms is None:
            forms = self._forms[db.dialect] = {}
        kind = len(facts[self._among]) if self._among else 0, *facts
        return forms.get(kind) or forms.setdefault(kind, _Form(self._statement, db.dialect, facts, self._among))


class _Form:
    """A statement as one database takes it, for facts of certain names and a certain number of keys."""

    def __init__(self, statement: Any, dialect: Dialect, facts: Facts, among: str) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(facts))
        if compiled.insert_prefetch or compiled.update_prefetch:
            raise TypeError("every value of a prepared statement is given or stands in it")
        state = compiled.construct_expanded_state(facts)
        self.text: str = state.statement
        self._among = among
        self._keys = state.parameter_expansion.get(among, [])
        self._named = not compiled.positional
        types = {name: bind.type for name, bind in compiled.binds.items()}
        types |= dict.fromkeys(self._keys, types.get(among))
        names = state.parameters if self._named else state.positiontup
        self._values = [(name, types[name].dialect_impl(dialect).bind_processor(dialect)) for name in names]
        self._fixed = {name: value for name, value in state.parameters.items() if name not in facts}
        self.rows = _reader(statement.exported_columns, dialect) if len(statement.exported_columns) else None

    def bound(self, facts: Facts) -> Any:
        """The values as the driver takes them."""
        given = self._fixed | facts
        if self._keys:
            given |= zip(self._keys, facts[self._among], strict=True)
        if self._named:
            return {name: process(given[name]) if process else given[name] for name, process in self._values}
        return tuple([process(given[name]) if process else given[name] for name, process in self._values])


def _reader(columns: Any, dialect: Dialect) -> Callable[[list[Any]], list[Any]]:
    """How rows of the driver become rows with the columns as attributes."""
    make: Any = namedtuple("Found", list(columns.keys()))  # type: ignore[misc]
    types = [column.type.dialect_impl(dialect) for column in columns]
    processes = [kind.result_processor(dialect, None) for kind in types]
    if not any(processes):
        return lambda rows: [make(*row) for row in rows]
    pairs = list(enumerate(processes))
    return lambda rows: [make(*[read(row[n]) if read else row[n] for n, read in pairs]) for row in rows]


def _run(db: Connection, text: str, values: Any, *, many: bool = False) -> list[Any]:
    if not db.in_transaction():
        db.begin()  # as SQLAlchemy's own way does
    cursor = db.connection.cursor()
    for heard in db.dispatch.before_cursor_execute:
        heard(db, cursor, text, values, None, many)
    try:
        (cursor.executemany if many else cursor.execute)(text, values)
        return [] if many or cursor.description is None else list(cursor.fetchall())
    except db.dialect.loaded_dbapi.Error as fault:
        raise _as_sqlalchemys(db, fault, text, values, many=many) from fault


def _as_sqlalchemys(db: Connection, fault: Any, text: str, values: Any, *, many: bool) -> Exception:
    """A driver's fault as SQLAlchemy raises it; a connection that is lost is not used again."""
    base = db.dialect.loaded_dbapi.Error
    lost = db.dialect.is_disconnect(fault, db.connection.dbapi_connection, None)
    told: Exception = DBAPIError.instance(
        text, values, fault, base, connection_invalidated=lost, dialect=db.dialect, ismulti=many
    )
    if lost:
        db.invalidate(fault)
    return told

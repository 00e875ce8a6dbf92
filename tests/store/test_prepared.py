"""Prepared statements: the same rows, values, faults and listeners as SQLAlchemy's own way."""

import gc
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    MetaData,
    String,
    Table,
    bindparam,
    event,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from arena.actors.model import Actor
from arena.store import Store, Tx
from arena.store.at_once import AT_ONCE
from arena.store.base import Clean, Key, Moment
from arena.store.fault import collided, told
from arena.store.prepared import Prepared

TABLE = Table(
    "prepared",
    MetaData(),
    Column("id", Key, primary_key=True),
    Column("name", Clean(), unique=True),
    Column("at", Moment),
    Column("facts", JSON),
    Column("sure", Boolean),
    Column("kind", String, default=text("'stands in the statement'")),
)
C = TABLE.c
EVERY = select(TABLE).where(C.id.in_(bindparam("ids", expanding=True)), C.sure == bindparam("sure")).order_by(C.id)
STORE = insert(TABLE).returning(C.id, C.name, C.at, C.facts)
CHANGE = update(TABLE).where(C.id == bindparam("which")).values(facts=bindparam("new")).returning(C.id, C.facts)
MOMENTS = st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.just(UTC))
JSONS = st.dictionaries(st.text("abc", max_size=3), st.none() | st.booleans() | st.integers(-9, 9))
ROWS = st.fixed_dictionaries({"name": st.text(max_size=9), "at": MOMENTS, "facts": JSONS, "sure": st.booleans()})


@pytest.fixture(scope="module")
def table(store: Store) -> Store:
    """A store with a table of every kind of value."""
    store.write_now(lambda tx: TABLE.create(tx.db, checkfirst=True))
    return store


@settings(max_examples=40)
@given(several=st.lists(ROWS, min_size=1, max_size=5), extra=st.integers(0, 3))
def test_values_and_rows_are_those_of_sqlalchemy(table: Store, several: list[dict[str, Any]], extra: int) -> None:
    rows = [row | {"name": uuid4().hex + row["name"]} for row in several]
    keep, every, change = Prepared(STORE), Prepared(EVERY, among="ids"), Prepared(CHANGE)

    def act(tx: Tx) -> None:
        kept = _in_order(keep.each(tx.db, rows), rows)
        asked = {"ids": [row.id for row in kept] + [-1] * extra, "sure": True}
        found = every.all(tx.db, asked)
        assert [tuple(row) for row in found] == [tuple(row) for row in tx.db.execute(EVERY, asked)]
        for row, again in zip(found, tx.db.execute(EVERY, asked), strict=True):
            assert (row.at, row.facts, row.sure, row.kind) == (again.at, again.facts, again.sure, again.kind)
        others = [row | {"name": row["name"] + "."} for row in rows]
        raw = text("SELECT CAST(at AS TEXT), CAST(facts AS TEXT), sure, kind FROM prepared WHERE id = :id")
        for row, own in zip(kept, _in_order(tx.db.execute(STORE, others).all(), others), strict=True):
            first, second = (tx.db.execute(raw, {"id": number}).one() for number in (row.id, own.id))
            assert (first[0], json.loads(first[1]), *first[2:]) == (second[0], json.loads(second[1]), *second[2:])
        new = {"which": kept[0].id, "new": rows[-1]["facts"]}
        changed = change.first(tx.db, new)
        assert tuple(changed) == tuple(tx.db.execute(CHANGE, new).one())

    table.write_now(act)


def _in_order(found: Any, rows: list[dict[str, Any]]) -> list[Any]:
    """Databases give back what was stored in no certain order."""
    by_name = {row.name: row for row in found}
    return [by_name[Clean().process_bind_param(row["name"], None)] for row in rows]  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [1, 2, 3, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 200])
def test_any_number_of_rows_is_stored_at_once(table: Store, number: int) -> None:
    at = datetime.now(UTC)
    rows = [
        {"name": f"{uuid4().hex} {n}", "at": at + timedelta(n % 2), "facts": {"n": n}, "sure": bool(n % 3)}
        for n in range(number)
    ]
    kept = table.write_now(lambda tx: Prepared(STORE).each(tx.db, rows))
    assert {(row.name, row.at, row.facts["n"]) for row in kept} == {(r["name"], r["at"], r["facts"]["n"]) for r in rows}
    read = table.read_now(lambda db: db.execute(select(TABLE).where(C.id.in_([row.id for row in kept]))).all())
    assert {(row.name, row.at, row.sure) for row in read} == {(r["name"], r["at"], r["sure"]) for r in rows}
    assert {row.kind for row in read} == {"stands in the statement"}


@settings(max_examples=40)
@given(
    word=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    n=st.integers(-9, 9),
    sure=st.booleans(),
)
def test_what_never_changes_stands_in_the_text(store: Store, word: str, n: int, sure: bool) -> None:
    fixed = (literal(word).label("word"), literal(n).label("n"), literal(sure).label("sure"))
    asked = select(*fixed, bindparam("given", type_=String).label("given")).where(literal(word).in_([word, "?"]))
    heard: list[Any] = []

    def ask(db: Connection) -> Any:
        event.listen(db, "before_cursor_execute", lambda *about: heard.append(about[3]))
        return Prepared(asked).first(db, {"given": word})

    assert tuple(store.read_now(ask)) == (word, n, sure, word)
    assert list(heard[0].values() if isinstance(heard[0], dict) else heard[0]) == [word]


def test_what_is_too_long_for_its_column_is_refused_and_never_cut(store: Store) -> None:
    if store.dialect == "sqlite":
        pytest.skip("SQLite keeps no length")
    short = Table("short", MetaData(), Column("name", String(3)))
    store.write_now(lambda tx: short.create(tx.db))
    for names in (["lang"], ["kur", "lang"]):
        with pytest.raises(DBAPIError, match="too long"):
            store.write_now(lambda tx, names=names: Prepared(insert(short)).each(tx.db, [{"name": n} for n in names]))  # type: ignore[misc]


def test_many_keys_are_asked_for_some_at_a_time(store: Store) -> None:
    names = [f"{uuid4().hex} {n}" for n in range(AT_ONCE * 2 + 3)]
    row = {"kind": "person", "sector": "resident", "created_at": datetime.now(UTC)}
    store.write_now(lambda tx: tx.db.execute(insert(Actor), [row | {"name": name} for name in names]))
    named = Prepared(select(Actor.name).where(Actor.name.in_(bindparam("names", expanding=True))), among="names")
    for number in (0, 1, AT_ONCE, AT_ONCE + 1, len(names)):
        found = store.read_now(lambda db, number=number: named.all(db, {"names": names[:number]}))  # type: ignore[misc]
        assert {one.name for one in found} == set(names[:number])


def test_a_fault_is_sqlalchemys_own_and_undoes_its_act_alone(table: Store) -> None:
    keep, name = Prepared(STORE), uuid4().hex
    row = {"name": name, "at": datetime.now(UTC), "facts": {}, "sure": True}
    other = row | {"name": uuid4().hex}
    for again in ([row], [other, row]):
        with pytest.raises(IntegrityError) as fault:
            table.write_now(lambda tx, again=again: [keep.each(tx.db, [row]), keep.each(tx.db, again)])  # type: ignore[misc]
        assert isinstance(fault.value.orig, table.writing.dialect.loaded_dbapi.Error)
    table.write_now(lambda tx: keep.each(tx.db, [row]))  # nothing was left behind, and the connection is good
    both = table.read_now(lambda db: db.execute(select(C.name).where(C.name.in_((name, other["name"])))).all())
    assert len(both) == 1


def test_a_value_that_sqlalchemy_would_fill_in_is_refused(store: Store) -> None:
    late = Table("late", MetaData(), Column("id", Key, primary_key=True), Column("n", Key, default=0), Column("m", Key))
    with pytest.raises(TypeError, match="every value"):
        store.write_now(lambda tx: Prepared(insert(late)).all(tx.db, {"m": 1}))


def test_a_moment_without_its_zone_is_refused(table: Store) -> None:
    row = {"name": uuid4().hex, "at": datetime(2026, 1, 1), "facts": {}, "sure": True}
    with pytest.raises(ValueError, match="zone"):
        table.write_now(lambda tx: Prepared(STORE).all(tx.db, row))


def test_listeners_hear_every_statement_with_its_values(table: Store) -> None:
    heard: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, values: Any, *___: Any) -> None:
        heard.append((statement.split()[0], values))

    event.listen(table.writing, "before_cursor_execute", note)
    row = {"name": uuid4().hex, "at": datetime.now(UTC), "facts": {}, "sure": True}
    rows = [row | {"name": uuid4().hex} for _ in range(2)]
    try:
        table.write_now(lambda tx: (Prepared(STORE).all(tx.db, row), Prepared(insert(TABLE)).each(tx.db, rows)))
    finally:
        event.remove(table.writing, "before_cursor_execute", note)
    assert [verb for verb, _ in heard] == ["INSERT", "INSERT"]
    assert row["name"] in str(heard[0][1])
    assert all(one["name"] in str(heard[1][1]) for one in rows)


def test_readers_begin_a_transaction_of_their_own(store: Store) -> None:
    with store.reading.connect() as db:
        assert not db.in_transaction()
        Prepared(select(Actor.id)).first(db, {})
        assert db.in_transaction()


def test_a_lost_connection_is_told_and_not_used_again(store: Store) -> None:
    here = Prepared(select(Actor.id).limit(1))

    def cut(tx: Tx) -> None:
        if store.dialect == "sqlite":
            tx.db.connection.driver_connection.close()  # type: ignore[union-attr]
        else:
            own = tx.db.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            store.read_now(lambda db: db.exec_driver_sql(f"SELECT pg_terminate_backend({own})").all())
        with pytest.raises(DBAPIError) as fault:
            here.all(tx.db, {})
        assert fault.value.connection_invalidated
        assert tx.db.invalidated
        raise fault.value

    with pytest.raises(Exception, match=r"(?i)busy|closed"):
        store.write_now(cut)
    gc.collect()  # what was closed holds SQLite's lock until the last that the fault remembers of it is gone
    store.write_now(lambda tx: here.all(tx.db, {}))


def test_what_only_sqlstates_tell_apart_is_still_told_apart(store: Store) -> None:
    if store.dialect == "sqlite":
        locked = Prepared(text("INSERT INTO prepared (id) VALUES (1)").columns())
        with pytest.raises(OperationalError) as fault, store.reading.connect() as db:
            locked.all(db, {})
        assert told(fault.value).status == 503  # type: ignore[attr-defined]
        return
    deadlock = Prepared(text("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$").columns())
    with pytest.raises(DBAPIError) as collision, store.reading.connect() as db:
        deadlock.all(db, {})
    assert collided(collision.value)

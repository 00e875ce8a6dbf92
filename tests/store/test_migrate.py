"""Migrations lead up, down and up again, and end in what the models say."""

from sqlalchemy import inspect

from arena.migrations.migrate import compare, migrate, pending, step_back
from arena.migrations.newest import is_newest
from arena.store import Store


def test_up_down_and_up_again(empty_database: str) -> None:
    store = Store(empty_database)
    assert store.read_now(pending)
    assert not store.read_now(is_newest)
    for step in store.read_now(pending):
        assert not store.read_now(is_newest), step
        store.write_now(migrate, step)
    assert store.read_now(pending) == []
    assert store.read_now(is_newest)
    store.write_now(compare)
    store.write_now(step_back)
    assert not store.read_now(is_newest)
    assert [
        table for table in store.read_now(lambda db: inspect(db).get_table_names()) if table != "alembic_version"
    ] == []
    store.write_now(migrate)
    store.write_now(compare)
    store.close()

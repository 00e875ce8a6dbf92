"""A fresh database, as `arena migrate` leaves it: for benchmarks and tests, which need many."""

from arena.migrations.migrate import migrate
from arena.store import Store
from arena.strategy.load import ensure_strategy


def store_on(url: str) -> Store:
    """A store on a database that is migrated and knows the shipped strategy."""
    store = Store(url)
    store.write_now(migrate)
    store.write_now(ensure_strategy, None)
    return store

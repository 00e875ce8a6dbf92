"""Engines: how connections to SQLite and PostgreSQL are opened for the writer and for readers."""

from sqlalchemy import Engine, PoolProxiedConnection, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

READERS = 4
BUSY_MS = 5_000


def open_engines(url: str) -> tuple[Engine, Engine]:
    """Open the writer's engine (one connection) and the readers' (never able to write)."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(url, writes=True), _sqlite(url, writes=False)
    writer = create_engine(url, pool_size=1, max_overflow=0, pool_pre_ping=True)
    readers = create_engine(url, pool_size=READERS, max_overflow=2, pool_pre_ping=True)
    return writer, readers.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")


def _sqlite(url: str, *, writes: bool) -> Engine:
    engine = create_engine(url, pool_size=1 if writes else READERS, max_overflow=0 if writes else 2)

    @event.listens_for(engine, "connect")
    def prepare(raw: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        raw.isolation_level = None  # sqlite3 must not begin transactions behind our back
        cursor = raw.cursor()
        # FULL: an acknowledged contribution survives a power cut, not only a crash.
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        if not writes:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    def begin(raw: PoolProxiedConnection) -> None:
        raw.cursor().execute("BEGIN IMMEDIATE" if writes else "BEGIN")

    engine.dialect.do_begin = begin  # type: ignore[assignment]  # sqlite3 itself begins only before it writes
    return engine

"""Defects of the database's connections."""

from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from arena.store import engines
from arena.store import store as stores
from bench.chaos.defects.register import defect


@defect
def synchronous_normal() -> None:
    """SQLite commits without waiting for the disk."""
    _pragma("synchronous=NORMAL")


@defect
def synchronous_off() -> None:
    """SQLite never waits for the disk, not even before it overwrites."""
    _pragma("synchronous=OFF")


def _pragma(pragma: str) -> None:
    open_engines = stores.open_engines

    def opened(url: str) -> tuple[Engine, Engine]:
        made = open_engines(url)
        event.listen(made[0], "connect", lambda raw, _: raw.execute(f"PRAGMA {pragma}"))
        return made

    stores.open_engines = opened


@defect
def shared_connection() -> None:
    """Readers and the writer share one connection: whoever has read rolls back what was being written."""

    def opened(url: str) -> tuple[Engine, Engine]:
        engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})

        @event.listens_for(engine, "connect")
        def prepare(raw: Any, _: Any) -> None:
            raw.isolation_level = None
            for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={engines.BUSY_MS}"):
                raw.execute(f"PRAGMA {pragma}")

        @event.listens_for(engine, "begin")
        def begin(db: Any) -> None:
            if not db.connection.driver_connection.in_transaction:
                db.exec_driver_sql("BEGIN IMMEDIATE")

        return engine, engine

    stores.open_engines = opened

"""Where posts are stored: SQLite on the disk as it is or on a slower one, or a database of its own on PostgreSQL."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bench.install import RIVALS, NotInstallable, compiled, python
from bench.machine import to_the_servers_core

COMMIT_EACH, COMMIT_EACH_ORM = "sqlite3-commit-each", "sqlalchemy-aiosqlite-commit-each"
COMMIT_EACH_POSTGRES, DISK = "postgresql-commit-each", "fdatasync"
SOURCES = {
    COMMIT_EACH: "commit_each.py",
    COMMIT_EACH_ORM: "commit_each_orm.py",
    COMMIT_EACH_POSTGRES: "commit_each_postgres.py",
    DISK: "fdatasync.py",
}
WAITING = {COMMIT_EACH_ORM: 32, COMMIT_EACH_POSTGRES: 16}


class Place(msgspec.Struct, frozen=True):
    """One way to keep what is posted, and whom to compare there."""

    mode: str
    rivals: tuple[str, ...]
    url: str = ""
    environment: dict[str, str] = {}


def sqlite(rivals: tuple[str, ...] = (COMMIT_EACH, COMMIT_EACH_ORM, DISK)) -> Place:
    """SQLite with `synchronous=FULL` on this disk."""
    return Place("sqlite FULL", rivals)


def slower(place: Place, milliseconds: float) -> Place:
    """The same on a disk whose fdatasync takes so much longer, for the Arena and its rivals alike."""
    shim, microseconds = compiled("slow_disk.c", "-shared", "-fPIC"), f"{milliseconds * 1000:.0f}"
    waits = {"LD_PRELOAD": shim, "BENCH_SYNC_MICROSECONDS": microseconds}
    return msgspec.structs.replace(place, mode=f"{place.mode}, disk +{milliseconds:g} ms", environment=waits)


@contextmanager
def postgresql(server: str) -> Iterator[Place]:
    """A database of its own on this server, dropped afterwards; the server's own processes are not pinned."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"arena_bench_{os.getpid()}"
    with engine.connect() as db:
        synced = db.execute(text("SHOW fsync")).scalar_one()
        db.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    yield Place(f"postgresql, fsync {synced}", (COMMIT_EACH_POSTGRES,), url)
    with engine.connect() as db:
        db.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def rate(name: str, place: Place, file: Path, seconds: float) -> float:
    """One round of a rival on the core of the servers: posts a second."""
    interpreter = python() if name == COMMIT_EACH_ORM else sys.executable
    line = [interpreter, str(RIVALS / SOURCES[name]), place.url or str(file), str(seconds)]
    around = os.environ | place.environment
    done = subprocess.run(line, preexec_fn=to_the_servers_core, stdout=subprocess.PIPE, check=True, env=around)
    return float(done.stdout)


def installable(place: Place) -> tuple[Place, list[str]]:
    """The place without the rivals that can't be had here, and a sentence for each."""
    missing = {}
    for name in place.rivals:
        try:
            _ = python() if name == COMMIT_EACH_ORM else ""
        except NotInstallable as fault:
            missing[name] = f"{name} is not installable: {fault}"
    left = tuple(name for name in place.rivals if name not in missing)
    return msgspec.structs.replace(place, rivals=left), list(missing.values())

"""Look at the database: reachable, migrated, a strategy in force, set so that nothing acknowledged is lost."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, SQLAlchemyError

from arena.doctor.finding import FAULT, HINT, WELL, Finding
from arena.migrations.newest import is_newest
from arena.moderation.grant import moderators
from arena.settings import Settings
from arena.store import Store
from arena.strategy.load import strategies

ENOUGH = 2  # who decides, and who looks at an objection
PRAGMAS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}


def look_at_database(settings: Settings) -> Iterator[Finding]:
    """Open the database as the Arena would and ask it; a database that is not there yet is not made."""
    try:
        address = make_url(settings.database)
        file = Path(address.database or "") if address.get_backend_name() == "sqlite" else None
        if file is not None and not file.exists():
            yield Finding(HINT, "database", f"{file} is not there yet; the first start makes it")
            return
        store = Store(settings.database)
    except (ArgumentError, ImportError, SQLAlchemyError) as fault:
        yield Finding(FAULT, "database", f"ARENA_DATABASE_URL can't be used: {fault}")
        return
    try:
        yield Finding(WELL, "database", store.read_now(_version))
        yield from store.read_now(_state)
        if store.dialect == "sqlite":
            yield from _pragmas(store)
    except DatabaseError as fault:
        if "malformed" in str(fault.orig) or "not a database" in str(fault.orig):
            yield Finding(FAULT, "database", f"{file} is damaged, restore a backup: {fault.orig}")
            return
        shown = make_url(settings.database).render_as_string(hide_password=True)
        yield Finding(FAULT, "database", f"{shown} does not answer: {str(fault.orig).strip()}")
    finally:
        store.close()


def _version(db: Connection) -> str:
    if db.dialect.name == "sqlite":
        return f"SQLite {db.execute(text('SELECT sqlite_version()')).scalar()} answers"
    return f"PostgreSQL {db.execute(text('SHOW server_version')).scalar()} answers"


def _state(db: Connection) -> list[Finding]:
    if not is_newest(db):
        said = "not all have run: stop the Arena and run arena migrate"
        return [Finding(FAULT, "migrations", said)]
    if db.dialect.name == "postgresql" and db.execute(text("SHOW server_encoding")).scalar() != "UTF8":
        return [Finding(FAULT, "database", "its encoding is not UTF8; make it anew with ENCODING 'UTF8'")]
    try:
        known = strategies(db).current
    except StopIteration:
        return [Finding(FAULT, "strategy", "none is in force: run arena migrate")]
    said = f"{known.city}, version {known.version}, {len(known.fields)} fields of action"
    return [Finding(WELL, "migrations", "all have run"), Finding(WELL, "strategy", said), _moderation(db)]


def _moderation(db: Connection) -> Finding:
    """Whether somebody reads what is reported, and somebody else can decide about an objection."""
    there = len([one for one in moderators(db) if one.revoked_at is None])
    if there < ENOUGH:
        said = f"{there} people moderate, at least {ENOUGH} should: arena moderator grant EMAIL"
        return Finding(HINT, "moderation", said)
    return Finding(WELL, "moderation", f"{there} people moderate")


def _pragmas(store: Store) -> Iterator[Finding]:
    """Ask the writer's connection, whose settings decide what survives a power cut."""
    with store.writing.connect() as db:
        found = {name: str(db.exec_driver_sql(f"PRAGMA {name}").scalar()) for name in PRAGMAS}
        broken = [row[0] for row in db.exec_driver_sql("PRAGMA quick_check(3)") if row[0] != "ok"]
    wrong = [f"{name} is {found[name]}, not {PRAGMAS[name]}" for name in PRAGMAS if found[name] != PRAGMAS[name]]
    if wrong:
        yield Finding(FAULT, "durability", f"{'; '.join(wrong)}: is the file on a network drive?")
    else:
        yield Finding(WELL, "durability", "what is acknowledged survives a power cut (WAL, synchronous FULL)")
    if broken:
        yield Finding(FAULT, "database", f"the file is damaged, restore a backup: {broken[0]}")

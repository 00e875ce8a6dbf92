"""`arena migrate`: bring the database to the newest form."""

import argparse

from arena.migrations.newest import is_newest
from arena.settings import Settings
from arena.store import Store
from arena.strategy.load import ensure_strategy


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "migrate",
        help="bring the database to the newest form",
        description="Make the database or bring it to the newest form, and load a strategy if there is none.\n"
        "Safe to run again; arena serve does the same when it starts.",
        epilog="example:\n  ARENA_DATABASE_URL=postgresql+psycopg://arena@localhost/arena arena migrate",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=run)


def run(settings: Settings, _: argparse.Namespace) -> int:
    """Migrate and say what was done."""
    bring_up(settings)
    print("The database is up to date.")
    return 0


def bring_up(settings: Settings) -> None:
    """Run what has not run yet, one migration a transaction, and load the strategy if there is none."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = Store(settings.database)
    try:
        if not store.read_now(is_newest):
            _migrate(store)
        store.write_now(ensure_strategy, settings.strategy)
    finally:
        store.close()


def _migrate(store: Store) -> None:
    from arena.migrations.migrate import migrate, pending

    steps = store.read_now(pending)
    for number, step in enumerate(steps, 1):
        print(f"migration {number}/{len(steps)}: {step}", flush=True)
        store.write_now(migrate, step)

"""`arena restored`: the database was put back from a copy."""

import argparse

from arena.commands.migrate import bring_up
from arena.settings import Settings
from arena.store import Store
from arena.threads.begin_anew import begin_anew


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "restored",
        help="say that the database was put back from a copy",
        description="Run this after putting the database back from a copy, before arena serve: then open pages and\n"
        "programs read every thread anew instead of going on from a place that is in another history now.",
        epilog="example:\n  cp copy.db data/arena.db && arena restored && arena serve",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=run)


def run(settings: Settings, _: argparse.Namespace) -> int:
    """Begin the history of every thread anew."""
    bring_up(settings)
    store = Store(settings.database)
    try:
        print(f"Threads that begin anew for whoever reads them: {store.write_now(begin_anew)}.")
    finally:
        store.close()
    return 0

"""`arena strategy`: check a city's strategy file and put it in force."""

import argparse
from pathlib import Path

from arena.commands.migrate import bring_up
from arena.settings import Settings
from arena.store import Store
from arena.strategy.load import load_strategy
from arena.strategy.read import StrategyFaults, read_strategy


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "strategy",
        help="check or load a city's strategy file",
        description="A strategy names a city's fields of action, its value compass, districts and kinds of ideas.\n"
        "docs/strategy.md explains the file.",
        epilog="example:\n  arena strategy check potsdam.toml && arena strategy load potsdam.toml",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("do", choices=("check", "load"), help="check: only say what is wrong; load: put it in force")
    command.add_argument("file", type=Path, help="the strategy file (TOML)")
    command.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Check the file; load it where that was asked and nothing is wrong."""
    try:
        strategy = read_strategy(options.file)
    except StrategyFaults as faults:
        print(f"{options.file}: {len(faults.faults)} faults, nothing was loaded", *faults.faults, sep="\n  ")
        return 1
    print(f"{strategy.city}, version {strategy.version}: {len(strategy.fields)} fields of action, all right.")
    if options.do == "load":
        bring_up(settings)
        store = Store(settings.database)
        store.write_now(load_strategy, strategy)
        store.close()
        print("In force from the next start of the Arena on.")
    return 0

"""The commands: `arena COMMAND`, each in its own file under `commands/`."""

import argparse
import os
import sys
from typing import NoReturn

from sqlalchemy.exc import ArgumentError, DatabaseError

from arena.commands import demo, doctor, import_, migrate, moderator, office, restored, serve, strategy
from arena.settings import SettingsFault, read_settings
from arena.strategy.read import StrategyFaults

COMMANDS = (serve, demo, import_, migrate, restored, strategy, office, moderator, doctor)


def parser() -> argparse.ArgumentParser:
    """The parser with every command; each command adds its own words and options."""
    top = argparse.ArgumentParser(
        prog="arena",
        description="Arena of Ideas: a place where a city's people turn ideas into projects together.",
        epilog="""\
to begin:
  arena demo                   open it with demo content
  arena COMMAND --help         every option of a command, with an example

Settings come from the environment (PORT, ARENA_DATABASE_URL, ARENA_PUBLIC_URL ...); docs/running.md explains each.""",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.register(commands)
    return top


def main(argv: list[str] | None = None) -> None:
    """Run one command; a misspelt setting or option ends with status 2 and says which."""
    options = parser().parse_args(argv)
    try:
        settings = read_settings(os.environ)
    except SettingsFault as fault:
        print(f"arena: a setting is wrong: {fault}", file=sys.stderr)
        sys.exit(2)
    try:
        sys.exit(options.run(settings, options))
    except KeyboardInterrupt:
        sys.exit(130)
    except StrategyFaults as fault:
        sorry(f"the strategy file named by ARENA_STRATEGY has {len(fault.faults)} faults", *fault.faults)
    except (DatabaseError, ArgumentError) as fault:
        shown = str(fault.orig if isinstance(fault, DatabaseError) else fault).strip()
        sorry(f"the database can't be used: {shown}", "arena doctor says more")
    except ModuleNotFoundError as fault:
        if fault.name != "psycopg":
            raise
        sorry("for PostgreSQL the driver is missing: pip install 'arena-of-ideas[postgres]'")
    except OSError as fault:
        sorry(f"{fault.filename or 'a file'}: {fault.strerror}")


def sorry(*lines: str) -> NoReturn:
    """Say why a command can't do its work, and end with status 1."""
    print(f"arena: {lines[0]}", *(f"  {line}" for line in lines[1:]), sep="\n", file=sys.stderr)
    sys.exit(1)

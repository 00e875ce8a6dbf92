"""The commands: `arena COMMAND`, each in its own file under `commands/`."""

import argparse
import os
import sys

from arena.commands import demo, import_, migrate, serve, strategy
from arena.settings import SettingsFault, read_settings

COMMANDS = (serve, demo, import_, migrate, strategy)


def parser() -> argparse.ArgumentParser:
    """The parser with every command; each command adds its own words and options."""
    top = argparse.ArgumentParser(
        prog="arena",
        description="Arena of Ideas: a place where a city's people turn ideas into projects together.",
        epilog="Settings come from the environment; docs/running.md explains each.",
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
    sys.exit(options.run(settings, options))

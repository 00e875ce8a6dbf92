"""`arena demo`: open the Arena with life in it, for a first look on one's own machine."""

import argparse

import msgspec

from arena.commands.migrate import bring_up
from arena.commands.serve import serve
from arena.settings import Settings


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("demo", help="open the Arena with demo content (kept in the data folder)")
    command.set_defaults(run=run)


def run(settings: Settings, _: argparse.Namespace) -> int:
    """Migrate, serve in demo mode."""
    settings = msgspec.structs.replace(settings, demo=True)
    bring_up(settings)
    print(f"Arena: {settings.address}/", flush=True)
    serve(settings)
    return 0

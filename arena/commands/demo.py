"""`arena demo`: open the Arena with life in it, for a first look on one's own machine."""

import argparse
import sys

import msgspec

from arena.commands.migrate import bring_up
from arena.commands.serve import serve
from arena.settings import Settings
from arena.web.listen import PortTaken, listen_near


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("demo", help="open the Arena with demo content (kept in the data folder)")
    command.set_defaults(run=run)


def run(settings: Settings, _: argparse.Namespace) -> int:
    """Migrate, serve in demo mode on the first free port."""
    try:
        opened = listen_near(settings.host, settings.port)
    except PortTaken as fault:
        sys.exit(f"arena: {fault.strerror}; choose another with PORT=… arena demo")
    port = opened.getsockname()[1]
    if port != settings.port:
        print(f"Port {settings.port} is in use, so the Arena takes {port}.")
    settings = msgspec.structs.replace(settings, demo=True, port=port)
    bring_up(settings)
    print(f"Arena: {settings.address}/", flush=True)
    return serve(settings, opened)

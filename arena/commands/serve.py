"""`arena serve`: bring the database to the newest form and open the Arena."""

import argparse
import contextlib
import socket
import sys

import uvicorn
from uvicorn.config import STARTUP_FAILURE

from arena.app import create_app
from arena.commands.migrate import bring_up
from arena.commands.workers import serve_by_several
from arena.live.buses import missing_driver
from arena.settings import Settings
from arena.web.garbage import look_seldom
from arena.web.listen import PortTaken, listen
from arena.web.server import configure

ABOUT = """\
Bring the database to the newest form, then answer requests until stopped (Ctrl-C or SIGTERM).
Port, database, public address and the rest are settings; docs/running.md explains each."""
EXAMPLE = """\
example:
  PORT=8080 ARENA_PUBLIC_URL=https://ideen.example.org arena serve --workers 2"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "serve",
        help="open the Arena (migrates the database first)",
        description=ABOUT,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("--workers", type=_count, default=1, metavar="N", help="processes that answer (default 1)")
    command.set_defaults(run=run)


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError("a whole number from 1 to 64")
    return int(text)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Serve until stopped."""
    try:
        opened = listen(settings.host, settings.port)
    except PortTaken:
        sys.exit(f"arena: port {settings.port} is in use; choose another with PORT=… arena serve")
    except OSError as fault:
        sys.exit(f"arena: can't listen on {settings.host}, port {settings.port}: {fault.strerror}")
    bring_up(settings)
    print(f"Arena: {settings.address}/", flush=True)
    return serve(settings, opened, options.workers)


def serve(settings: Settings, opened: socket.socket, workers: int = 1) -> int:
    """Answer requests in this process, or in several that share the port; returns the exit code."""
    if (extra := missing_driver(settings)) is not None:
        sys.exit(f"arena: the driver for ARENA_BROKER is missing: pip install 'arena-of-ideas[{extra}]'")
    if workers == 1:
        server = uvicorn.Server(configure(create_app(settings), settings))
        look_seldom()
        with contextlib.suppress(KeyboardInterrupt):  # raised again by uvicorn once all is closed
            server.run([opened])
        return 0 if server.started else STARTUP_FAILURE
    return serve_by_several(settings, opened, workers)

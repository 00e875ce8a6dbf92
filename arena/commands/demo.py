"""`arena demo`: open the Arena with life in it, for a first look on one's own machine."""

import argparse
import os
import sys
import webbrowser

import msgspec

from arena.commands.migrate import bring_up
from arena.commands.progress import Progress
from arena.commands.serve import serve
from arena.demo.links import SignIn, sign_ins
from arena.demo.read import DemoError, read_demo
from arena.demo.seed import is_empty, seed
from arena.demo.shape import Demo
from arena.settings import Settings
from arena.store import Store
from arena.strategy.load import strategies
from arena.web.listen import PortTaken, listen_near

ABOUT = """\
Open the Arena with demo content: ideas, teams and discussions of a city's invented people. At the first start the
database is made and filled, which takes a few seconds; what you do in it stays in the data folder. Everybody who
reaches this Arena can sign in as anybody of the cast, so it listens on this machine alone."""
EXAMPLE = """\
example:
  PORT=9000 ARENA_DATA_DIR=/tmp/arena arena demo --no-browser"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "demo",
        help="open the Arena with demo content, for a first look",
        description=ABOUT,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("--no-browser", action="store_true", help="don't open a browser")
    command.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Migrate, seed an empty Arena, say how to sign in, serve in demo mode on the first free port."""
    try:
        opened = listen_near(settings.host, settings.port)
    except PortTaken as fault:
        sys.exit(f"arena: {fault.strerror}; choose another with PORT=… arena demo")
    port = opened.getsockname()[1]
    if port != settings.port:
        print(f"Port {settings.port} is in use, so the Arena takes {port}.")
    settings = msgspec.structs.replace(settings, demo=True, port=port)
    bring_up(settings)
    people = fill(settings)
    print(f"\nArena: {settings.address}/\n")
    print(*table(people, settings.address), sep="\n")
    print("\nStop it with Ctrl-C.", flush=True)
    if not options.no_browser and may_open_browser():
        webbrowser.open(f"{settings.address}/")  # the port is open already; the page comes once the server runs
    return serve(settings, opened)


def fill(settings: Settings) -> list[SignIn]:
    """Seed the Arena where it is empty; returns the cast with their links."""
    store = Store(settings.database)
    try:
        demo = _demo(store)
        if demo is None:
            return []
        if store.read_now(is_empty):
            progress = Progress("filling the Arena")
            try:
                store.write_now(seed, demo, progress)
            finally:
                progress.end()
        return store.write_now(sign_ins, demo)
    finally:
        store.close()


def _demo(store: Store) -> Demo | None:
    """The demo content, unless another city's strategy is in force."""
    try:
        return read_demo(strategy=store.read_now(strategies).current)
    except DemoError as fault:
        print("The demo content does not fit the strategy in force, so the Arena opens without it:", file=sys.stderr)
        print(*(f"  {problem}" for problem in fault.problems[:3]), sep="\n", file=sys.stderr)
        return None


def table(people: list[SignIn], address: str) -> list[str]:
    """Who one may be, with a link each."""
    if not people:
        return ["Sign up there; mails are shown on the page /de/mails of this Arena."]
    links = [line for one in people for line in (f"  {one.name}, {one.role}", f"    {address}{one.path}")]
    return ["Sign in as one of these people by opening their link:", *links]


def may_open_browser() -> bool:
    """Whether somebody sits here before a screen."""
    screen = os.name == "nt" or sys.platform == "darwin"
    screen = screen or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    return screen and sys.stdout.isatty() and "CI" not in os.environ

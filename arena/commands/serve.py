"""`arena serve`: bring the database to the newest form and open the Arena."""

import argparse
import os

import uvicorn
from uvicorn.supervisors import Multiprocess

from arena.app import create_app
from arena.commands.migrate import bring_up
from arena.settings import Settings, read_settings
from arena.web.server import configure


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("serve", help="open the Arena (migrates the database first)")
    command.add_argument("--workers", type=int, default=1, help="processes that answer (default 1)")
    command.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Serve until stopped."""
    bring_up(settings)
    print(f"Arena: {settings.address}/", flush=True)
    serve(settings, options.workers)
    return 0


def serve(settings: Settings, workers: int = 1) -> None:
    """Answer requests in this process, or in several."""
    if workers == 1:
        uvicorn.Server(configure(create_app(settings), settings)).run()
        return
    config = configure("arena.commands.serve:app_of_worker", settings, workers=workers)
    config.factory = True
    socket = config.bind_socket()
    Multiprocess(config, sockets=[socket]).run()


def app_of_worker() -> object:
    """The app of one process among several, made from the environment."""
    return create_app(read_settings(os.environ))

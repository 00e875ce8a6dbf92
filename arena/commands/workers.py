"""Several processes behind one port: each with an app of its own, all ended together."""

import os
import signal
import socket
import threading
import time
from functools import partial
from multiprocessing import get_context
from multiprocessing.synchronize import Event

from starlette.applications import Starlette
from uvicorn.config import STARTUP_FAILURE, Config
from uvicorn.supervisors import Multiprocess

from arena.app import create_app
from arena.settings import Settings
from arena.web.garbage import look_seldom
from arena.web.server import configure

ENDING = {signal.SIGTERM, signal.SIGINT}


def serve_by_several(settings: Settings, opened: socket.socket, workers: int) -> int:
    """Answer requests in several processes until told to stop; returns the exit code."""
    ending = get_context("spawn").Event()
    # An app of its own in each process, made from these very settings.
    config = configure(partial(app_of_worker, settings, os.getpid(), ending), settings, workers=workers)
    config.factory = True
    several = Several(config, opened, ending)
    several.run()
    return STARTUP_FAILURE if any(one.exitcode == STARTUP_FAILURE for one in several.processes) else 0


class Several(Multiprocess):
    """uvicorn's supervisor; lets its workers know whether all end or one is replaced, and hears a second signal."""

    def __init__(self, config: Config, opened: socket.socket, ending: Event) -> None:
        super().__init__(config, sockets=[opened])
        self._ending = ending

    def terminate_all(self) -> None:
        """All end: nobody is there to go on."""
        self._ending.set()
        super().terminate_all()

    def join_all(self) -> None:
        """Wait for the workers to drain; a second signal reaches them as well and ends them at once."""
        while any(one.process.is_alive() for one in self.processes):
            if ENDING & set(self.signal_queue):
                self.signal_queue.clear()
                super().terminate_all()
            time.sleep(0.05)
        super().join_all()


def app_of_worker(settings: Settings, parent: int, ending: Event) -> Starlette:
    """The app of one process among several, which ends when the one that started it says so, or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of a terminal; the parent answers it
    threading.Thread(target=_follow, args=(parent,), name="follow", daemon=True).start()
    app = create_app(settings, retires=lambda: not ending.is_set())
    look_seldom()
    return app


def _follow(parent: int) -> None:
    """Killed without a word, a parent can't stop its workers; they would keep the port for ever."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)

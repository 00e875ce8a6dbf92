"""A broker of a run's own, which can be killed and started again."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.machine import free_port, wait_for

KINDS = ("redis", "nats")


class Broker:
    """`redis-server` or `nats-server` as a process on a free port."""

    def __init__(self, kind: str, folder: Path) -> None:
        binary = shutil.which(f"{kind}-server")
        if binary is None:
            raise SystemExit(f"{kind}-server is not on the path")
        port = str(free_port())
        given = {
            "redis": ["--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)],
            "nats": ["-a", "127.0.0.1", "-p", port],
        }
        self._command = [binary, *given[kind]]
        self._port = int(port)
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"{kind}://127.0.0.1:{port}"

    def start(self) -> None:
        """Start it and wait until it listens."""
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self._port, self._process)

    def kill(self) -> None:
        """End it without a goodbye."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def broker_of(asked: str, folder: Path) -> Iterator[Broker | None]:
    """A broker of our own where only its kind is named; None where it is somebody else's, or none is needed."""
    if asked not in KINDS:
        yield None
        return
    broker = Broker(asked, folder)
    broker.start()
    try:
        yield broker
    finally:
        broker.kill()

"""Brokers for tests: servers of our own on free ports, which can be stopped and started again."""

import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Self

from tests.conftest import skip_or_fail
from tests.serving import free_port

START_S = 20


def is_open(port: int) -> bool:
    """Whether somebody listens on a port."""
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


class BrokerServer:
    """`redis-server` or `nats-server` as a process."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind = kind
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        found = shutil.which(f"{kind}-server")
        if found is None:
            skip_or_fail(kind, f"{kind}-server is not on the path")
        self.binary = str(found)

    @property
    def url(self) -> str:
        """What `ARENA_BROKER` is set to."""
        return f"{self.kind}://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until its port is open."""
        arguments = {
            "redis": ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)],
            "nats": ["-a", "127.0.0.1", "-p", str(self.port)],
        }[self.kind]
        self.process = subprocess.Popen(
            [self.binary, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder
        )
        ends = time.monotonic() + START_S
        while time.monotonic() < ends:
            assert self.process.poll() is None, f"{self.kind}-server did not start"
            if is_open(self.port):
                return
            time.sleep(0.02)
        raise TimeoutError(self.kind)

    def stop(self) -> None:
        """End it, if it runs."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

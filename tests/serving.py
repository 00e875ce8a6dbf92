"""Servers as processes of their own, for tests that kill them, run several, or watch their memory."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Self

from arena.settings import Settings
from arena.store import Store
from tests.people import Arena

START_S = 60
ESTABLISHED = "01"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


class Server:
    """`arena serve` on a database; each person in a test has an address of their own behind its trusted proxy."""

    def __init__(self, database: str, folder: Path, *, workers: int = 1, **environment: str) -> None:
        self.workers = workers
        self.environment = environment
        self.log: Path | None = None  # where its faults are written; else beside those of the tests
        self.settings = Settings(port=free_port(), data_dir=folder, database_url=database)
        self.process: subprocess.Popen[bytes]

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.kill()

    async def start(self) -> None:
        """Start the process and wait until it answers."""
        env = {name: value for name, value in os.environ.items() if not name.startswith("ARENA_")}
        env |= {
            "PORT": str(self.settings.port),
            "ARENA_DATA_DIR": str(self.settings.data_dir),
            "ARENA_DATABASE_URL": self.settings.database_url,
            "ARENA_TRUSTED_PROXIES": "127.0.0.1",
            **self.environment,
        }
        self.process = _run(env, self.workers, self.log)
        try:
            async with asyncio.timeout(START_S):
                while not await self._answers():
                    assert self.process.poll() is None, "the server did not start"
                    await asyncio.sleep(0.02)
        except BaseException:
            self.kill()
            raise

    async def _answers(self) -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.settings.port)
        except OSError:
            return False
        writer.close()
        await writer.wait_closed()
        return True

    def kill(self) -> None:
        """End it as a power cut would: no goodbye, nothing tidied up."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    async def end(self) -> None:
        """Tell it to end, and wait until it has."""
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(START_S):
            while self.process.poll() is None:
                await asyncio.sleep(0.02)

    def arena(self, store: Store) -> Arena:
        """The people in front of this server."""
        return Arena(self.settings, store, None)

    @property
    def rss(self) -> int:
        """Bytes of memory the process holds."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    @property
    def lines(self) -> int:
        """How many connections of people the kernel holds for the server."""
        port, rows = f":{self.settings.port:04X}", Path("/proc/net/tcp").read_text().splitlines()[1:]
        return sum(row.split()[1].endswith(port) and row.split()[3] == ESTABLISHED for row in rows)


def _run(env: dict[str, str], workers: int, log: Path | None) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "arena", "serve", "--workers", str(workers)]
    with contextlib.ExitStack() as stack:
        faults = stack.enter_context(log.open("ab")) if log else None
        return subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=faults)

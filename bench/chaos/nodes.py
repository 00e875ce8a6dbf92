"""Nodes: servers on one database that are killed, stopped and started again."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Self

from bench.chaos.switches import Switches
from bench.machine import free_port

START_S = 60


class Node:
    """One server: its port and, while it runs, its process."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.port = free_port()
        self.pid = 0
        self.stopped = False

    @property
    def runs(self) -> bool:
        """Whether its process is there."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def signal(self, number: int) -> None:
        """Send a signal, if there is still somebody to hear it."""
        if self.runs:
            os.kill(self.pid, number)

    async def gone(self, seconds: float) -> bool:
        """Wait until the process has ended; gives whether it has."""
        for _ in range(int(seconds / 0.01)):
            if not self.runs:
                return True
            await asyncio.sleep(0.01)
        return False

    async def answers(self) -> bool:
        """Whether it is ready."""
        return await answers(self.port)


class Cluster:
    """Several nodes on one database, started by one launcher."""

    def __init__(
        self, folder: Path, database: str, *, nodes: int, defects: list[str], lost: int = 0, **environment: str
    ) -> None:
        self.folder, self.database = folder, database
        self.switches = Switches(folder / "switches", always_lost=lost)
        self.nodes = [Node(number) for number in range(nodes)]
        self._defects = defects
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith("ARENA_")}
        self._environment |= {"CHAOS_SWITCH": str(self.switches.path)} | environment
        self._launcher: Process
        self._asking = asyncio.Lock()

    async def __aenter__(self) -> Self:
        command = ["-m", "bench.chaos.launch", "--switches", str(self.switches.path)]
        command += [f"--defect={defect}" for defect in self._defects]
        self._launcher = await asyncio.create_subprocess_exec(
            sys.executable, *command, stdin=PIPE, stdout=PIPE, env=self._environment
        )
        assert self._launcher.stdout
        told = await self._launcher.stdout.readline()
        assert told == b"ready\n", "the launcher did not start"
        for node in self.nodes:
            await self.start(node)
        return self

    async def __aexit__(self, *_: object) -> None:
        for node in self.nodes:
            node.signal(signal.SIGKILL)
        assert self._launcher.stdin
        self._launcher.stdin.close()
        await self._launcher.wait()

    async def start(self, node: Node) -> None:
        """Start a node and wait until it answers."""
        while True:
            await self._launch(node)
            for _ in range(START_S * 100):
                if await node.answers():
                    return
                if not node.runs:
                    break  # the disk was full, or the database away: try again
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.05)

    async def _launch(self, node: Node) -> None:
        settings = {
            "PORT": str(node.port),
            "ARENA_DATA_DIR": str(self.folder),
            "ARENA_DATABASE_URL": self.database,
            "ARENA_TRUSTED_PROXIES": "127.0.0.1",
            "CHAOS_LOG": str(self.folder / f"node-{node.number}.log"),
        }
        assert self._launcher.stdin
        assert self._launcher.stdout
        async with self._asking:
            self._launcher.stdin.write(json.dumps(settings).encode() + b"\n")
            node.pid = int(await self._launcher.stdout.readline())

    def complaints(self) -> str:
        """What the servers logged, for whoever looks for a cause."""
        return "".join(file.read_text("utf-8", "replace") for file in sorted(self.folder.glob("node-*.log")))


async def answers(port: int) -> bool:
    """Whether somebody on this port says that the database answers."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
        line = await reader.readline()
        writer.close()
    except OSError:
        return False
    return b" 200 " in line

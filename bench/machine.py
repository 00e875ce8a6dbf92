"""The machine: a server on a core of its own, and how much processor time its processes took."""

import os
import platform
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path

SERVER_CORES, LOAD_CORES = {0}, {1}
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(*command: str, **environment: str) -> Iterator[tuple[int, int]]:
    """Run a server pinned to its core until it answers; gives its process and its port."""
    port = free_port()
    cores = SERVER_CORES if len(os.sched_getaffinity(0)) > 1 else os.sched_getaffinity(0)
    line = [sys.executable, *(part.replace("PORT", str(port)) for part in command)]
    process = subprocess.Popen(
        line,
        env=os.environ | environment | {"PORT": str(port)},
        preexec_fn=partial(os.sched_setaffinity, 0, cores),
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def seconds_used(pid: int) -> float:
    """User and system time of a process with all that it started, in seconds."""
    stat = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(map(int, stat[11:13])) / TICKS + sum(seconds_used(int(child)) for child in children)


def memory(pid: int) -> int:
    """Bytes of memory a process with all that it started holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(memory(int(child)) for child in children)


def about() -> dict[str, str]:
    """What it was measured on."""
    names = ("starlette", "uvicorn", "uvloop", "websockets", "sqlalchemy", "jinja2")
    versions = {name: version(name) for name in names}
    return versions | {"python": platform.python_version(), "machine": f"{platform.machine()}, {os.cpu_count()} cores"}


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("the server ended at once")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the server did not open its port within 30 s")

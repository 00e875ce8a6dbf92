"""The machine: a server on a core of its own, and how much processor time its processes took."""

import os
import platform
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

SERVER_CORES, LOAD_CORES = {0}, {1}


@contextmanager
def serving(*command: str, **environment: str) -> Iterator[tuple[int, int]]:
    """Run a server pinned to its core until it answers; gives its process and its port."""
    with serving_with(sys.executable, *command, **environment) as served:
        yield served


class DidNotStart(Exception):
    """A server that ended before it listened, or never listened."""


@contextmanager
def serving_with(*command: str, port: int = 0, **environment: str) -> Iterator[tuple[int, int]]:
    """The same for a programme of any kind; where the command says PORT, it is told the port."""
    port = port or free_port()
    process = subprocess.Popen(
        [part.replace("PORT", str(port)) for part in command],
        env=os.environ | environment | {"PORT": str(port)},
        preexec_fn=to_the_servers_core,
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait(20)


def to_the_servers_core() -> None:
    """Keep this process, and all it starts, on the core of the servers."""
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, SERVER_CORES)


def to_the_loads_core() -> None:
    """Keep this process on the core of the load."""
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, LOAD_CORES)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def seconds_used(pid: int) -> float:
    """User and system time of a process with all that it started, in seconds."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return _own_seconds(pid) + sum(seconds_used(int(child)) for child in children)


def _own_seconds(pid: int) -> float:
    """The clock of another process's processor time (`clock_getcpuclockid`), exact to the nanosecond."""
    return time.clock_gettime(~pid << 3 | 2)


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


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until a process listens on its port."""
    for _ in range(600):
        if process.poll() is not None:
            raise DidNotStart("the server ended at once")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise DidNotStart("the server did not open its port within 30 s")

"""`arena serve`: one process or several, from the first answer to the end."""

import os
import signal
import socket
import time
from pathlib import Path

import httpx2
import pytest
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from tests.commands.command import Operator


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(port: int, seconds: float = 120) -> httpx2.Response:
    """The first answer of a server that is starting."""
    end = time.monotonic() + seconds
    while True:
        try:
            return httpx2.get(f"http://127.0.0.1:{port}/de/", timeout=seconds)
        except httpx2.TransportError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def children(pid: int) -> set[int]:
    """The processes that a process has started and that answer requests."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return {int(one) for one in listed if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()}


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_answers_and_ends_when_it_is_told_to(operator: Operator, workers: str) -> None:
    port = free_port()
    with operator.running("serve", "--workers", workers, PORT=str(port)) as process:
        page = wait_for(port)
        assert page.status_code == 200
        assert "default-src 'none'" in page.headers["content-security-policy"]
        with socket.create_connection(("127.0.0.1", port), 10) as raw:  # our own patient protocol, not uvicorn's
            raw.sendall(b"GET /de/ HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n")
            assert raw.recv(100).startswith(b"HTTP/1.1 400")
        address = f"ws://127.0.0.1:{port}/live"
        with connect(address, subprotocols=[Subprotocol("arena.v1")], compression="deflate") as live:
            assert (live.subprotocol, live.protocol.extensions) == ("arena.v1", [])
            live.send('{"t": "hello", "v": 1}')
            assert '"welcome"' in str(live.recv(timeout=30))
        workers_there = children(process.pid) if workers == "2" else set()
        assert len(workers_there) == (2 if workers == "2" else 0)
    assert process.returncode in (0, -signal.SIGTERM)
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers_there)


def test_a_worker_that_died_is_replaced_and_none_outlives_its_parent(beginner: Operator) -> None:
    port = free_port()
    with beginner.running("serve", "--workers", "2", PORT=str(port)) as process:
        wait_for(port)
        first = children(process.pid)
        os.kill(min(first), signal.SIGKILL)
        end = time.monotonic() + 60
        while len(children(process.pid)) < 2 or children(process.pid) == first:
            assert time.monotonic() < end
            time.sleep(0.1)
        assert wait_for(port).status_code == 200
        orphans = children(process.pid)
        process.kill()
        process.wait()
        while any(Path(f"/proc/{pid}").exists() for pid in orphans):
            assert time.monotonic() < end + 60
            time.sleep(0.1)


def test_a_taken_port_is_said(beginner: Operator) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = beginner.run("serve", PORT=str(taken.getsockname()[1]))
    assert (done.status, "is in use; choose another with PORT=" in done.err) == (1, True)

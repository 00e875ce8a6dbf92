"""The servers that are measured: how each is started, and which tongue it understands."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from bench.install import RIVALS, compiled, node_modules, program, python
from bench.machine import free_port, serving_with
from bench.tongues import Mqtt, Nats, SocketIo, Tongue

Served = tuple[int, int]
SOCKET_IO, UWS = "socket.io@4.8.4", "@trufflesuite/uws-js-unofficial@20.30.0-unofficial.0"


def _here(source: str) -> AbstractContextManager[Served]:
    return serving_with(sys.executable, str(RIVALS / source), "PORT")


def _in_their_own(source: str) -> AbstractContextManager[Served]:
    return serving_with(python(), str(RIVALS / source), "PORT")


def _granian() -> AbstractContextManager[Served]:
    line = ["-m", "granian", "--interface", "asgi", "--loop", "uvloop", "--port", "PORT", "--log-level", "warning"]
    return serving_with(python(), *line, "starlette_loop:app", PYTHONPATH=str(RIVALS))


def _node(source: str, package: str) -> AbstractContextManager[Served]:
    where = str(node_modules(package) / "node_modules")
    return serving_with(program("node"), str(RIVALS / source), "PORT", NODE_PATH=where)


@contextmanager
def _mosquitto() -> Iterator[Served]:
    """Mosquitto with nothing held back; version 2.0 does not start with a WebSocket listener alone."""
    broker = program("mosquitto")
    with tempfile.TemporaryDirectory() as folder:
        port, file = free_port(), Path(folder) / "mosquitto.conf"
        plain = f"listener {free_port()} 127.0.0.1\n"
        rest = "protocol websockets\nallow_anonymous true\nmax_queued_messages 0\nmax_inflight_messages 0\n"
        file.write_text(f"{plain}listener {port}\n{rest}log_type none\nset_tcp_nodelay true\n")
        with serving_with(broker, "-c", str(file), port=port) as served:
            yield served


@contextmanager
def _nats() -> Iterator[Served]:
    broker = program("nats-server")
    with tempfile.TemporaryDirectory() as folder:
        port, file = free_port(), Path(folder) / "nats.conf"
        listens = f'listen: "127.0.0.1:{free_port()}"\nping_interval: "1h"\nmax_connections: 64000\n'
        doors = f'websocket {{ listen: "127.0.0.1:{port}", no_tls: true, compression: false }}\n'
        file.write_text(f'{listens}{doors}log_file: "{folder}/log"\n')
        with serving_with(broker, "-c", str(file), port=port) as served:
            yield served


class Rival:
    """A server that only passes on: how it is started and spoken to."""

    def __init__(self, start: Callable[[], AbstractContextManager[Served]], tongue: type[Tongue] = Tongue) -> None:
        self.start, self.tongue = start, tongue


LIMIT, JOINED, STORED = "c-limit", "c-limit-joined", "c-limit-stored"
BROADCAST, KEPT = "websockets-broadcast", "websockets-stored"
SERVERS = {
    LIMIT: Rival(lambda: serving_with(compiled("fanout.c"), "PORT", "each")),
    JOINED: Rival(lambda: serving_with(compiled("fanout.c"), "PORT", "joined")),
    STORED: Rival(lambda: serving_with(compiled("fanout.c"), "PORT", "stored")),
    "uwebsockets.js": Rival(lambda: _node("uwebsockets.cjs", UWS)),
    "picows": Rival(lambda: _in_their_own("picows_fanout.py")),
    BROADCAST: Rival(lambda: _here("websockets_broadcast.py")),
    KEPT: Rival(lambda: _here("websockets_stored.py")),
    "mosquitto": Rival(_mosquitto, Mqtt),
    "nats": Rival(_nats, Nats),
    "socket.io": Rival(lambda: _node("socketio.cjs", SOCKET_IO), SocketIo),
    "starlette-loop": Rival(lambda: _here("starlette_loop.py")),
    "starlette-queue": Rival(lambda: _here("starlette_queue.py")),
    "granian": Rival(_granian),
}

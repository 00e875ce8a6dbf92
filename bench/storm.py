"""The storm: all readers come back at once after a restart, and each has missed something."""

import select
import socket
import tempfile
import time
from collections import Counter
from typing import Any
from urllib.request import urlopen

import msgspec
from sqlalchemy import select as selecting

from arena.actors.model import Person
from arena.store import Store
from arena.threads.contribute import contribute, prepare
from arena.voice import Voice
from bench.crowd import opened, upgrade
from bench.machine import serving
from bench.room import PER_READER
from bench.room import prepare as prepared
from bench.told import figure, goal, median, table
from bench.tongues import TEXT, Arena

MISSED = 50
PATIENCE_S = 60
AT_MOST_S, READS = 5.0, 1


class Row(msgspec.Struct):
    """How long it took until the readers had what they missed, and what the log was asked."""

    name: str
    n: int
    mode: str
    half_s: float
    all_s: float
    start_s: float
    log_reads: float
    turned_away: float


def measure(readers: int, rounds: int) -> list[Row]:
    """So many restarts; medians."""
    told = [_storm(readers) for _ in range(rounds)]
    return [Row("arena", readers, f"{MISSED} missed", *(median(column) for column in zip(*told, strict=True)))]


def _storm(readers: int) -> tuple[float, float, float, float, float]:
    with tempfile.TemporaryDirectory() as folder:
        tongue, tokens = prepared(folder, readers // PER_READER + 1)
        settings = {"ARENA_DATA_DIR": folder, "BENCH_COUNTS": "1"}
        with serving("-m", "bench.unhurried", **settings) as (_, port):
            herd = Herd(port, tongue, tokens, readers)
            herd.come_back(0, b"welcome")
            herd.leave()
        _speak(folder, tongue.thread)
        begin = time.perf_counter()
        with serving("-m", "bench.unhurried", **settings) as (_, port):
            start = time.perf_counter() - begin
            herd = Herd(port, tongue, tokens, readers)
            times = herd.come_back(0, f"nr-{MISSED - 1:08}".encode())
            reads = float(urlopen(f"http://127.0.0.1:{port}/bench/reads").read())
            herd.leave()
        return median(times), max(times), start, reads, herd.turned_away


def _speak(folder: str, thread: int) -> None:
    """What is said while nobody is there."""
    store = Store(f"sqlite:///{folder}/arena.db")
    person = store.read_now(lambda db: db.execute(selecting(Person.actor_id)).scalars().first()) or 0
    voice = Voice(person, person, "Person", "Person", "resident")
    for number in range(MISSED):
        store.write_now(contribute, voice, thread, prepare(TEXT.format(number)))
    store.close()


class Herd:
    """Readers who all come at the same moment; whoever is turned away comes again."""

    def __init__(self, port: int, tongue: Arena, tokens: list[str], readers: int) -> None:
        self.port, self.tongue, self.tokens, self.readers = port, tongue, tokens, readers
        self.turned_away = 0
        self._poll = select.epoll()
        self._lines: dict[int, tuple[socket.socket, int]] = {}
        self._heard: dict[int, bytes] = {}
        self._again: Counter[int] = Counter()

    def come_back(self, after: int, until: bytes) -> list[float]:
        """All at once; gives after how many seconds each had what it waited for."""
        begin, times = time.perf_counter(), []
        for number in range(self.readers):
            self._knock(number)
        while len(times) < self.readers:
            if time.perf_counter() > begin + PATIENCE_S:
                raise TimeoutError(f"{len(times)} of {self.readers} readers came back")
            for file, _ in self._poll.poll(1.0):
                if self._listen(file, after, until):
                    times.append(time.perf_counter() - begin)
        return times

    def _knock(self, number: int) -> None:
        line = opened(self.port, number)
        line.sendall(upgrade(self.port, self.tongue, self._token(number)))
        line.setblocking(False)
        self._lines[line.fileno()] = line, number
        self._heard[line.fileno()] = b""
        self._poll.register(line.fileno(), select.EPOLLIN)

    def _listen(self, file: int, after: int, until: bytes) -> bool:
        line, number = self._lines[file]
        new = line.recv(1 << 18)
        heard = self._heard[file] + new
        if not new or b" 503 " in heard[:20]:
            self.turned_away += 1
            self._poll.unregister(file)
            line.close()
            self._knock(number)
            return False
        if b"\r\n\r\n" in heard and b" 101 " in heard[:20]:
            heard = heard.split(b"\r\n\r\n", 1)[1]
            line.sendall(self.tongue.comes(self._token(number)) + self.tongue.reads(after))
        self._heard[file] = heard
        if until in heard:
            self._poll.unregister(file)
            return True
        return False

    def _token(self, number: int) -> str:
        return self.tokens[number // PER_READER]

    def leave(self) -> None:
        """Close every line."""
        for line, _ in self._lines.values():
            line.close()
        self._poll.close()


def told(rows: list[Row]) -> str:
    """The table, and the goals."""
    heads = ["server", "readers", "mode", "half s", "all s", "start s", "log reads", "turned away"]
    lines = [
        [
            row.name,
            f"{row.n:,}",
            row.mode,
            *(figure(value, 2) for value in (row.half_s, row.all_s, row.start_s)),
            figure(row.log_reads),
            figure(row.turned_away),
        ]
        for row in rows
    ]
    row = rows[0]
    soon = goal(row.all_s <= AT_MOST_S, f"all caught up after {row.all_s:.2f} s, at most {AT_MOST_S} wanted")
    seldom = goal(row.log_reads <= READS, f"{row.log_reads:.0f} log reads for one thread and position, {READS} wanted")
    return "\n".join(["all readers come back at once after a restart", table(heads, lines), soon, seldom])


def asked(readers: int, rounds: int) -> tuple[str, list[dict[str, Any]]]:
    """The text for people and the facts for programmes."""
    rows = measure(readers, rounds)
    return told(rows), [msgspec.structs.asdict(row) | {"vs": {}} for row in rows]

"""Live: deliveries per second of processor time, memory a socket, and delay, beside `websockets.broadcast()`."""

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from arena.migrations.migrate import migrate
from arena.store import Store
from arena.strategy.load import ensure_strategy
from arena.threads.live import csrf_of
from arena.threads.open import open_thread
from bench.crowd import Crowd, masked
from bench.machine import LOAD_CORES, about, memory, seconds_used, serving
from bench.people import sign_in

SERVERS = ("arena", "websockets-broadcast")
BURST = 32
PER_SPEAKER = 7  # contributions in a row before the Arena asks a person to slow down
PER_READER = 10  # sockets a person
TEXT = "Wer hat Platz für eine Werkstatt am Kanal? Wir sind zu acht."
SIZE = 350  # bytes of the Arena's event with that text; the rival's is as long


class Row(msgspec.Struct):
    """What one server did for so many readers, with single messages or bursts."""

    name: str
    n: int
    mode: str
    per_cpu_second: float
    p95_ms: float
    kib_per_socket: float
    load: float


class Plan(msgspec.Struct, frozen=True):
    """How much is measured."""

    readers: tuple[int, ...]
    rounds: int
    singles: int
    bursts: int


QUICK = Plan((100, 1_000), 3, 40, 5)
FULL = Plan((100, 1_000, 5_000), 5, 100, 12)


def main() -> None:
    """Measure, print a table and, where asked, one JSON object a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer readers and shorter rounds")
    parser.add_argument("--json", type=Path, help="write the figures here, one JSON object a line")
    parser.add_argument("--only", choices=SERVERS, help="measure one server alone, for a profile")
    parser.add_argument("--readers", type=int, help="with this number of readers alone")
    options = parser.parse_args()
    if len(os.sched_getaffinity(0)) > 1:
        os.sched_setaffinity(0, LOAD_CORES)
    plan = QUICK if options.quick else FULL
    names = (options.only,) if options.only else SERVERS
    rows = [
        row
        for readers in ((options.readers,) if options.readers else plan.readers)
        for name in names
        for row in _measure(name, readers, plan)
    ]
    _print(rows)
    if options.json:
        options.json.write_text("".join(_line(row, rows) for row in rows), "utf-8")


def _measure(name: str, readers: int, plan: Plan) -> list[Row]:
    """One server, freshly started, with its readers: its memory, then single messages, then bursts."""
    with tempfile.TemporaryDirectory() as folder, _server(name, folder, readers, plan) as (pid, room):
        room.warm_up()
        before = memory(pid)
        room.fill(readers)
        kib = (memory(pid) - before) / 1024 / readers
        return [
            _row(name, "single", room, pid, kib, [[1] * plan.singles] * plan.rounds),
            _row(name, f"burst {BURST}", room, pid, kib, [[BURST] * plan.bursts] * plan.rounds),
        ]


@contextmanager
def _server(name: str, folder: str, readers: int, plan: Plan) -> Iterator[tuple[int, "Room"]]:
    if name == "arena":
        posts = plan.rounds * (plan.singles + plan.bursts * BURST) + BURST
        thread, readings, speakers = _prepare(folder, readers // PER_READER + 1, posts // PER_SPEAKER + 1)
        with serving("-m", "arena", "serve", ARENA_DATA_DIR=folder) as (pid, port):
            yield pid, Room(port, thread, readings, speakers)
    else:
        with serving("-m", "bench.rivals.websockets_broadcast", "PORT") as (pid, port):
            yield pid, Room(port, 0, [""], [""] * BURST)


def _prepare(folder: str, readers: int, speakers: int) -> tuple[int, list[str], list[str]]:
    """A fresh Arena with a thread and people who are signed in."""
    store = Store(f"sqlite:///{folder}/arena.db")
    store.write_now(migrate)
    store.write_now(ensure_strategy, None)
    thread = store.write_now(open_thread)
    tokens = store.write_now(sign_in, readers + speakers)
    store.close()
    return thread, tokens[:readers], tokens[readers:]


class Room:
    """One thread at one server: readers who only listen, speakers who only speak."""

    def __init__(self, port: int, thread: int, readers: list[str], speakers: list[str]) -> None:
        self.crowd = Crowd(port)
        self.thread, self.readers = thread, readers
        self.size = self.said = 0
        self._until = b"welcome" if thread else b""
        self._speakers = self.crowd.join(speakers, self._hello, self._until)

    def _hello(self, token: str) -> list[str]:
        return [frame("hello", v=1, csrf=csrf_of(token))] if self.thread else []

    def warm_up(self) -> None:
        """Let one reader hear a burst, so that what is loaded or compiled once is not counted to the sockets."""
        self.fill(1)
        self.say(BURST)

    def fill(self, readers: int) -> None:
        """Let readers in, and wait until all is quiet."""
        tokens = [self.readers[n // PER_READER % len(self.readers)] for n in range(self.size, readers)]
        sub = frame("sub", th=self.thread, after=self.said)
        self.crowd.join(tokens, lambda token: [*self._hello(token), sub], self._until)
        self.size = readers
        self.crowd.settle(2.5)

    def say(self, messages: int) -> float:
        """Post messages at once and wait until everybody has them; returns after how long 95 % of all were there."""
        begin = time.perf_counter()
        for _ in range(messages):
            self._speakers[self.said % len(self._speakers)].send(masked(self._message()))
            self.said += 1
        all_of_it = messages * self.size
        done = self.crowd.until(self.crowd.events + all_of_it, self.crowd.events + int(all_of_it * 0.95))
        return done - begin

    def _message(self) -> str:
        if not self.thread:
            return frame("ev", o="x" * (SIZE - 17))
        return frame("op", id=1, ck=f"message-{self.said}", th=self.thread, do="post", text=TEXT)


def frame(t: str, **fields: object) -> str:
    """A client's frame."""
    return msgspec.json.encode({"t": t, **fields}).decode()


def _row(name: str, mode: str, room: Room, pid: int, kib: float, rounds: list[list[int]]) -> Row:
    rates, waits, loads = [], [], []
    for messages in rounds:
        used, mine, begin = seconds_used(pid), time.process_time(), time.perf_counter()
        waits += [room.say(number) for number in messages]
        rates.append(sum(messages) * room.size / max(seconds_used(pid) - used, 0.001))
        loads.append((time.process_time() - mine) / (time.perf_counter() - begin))
    p95 = sorted(waits)[int(0.95 * (len(waits) - 1))] * 1_000
    return Row(name, room.size, mode, statistics.median(rates), p95, kib, statistics.median(loads))


def _ratio(row: Row, rows: list[Row]) -> float | None:
    for other in rows:
        if other.name == SERVERS[1] and (other.n, other.mode) == (row.n, row.mode):
            return row.per_cpu_second / other.per_cpu_second
    return None


def _print(rows: list[Row]) -> None:
    print("deliveries per second of the server's processor time; the Arena stores durably before it delivers")
    head = f"{'server':<22}{'readers':>8} {'mode':<9}{'per CPU s':>11}{'ratio':>8}{'p95 ms':>9}"
    print(f"{head}{'KiB/socket':>12}{'load':>7}")
    for row in rows:
        ratio = _ratio(row, rows)
        told = f"{row.name:<22}{row.n:>8} {row.mode:<9}{row.per_cpu_second:>11,.0f}{ratio or 0:>8.2f}"
        busy = "  the load was the bottleneck" if row.load > 0.9 else ""
        print(f"{told}{row.p95_ms:>9.1f}{row.kib_per_socket:>12.1f}{row.load:>7.0%}{busy}")


def _line(row: Row, rows: list[Row]) -> str:
    facts = msgspec.structs.asdict(row) | {"vs": {SERVERS[1]: _ratio(row, rows)}}
    return json.dumps(facts | about(), ensure_ascii=False) + "\n"


if __name__ == "__main__":
    main()

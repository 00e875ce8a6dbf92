"""Brokers: how long a hint takes from one bus to another, and what looking and polling cost."""

import argparse
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Event

import msgspec

from arena.live.buses import STORED, Bus, Hear, Hints, bus_of
from arena.migrations.migrate import migrate
from arena.settings import Settings
from arena.store import Store
from arena.threads.open import open_thread
from arena.threads.timeline import heads
from bench.chaos.broker import broker_of
from bench.told import figure, median, part, table, write_lines

WAIT_S, IDLE_S = 10.0, 2.0


class Row(msgspec.Struct):
    """One broker, or one question to the database."""

    name: str
    n: int
    mode: str
    p50_us: float
    p95_us: float
    idle_us_per_s: float | None = None


def main() -> None:
    """Measure, print a table and, where asked, one JSON object a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer hints")
    parser.add_argument("--json", type=Path, help="write the figures here, one JSON object a line")
    parser.add_argument("--postgres", metavar="URL", help="NOTIFY on this PostgreSQL, too")
    options = parser.parse_args()
    times = 50 if options.quick else 300
    rows, missing = [], []
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        rows += looks(folder, 20_000) + polls(folder, times)
        rows.append(over_the_file(folder, times))
        for kind in ("redis", "nats"):
            if shutil.which(f"{kind}-server"):
                broker = stack.enter_context(broker_of(kind, folder))
                assert broker
                rows.append(over(kind, Settings(broker=broker.url), times))
            else:
                missing.append(f"{kind}-server is not on the path")
        if options.postgres:
            rows.append(over("postgres", Settings(database_url=options.postgres), times))
    print("\n".join([told(rows), *missing]))
    write_lines(options.json, (msgspec.structs.asdict(row) for row in rows))


def looks(folder: Path, times: int) -> list[Row]:
    """A look at `data_version`, while nobody writes."""
    store = Store(f"sqlite:///{folder / 'arena.db'}")
    store.write_now(migrate)
    store.close()
    with closing(sqlite3.connect(folder / "arena.db", isolation_level=None)) as file:
        waits = _timed(lambda: file.execute("PRAGMA data_version").fetchone(), times)
    return [_row("a look at data_version", "sqlite", waits)]


def polls(folder: Path, times: int) -> list[Row]:
    """The question for the heads of all threads that are read."""
    store = Store(f"sqlite:///{folder / 'arena.db'}")
    threads = [store.write_now(open_thread) for _ in range(1000)]
    rows = []
    for n in (10, 1000):
        waits = _timed(lambda n=n: store.read_now(heads, threads[:n]), times)  # type: ignore[misc]
        rows.append(_row(f"a poll of {n} threads", "sqlite", waits))
    store.close()
    return rows


def over(kind: str, settings: Settings, times: int) -> Row:
    """From one bus to another, each with its own connections."""
    teller = bus_of(settings, lambda _: None)
    row = _heard(kind, lambda hear: bus_of(settings, hear), lambda n: teller.send([("thread", n)]), times)
    teller.close()
    return row


def over_the_file(folder: Path, times: int) -> Row:
    """From a commit to the bus that looks at the file."""
    settings = Settings(data_dir=folder)
    with closing(sqlite3.connect(folder / "arena.db", isolation_level=None)) as file:
        file.execute("CREATE TABLE told (n INTEGER)")
        return _heard(
            "sqlite",
            lambda hear: bus_of(settings, hear),
            lambda n: file.execute("INSERT INTO told VALUES (?)", (n,)),
            min(times, 100),
        )


def _heard(kind: str, open_bus: Callable[[Hear], Bus], tell: Callable[[int], object], times: int) -> Row:
    wanted, came = [-1], Event()

    def hear(hints: Hints) -> None:
        if ("thread", wanted[0]) in hints or STORED in hints:
            came.set()

    bus = open_bus(hear)
    assert bus.answers(WAIT_S), f"{bus.name}: {bus.fault}"
    time.sleep(0.5)
    used = time.process_time()
    time.sleep(IDLE_S)
    idle = (time.process_time() - used) / IDLE_S
    waits = []
    for n in range(times):
        wanted[0] = n
        came.clear()
        began = time.perf_counter()
        tell(n)
        assert came.wait(WAIT_S), "a hint was lost"
        waits.append(time.perf_counter() - began)
        time.sleep(n * 37 % 100 / 1000)  # at any moment between two looks at a file
    bus.close()
    row = _row("a hint", kind, waits)
    row.idle_us_per_s = idle * 1e6
    return row


def _timed(act: Callable[[], object], times: int) -> list[float]:
    """Processor time, which does not grow when others use the machine as well."""
    waits = []
    for _ in range(times):
        began = time.thread_time()
        act()
        waits.append(time.thread_time() - began)
    return waits


def _row(name: str, mode: str, waits: list[float]) -> Row:
    return Row(name, len(waits), mode, median(waits) * 1e6, part(waits, 0.95) * 1e6)


def told(rows: list[Row]) -> str:
    """The table."""
    shown = [
        [row.name, row.mode, figure(row.n), figure(row.p50_us), figure(row.p95_us), figure(row.idle_us_per_s)]
        for row in rows
    ]
    return table(["what", "over", "times", "p50 µs", "p95 µs", "idle µs/s"], shown)


if __name__ == "__main__":
    main()

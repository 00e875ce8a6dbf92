"""Posts: durable contributions a second through the whole product, beside one commit for each and the bare disk."""

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from arena.threads.open import open_thread
from bench.fresh import store_on
from bench.install import NotInstallable
from bench.machine import seconds_used, serving, to_the_loads_core
from bench.people import sign_in
from bench.posters import Posters
from bench.storing import COMMIT_EACH, DISK, WAITING, Place, installable, postgresql, rate, slower, sqlite
from bench.told import figure, goal, median, part, table, write_lines
from bench.tongues import Arena as Tongue

POSTERS, READERS, PER_READER = 256, 100, 10
POSTS, SYNCS = 5_000, 3
TIMES = {COMMIT_EACH: 20, DISK: 15}


class Plan(msgspec.Struct, frozen=True):
    """How much is measured."""

    posters: int
    readers: int
    rounds: int
    seconds: float
    alone: int


QUICK = Plan(POSTERS, READERS, 3, 2.0, 100)
FULL = Plan(POSTERS, READERS, 5, 5.0, 300)


class Row(msgspec.Struct):
    """What one way of storing did; what it does not do is not counted."""

    name: str
    n: int
    mode: str
    per_second: float
    per_cpu_second: float | None = None
    p50_ms: float | None = None
    p95_ms: float | None = None
    alone_ms: float | None = None
    load: float | None = None


def main() -> None:
    """Measure, print a table and, where asked, one JSON object a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter rounds")
    parser.add_argument("--json", type=Path, help="write the figures here, one JSON object a line")
    parser.add_argument("--only", choices=("arena",), help="without the rivals, for a profile")
    parser.add_argument("--sync-ms", type=float, default=3.0, help="also with fdatasyncs so much longer (0: not)")
    parser.add_argument("--postgres", metavar="URL", help="also on a database of its own on this PostgreSQL")
    options = parser.parse_args()
    to_the_loads_core()
    rows, missing = _asked(QUICK if options.quick else FULL, options)
    print("\n".join([told(rows), *missing]))
    write_lines(options.json, (facts(row, rows) for row in rows))


def _asked(plan: Plan, options: argparse.Namespace) -> tuple[list[Row], list[str]]:
    here, missing = (sqlite(()), []) if options.only else installable(sqlite())
    places = [here]
    if options.sync_ms:
        try:
            places.append(slower(here, options.sync_ms))
        except NotInstallable as fault:
            missing.append(f"no slower disk: {fault}")
    rows = [row for place in places for row in measure(plan, place)]
    if options.postgres:
        with postgresql(options.postgres) as place:
            rows += measure(plan, msgspec.structs.replace(place, rivals=()) if options.only else place)
    return rows, missing


def measure(plan: Plan, place: Place) -> list[Row]:
    """The Arena and its rivals in turns, so that all have the same weather; medians of all rounds."""
    rates: dict[str, list[float]] = {name: [] for name in place.rivals}
    with tempfile.TemporaryDirectory() as folder, _arena(Path(folder), plan, place) as rounds:
        for number in range(plan.rounds):
            rounds.one()
            for name in place.rivals:
                rates[name].append(rate(name, place, Path(folder) / f"{name}-{number}", plan.seconds / 2))
        ours = rounds.row(place.mode)
    return [ours, *(Row(name, WAITING.get(name, 1), place.mode, median(rates[name])) for name in place.rivals)]


class Rounds:
    """One Arena with its posters and readers, round after round."""

    def __init__(self, pid: int, port: int, thread: int, tokens: list[str], plan: Plan) -> None:
        self.pid, self.plan = pid, plan
        self.crowd = Posters(port, Tongue(thread))
        self.posters = self.crowd.speakers(tokens[: plan.posters])
        self.crowd.readers(tokens[plan.posters + n // PER_READER] for n in range(plan.readers))
        self.crowd.settle(1.2)
        self.crowd.post(self.posters, 0.3, plan.readers)  # what is loaded or compiled once
        self._rates: list[float] = []
        self._per_cpu: list[float] = []
        self._loads: list[float] = []
        self._waits: list[float] = []
        self._alone: list[float] = []

    def one(self) -> None:
        """All posters at once; then one alone."""
        used, mine, said = seconds_used(self.pid), time.process_time(), self.crowd.said
        seconds = self.crowd.post(self.posters, self.plan.seconds, self.plan.readers)
        posts = self.crowd.said - said
        self._rates.append(posts / seconds)
        self._per_cpu.append(posts / max(seconds_used(self.pid) - used, 0.001))
        self._loads.append((time.process_time() - mine) / seconds)
        self._waits += self.crowd.waits
        self.crowd.settle(0.2)
        self._alone += self._one_after_the_other()

    def _one_after_the_other(self) -> list[float]:
        waits: list[float] = []
        while len(waits) < self.plan.alone // self.plan.rounds:
            self.crowd.post(self.posters[:1], 0.0, self.plan.readers)
            waits += self.crowd.waits
        return waits

    def row(self, mode: str) -> Row:
        """The medians."""
        assert self.crowd.stored == self.crowd.said, "not everything was acknowledged"
        return Row(
            "arena",
            self.plan.posters,
            mode,
            median(self._rates),
            median(self._per_cpu),
            median(self._waits) * 1_000,
            part(self._waits, 0.95) * 1_000,
            median(self._alone) * 1_000,
            median(self._loads),
        )


@contextmanager
def _arena(folder: Path, plan: Plan, place: Place) -> Iterator[Rounds]:
    store = store_on(place.url or f"sqlite:///{folder}/arena.db")
    thread = store.write_now(open_thread)
    tokens = store.write_now(sign_in, plan.posters + plan.readers // PER_READER + 1)
    store.close()
    settings = place.environment | {"ARENA_DATA_DIR": str(folder), "ARENA_DATABASE_URL": place.url}
    with serving("-m", "bench.unhurried", **settings) as (pid, port):
        rounds = Rounds(pid, port, thread, tokens, plan)
        yield rounds
        rounds.crowd.leave()


def ratios(row: Row, rows: list[Row]) -> dict[str, float]:
    """How many times faster the Arena is than each rival, where both were measured in this run."""
    same = [other for other in rows if other.mode == row.mode and other is not row]
    return {other.name: row.per_second / other.per_second for other in same} if row.name == "arena" else {}


def syncs(row: Row, rows: list[Row]) -> float | None:
    """How many fdatasyncs long an `ok` takes when nobody else posts."""
    bare = next((other.per_second for other in rows if (other.name, other.mode) == (DISK, row.mode)), None)
    return row.alone_ms * bare / 1_000 if bare and row.alone_ms else None


def told(rows: list[Row]) -> str:
    """The table."""
    heads = [
        "storing",
        "waiting",
        "mode",
        "posts/s",
        "per CPU s",
        "ok p50 ms",
        "p95 ms",
        "alone ms",
        "load",
        "arena is",
    ]
    ours = {row.mode: ratios(row, rows) for row in rows if row.name == "arena"}
    lines = [
        [
            row.name,
            f"{row.n}",
            row.mode,
            figure(row.per_second),
            figure(row.per_cpu_second),
            figure(row.p50_ms, 1),
            figure(row.p95_ms, 1),
            figure(row.alone_ms, 2),
            "–" if row.load is None else f"{row.load:.0%}",
            f"{ours[row.mode][row.name]:.2f} ×" if row.name in ours[row.mode] else "",
        ]
        for row in rows
    ]
    first = "durable posts, each delivered by the Arena to 100 readers; rivals only store"
    busy = ["the load was the bottleneck"] if any((row.load or 0) > 0.9 for row in rows) else []
    return "\n".join([first, table(heads, lines), *busy, *goals(rows)])


def goals(rows: list[Row]) -> list[str]:
    """Each goal that was measured, met or missed."""
    lines = []
    for row in rows:
        if row.name == "arena":
            lines.append(goal(row.per_second >= POSTS, f"{row.mode}: {row.per_second:,.0f} posts/s, {POSTS:,} wanted"))
        for rival, ratio in ratios(row, rows).items():
            if least := TIMES.get(rival):
                lines.append(goal(ratio >= least, f"{row.mode}: {ratio:.2f} × {rival}, {least} wanted"))
        if row.name == "arena" and (alone := syncs(row, rows)):
            lines.append(goal(alone <= SYNCS, f"{row.mode}: an ok alone takes {alone:.1f} fdatasyncs, {SYNCS} wanted"))
    return lines


def facts(row: Row, rows: list[Row]) -> dict[str, Any]:
    """One row as JSON."""
    return msgspec.structs.asdict(row) | {"vs": ratios(row, rows), "ok_in_fdatasyncs": syncs(row, rows)}


if __name__ == "__main__":
    main()

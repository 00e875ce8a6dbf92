"""Live: deliveries per second of processor time, memory a socket, and delay, beside eleven other servers."""

import argparse
import resource
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from bench import latency, stalled, storm
from bench.install import NotInstallable
from bench.machine import DidNotStart, seconds_used, to_the_loads_core
from bench.room import BURST, Room, room_at
from bench.servers import BROADCAST, LIMIT, SERVERS
from bench.told import figure, goal, median, part, table, write_lines

NAMES = ("arena", *SERVERS)
SINGLE, BURSTS, IDLE = "single", f"burst {BURST}", "idle"
GOALS = {
    SINGLE: {BROADCAST: 1.7, "socket.io": 2.5, LIMIT: 0.6},
    BURSTS: {BROADCAST: 20, "socket.io": 20, "uwebsockets.js": 0.8, "nats": 1.5},
}


class Row(msgspec.Struct):
    """What one server did for so many readers, with single messages or bursts."""

    name: str
    n: int
    mode: str
    per_cpu_second: float
    p95_ms: float
    kib_per_socket: float
    bytes_each: float
    load: float


class Plan(msgspec.Struct, frozen=True):
    """How much is measured."""

    readers: tuple[int, ...]
    rounds: int
    singles: int
    bursts: int


QUICK = Plan((1_000,), 3, 20, 1)
FULL = Plan((100, 1_000, 5_000), 5, 60, 8)


def main() -> None:
    """Measure, print a table and, where asked, one JSON object a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a thousand readers alone and shorter rounds")
    parser.add_argument("--json", type=Path, help="write the figures here, one JSON object a line")
    parser.add_argument("--only", nargs="+", choices=NAMES, help="measure these servers alone")
    parser.add_argument("--readers", type=int, nargs="+", help="with these numbers of readers alone")
    parser.add_argument("--idle", type=int, metavar="N", help="instead: so many sockets in one process, a few words")
    parser.add_argument("--latency", action="store_true", help="instead: delay at 20,000 deliveries a second")
    parser.add_argument("--stalled", action="store_true", help="instead: what one reader who stalls costs the others")
    parser.add_argument("--storm", action="store_true", help="instead: a thousand readers come back after a restart")
    options = parser.parse_args()
    to_the_loads_core()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    text, lines = _asked(options)
    print(text)
    write_lines(options.json, lines)


def _asked(options: argparse.Namespace) -> tuple[str, list[dict[str, Any]]]:
    """Measure what was asked for: the text for people, the facts for programmes."""
    readers, quick = (options.readers or [1_000])[0], options.quick
    if options.latency:
        return latency.asked(readers, 2 if quick else 8, 3, options.only or latency.NAMES)
    if options.stalled:
        return stalled.asked(readers, 10 if quick else 30, 3, options.only or stalled.NAMES)
    if options.storm:
        return storm.asked(readers, 1 if quick else 3)
    plan = Plan((options.idle,), 3, 3, 0) if options.idle else QUICK if quick else FULL
    if options.readers:
        plan = msgspec.structs.replace(plan, readers=tuple(options.readers))
    rows, missing = measure(options.only or NAMES, plan)
    return "\n".join([told(rows), *missing]), [facts(row, rows) for row in rows]


BROKEN = (DidNotStart, ConnectionError, TimeoutError)


def measure(names: Iterable[str], plan: Plan) -> tuple[list[Row], list[str]]:
    """Every server with every number of readers, in turns; and a sentence for each that can't be had."""
    rows: list[Row] = []
    missing: dict[str, str] = {}
    for readers in plan.readers:
        for name in names:
            if name in missing:
                continue
            try:
                rows += _again_once(name, readers, plan)
            except NotInstallable as fault:
                missing[name] = f"{name} is not installable: {fault}"
            except BROKEN as fault:
                missing[name] = f"{name} could not be measured with {readers:,} readers: {fault!r}"
    return rows, list(missing.values())


def _again_once(name: str, readers: int, plan: Plan) -> list[Row]:
    """A rival that breaks while it is measured has a second chance; the Arena has none."""
    try:
        return _measure(name, readers, plan)
    except BROKEN:
        if name == "arena":
            raise
        return _measure(name, readers, plan)


def _measure(name: str, readers: int, plan: Plan) -> list[Row]:
    """One server, freshly started, with its readers: its memory, then single messages, then bursts."""
    with room_at(name, readers, plan.rounds * (plan.singles + plan.bursts * BURST)) as room:
        room.fill(readers)
        rounds = {SINGLE if plan.bursts else IDLE: [1] * plan.singles, BURSTS: [BURST] * plan.bursts}
        return [_row(name, mode, room, [messages] * plan.rounds) for mode, messages in rounds.items() if messages]


def _row(name: str, mode: str, room: Room, rounds: list[list[int]]) -> Row:
    rates, waits, loads = [], [], []
    events, arrived = room.crowd.events, room.crowd.bytes
    for messages in rounds:
        used, mine, begin = seconds_used(room.pid), time.process_time(), time.perf_counter()
        waits += [room.say(number) for number in messages]
        rates.append(sum(messages) * room.size / max(seconds_used(room.pid) - used, 1e-4))
        loads.append((time.process_time() - mine) / (time.perf_counter() - begin))
    each = (room.crowd.bytes - arrived) / (room.crowd.events - events)
    return Row(name, room.size, mode, median(rates), part(waits, 0.95) * 1_000, room.kib, each, median(loads))


def ratios(row: Row, rows: list[Row]) -> dict[str, float]:
    """How many times more than each rival the Arena delivers per second of processor time."""
    same = [other for other in rows if (other.n, other.mode) == (row.n, row.mode) and other.name != "arena"]
    return {other.name: row.per_cpu_second / other.per_cpu_second for other in same} if row.name == "arena" else {}


def told(rows: list[Row]) -> str:
    """The table, and what it says about the goals."""
    heads = ["server", "readers", "mode", "per CPU s", "arena is", "p95 ms", "KiB/socket", "bytes", "load"]
    vs = {(row.n, row.mode): ratios(row, rows) for row in rows if row.name == "arena"}
    lines = [
        [
            row.name,
            f"{row.n:,}",
            row.mode,
            figure(row.per_cpu_second),
            f"{ratio:.2f} ×" if (ratio := vs.get((row.n, row.mode), {}).get(row.name)) else "",
            figure(row.p95_ms, 1),
            figure(row.kib_per_socket, 1),
            figure(row.bytes_each),
            f"{row.load:.0%}" + ("!" if row.load > 0.9 else ""),
        ]
        for row in sorted(rows, key=lambda row: (row.n, row.mode != SINGLE))
    ]
    first = "deliveries per second of the server's processor time; the Arena alone stores, durably, before it delivers"
    busy = (
        ["!: the load was the bottleneck; per CPU s still holds, p95 does not"]
        if any(r.load > 0.9 for r in rows)
        else []
    )
    return "\n".join([first, table(heads, lines), *busy, *goals(rows)])


def goals(rows: list[Row]) -> list[str]:
    """Each goal that was measured, met or missed."""
    return [
        goal(
            ours[rival] >= least, f"{row.n:,} readers, {row.mode}: {ours[rival]:.2f} × {rival}, at least {least} wanted"
        )
        for row in rows
        for ours in [ratios(row, rows)]
        for rival, least in GOALS.get(row.mode, {}).items()
        if rival in ours
    ]


def facts(row: Row, rows: list[Row]) -> dict[str, Any]:
    """One row as JSON."""
    return msgspec.structs.asdict(row) | {"vs": ratios(row, rows)}


if __name__ == "__main__":
    main()

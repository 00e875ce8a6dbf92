"""Live: deliveries per second of processor time, memory a socket, and delay, in turns with each of the rivals."""

import argparse
import resource
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from bench import latency, stalled, storm
from bench.install import NotInstallable
from bench.machine import to_the_loads_core
from bench.servers import BROADCAST, KEPT, LIMIT, SERVERS, STORED
from bench.told import figure, goal, median, part, table, write_lines
from bench.turns import BROKEN, BURSTS, SINGLE, Plan, Seen, beside, in_turns, together

NAMES = ("arena", *SERVERS)
GOALS = {
    SINGLE: {BROADCAST: 1.7, "socket.io": 2.5, LIMIT: 0.6},
    BURSTS: {BROADCAST: 20, "socket.io": 20, "uwebsockets.js": 0.8, "nats": 1.5},
}
NEEDED = ("arena", *dict.fromkeys(rival for goals in GOALS.values() for rival in goals), STORED, KEPT)


class Row(msgspec.Struct):
    """What one server did for so many readers, with single messages or bursts; `arena_is` so many times as much."""

    name: str
    n: int
    mode: str
    per_cpu_second: float
    p95_ms: float
    kib_per_socket: float
    bytes_each: float
    load: float
    arena_is: float | None = None


QUICK = Plan((1_000,), 5, 12, 1)
FULL = Plan((100, 1_000, 5_000), 15, 20, 3)


def main() -> None:
    """Measure, print a table and, where asked, one JSON object a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a thousand readers, fewer rivals, shorter rounds")
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
    rows, missing = measure(options.only or (NEEDED if quick else NAMES), plan)
    return "\n".join([told(rows), *missing]), [facts(row, rows) for row in rows]


def measure(names: Iterable[str], plan: Plan) -> tuple[list[Row], list[str]]:
    """Every server with every number of readers, each beside the Arena; a sentence for each that can't be had."""
    rows: list[Row] = []
    missing: dict[str, str] = {}
    ours = ["arena"] if "arena" in names else []
    turns = [[name, *ours] for name in names if name != "arena"] or [ours]
    for readers in plan.readers:
        seen: list[Seen] = []
        for servers in turns:
            rival = servers[0]
            if rival in missing:
                continue
            try:
                seen += _again_once(servers, readers, plan)
            except NotInstallable as fault:
                missing[rival] = f"{rival} is not installable: {fault}"
            except BROKEN as fault:
                missing[rival] = f"{rival} could not be measured with {readers:,} readers: {fault!r}"
        rows += _rows(seen)
    return rows, list(missing.values())


def _again_once(names: list[str], readers: int, plan: Plan) -> list[Seen]:
    """A rival that breaks while it is measured has a second chance."""
    try:
        return in_turns(names, readers, plan)
    except BROKEN:
        return in_turns(names, readers, plan)


def _rows(seen: list[Seen]) -> list[Row]:
    """The Arena's row over all its rounds, then one for each rival with the ratio of the rounds they took in turns."""
    rows = []
    for mode in dict.fromkeys(one.mode for one in seen):
        here = [one for one in seen if one.mode == mode]
        ours = [one for one in here if one.name == "arena"]
        theirs = [one for one in here if one.name != "arena"]
        rows += [_row(together(ours))] if ours else []
        rows += [_row(one, beside(ours[n], one) if ours else None) for n, one in enumerate(theirs)]
    return rows


def _row(seen: Seen, arena_is: float | None = None) -> Row:
    p95, rate, load = part(seen.waits, 0.95) * 1_000, median(seen.rates), median(seen.loads)
    return Row(seen.name, seen.n, seen.mode, rate, p95, seen.kib_per_socket, seen.bytes_each, load, arena_is)


def ratios(row: Row, rows: list[Row]) -> dict[str, float]:
    """How many times more than each rival the Arena delivers per second of processor time."""
    same = [other for other in rows if (other.n, other.mode) == (row.n, row.mode)]
    return {other.name: other.arena_is for other in same if other.arena_is} if row.name == "arena" else {}


def told(rows: list[Row]) -> str:
    """The table, and what it says about the goals."""
    heads = ["server", "readers", "mode", "per CPU s", "arena is", "p95 ms", "KiB/socket", "bytes", "load"]
    lines = [
        [
            row.name,
            f"{row.n:,}",
            row.mode,
            figure(row.per_cpu_second),
            f"{row.arena_is:.2f} ×" if row.arena_is else "",
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

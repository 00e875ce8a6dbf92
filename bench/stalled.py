"""One reader who stalls: what it costs the others that somebody takes nothing any more."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import msgspec

from bench.crowd import opened, upgrade
from bench.machine import seconds_used
from bench.room import BURST, Room, room_at
from bench.servers import BROADCAST
from bench.told import figure, goal, median, part, table
from bench.tongues import SIZE

NAMES = ("arena", BROADCAST, "starlette-loop")
MOST = 0.10
PATIENCE_S = 15
KERNEL_BYTES = 5_000_000


class Row(msgspec.Struct):
    """What the others got per second of processor time and how long they waited; nothing if they all stood still."""

    name: str
    n: int
    mode: str
    per_cpu_second: float | None = None
    p95_ms: float | None = None


def measure(readers: int, bursts: int, rounds: int, names: Iterable[str] = NAMES) -> list[Row]:
    """Each server without and with a reader who stalls."""
    return [row for name in names for row in _measure(name, readers, bursts, rounds)]


def _measure(name: str, readers: int, bursts: int, rounds: int) -> list[Row]:
    mode, messages = f"burst {BURST}", rounds * bursts * BURST
    with room_at(name, readers, messages) as room:
        room.fill(readers)
        whole = _row(name, mode, room, bursts, rounds)
    with room_at(name, readers, messages) as room:
        return [whole, _row(name, f"{mode}, one stalled", room, bursts, rounds, stalled_before=readers)]


def _row(name: str, mode: str, room: Room, bursts: int, rounds: int, *, stalled_before: int = 0) -> Row:
    rates, waits = [], []
    try:
        with _stalled(room, stalled_before) if stalled_before else nullcontext():
            for _ in range(rounds):
                used = seconds_used(room.pid)
                waits += [room.say(BURST) for _ in range(bursts)]
                rates.append(bursts * BURST * room.size / (seconds_used(room.pid) - used))
    except TimeoutError:
        return Row(name, stalled_before, mode)
    return Row(name, room.size, mode, median(rates), part(waits, 0.95) * 1_000)


@contextmanager
def _stalled(room: Room, readers: int) -> Iterator[None]:
    """The readers, and one with a small window who says what all say and then never takes anything.

    The kernel holds megabytes for it where the server lets it: they are filled while only one other is there. The
    Arena allows a quarter mebibyte and closes such a line after ten seconds, so there it stalls while it is measured.
    """
    crowd = room.crowd
    crowd.patience = PATIENCE_S
    room.fill(readers if crowd.tongue.stores else 1)
    with opened(crowd.port, readers + 200, window=4096) as line:
        line.sendall(upgrade(crowd.port, crowd.tongue, room.token))
        time.sleep(0.3)
        line.sendall(crowd.tongue.comes(room.token) + crowd.tongue.reads(room.said))
        time.sleep(0.3)
        if not crowd.tongue.stores:
            for _ in range(KERNEL_BYTES // (BURST * SIZE)):
                room.say(BURST)
            room.fill(readers)
        yield


def told(rows: list[Row]) -> str:
    """The table, and the goal."""
    heads = ["server", "readers", "mode", "per CPU s", "p95 ms"]
    lines = [
        [
            row.name,
            f"{row.n:,}",
            row.mode,
            "all stand still" if row.per_cpu_second is None else figure(row.per_cpu_second),
            figure(row.p95_ms, 1),
        ]
        for row in rows
    ]
    cost = ratios(rows[1], rows).get("without", 0.0)
    last = goal(cost >= 1 - MOST, f"the others keep {cost:.0%}, at least {1 - MOST:.0%} wanted")
    return "\n".join(["what one reader who takes nothing costs the others", table(heads, lines), last])


def ratios(row: Row, rows: list[Row]) -> dict[str, float]:
    """What is left of the same server's figure without anybody who stalls."""
    whole = next((other.per_cpu_second for other in rows if other.name == row.name and other is not row), None)
    return {"without": row.per_cpu_second / whole} if whole and row.per_cpu_second and "stalled" in row.mode else {}


def asked(readers: int, bursts: int, rounds: int, names: Iterable[str]) -> tuple[str, list[dict[str, Any]]]:
    """The text for people and the facts for programmes."""
    rows = measure(readers, bursts, rounds, names)
    return told(rows), [msgspec.structs.asdict(row) | {"vs": ratios(row, rows)} for row in rows]

"""Delay at a steady pace: when each message reaches each reader's socket, by the kernel's own note of the time."""

import re
import socket
import struct
import time
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from bench.crowd import PING, PONG, Crowd
from bench.room import Room, room_at
from bench.servers import BROADCAST, LIMIT
from bench.told import figure, goal, median, part, table

PER_SECOND = 20_000
NAMES = ("arena", BROADCAST, LIMIT)
GOALS = {BROADCAST: 0.8, LIMIT: 2.0}
SO_TIMESTAMPNS = 35
NUMBER = re.compile(rb"nr-(\d{8})")
UNFINISHED = 10  # bytes of a number that may be cut


class Row(msgspec.Struct):
    """What one server's readers noticed."""

    name: str
    n: int
    mode: str
    p50_ms: float
    p99_ms: float
    worst_ms: float
    deliveries: int
    lost: int
    out_of_order: int


class Punctual(Crowd):
    """Readers who note when and in which order messages reached them; how late the crowd looks is not counted."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.sent: dict[int, int] = {}
        self.delays: list[float] = []
        self.out_of_order = 0
        self._last: dict[int, int] = {}

    def enter(self, cookie: str, says: bytes, until: bytes) -> socket.socket:
        """Come in with a clock."""
        line = super().enter(cookie, says, until)
        line.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        return line

    def _read(self, number: int) -> bytes:
        new, notes, _, _ = self._lines[number].recvmsg(1 << 18, 64)
        data = self._tails[number] + new
        if not new:
            raise ConnectionError("a line was closed")
        if PING in new:
            start = new.index(PING) + len(PING)
            self._lines[number].send(PONG + new[start : start + 4])
        end = 0
        for found in NUMBER.finditer(data):
            end = found.end()
            self._note(number, int(found[1]), _time(notes[0][2]) if notes else time.time_ns())
        self._tails[number] = data[max(end, len(data) - UNFINISHED) :]
        return data

    def _note(self, line: int, message: int, at: int) -> None:
        self.events += 1
        if message not in self.sent:
            return
        self.delays.append((at - self.sent[message]) / 1e6)
        if message <= self._last.get(line, -1):
            self.out_of_order += 1
        self._last[line] = message


def measure(readers: int, seconds: float, rounds: int, names: Iterable[str] = NAMES) -> list[Row]:
    """Each server at the same pace; medians of the rounds."""
    return [_measure(name, readers, seconds, rounds) for name in names]


def _measure(name: str, readers: int, seconds: float, rounds: int) -> Row:
    messages = max(2, int(seconds * PER_SECOND / readers))
    with room_at(name, readers, rounds * messages, kind=Punctual) as room:
        crowd: Any = room.crowd
        room.fill(readers)
        crowd.sent.clear()
        told = [sorted(delays) for delays in _rounds(room, crowd, messages, rounds)]
        heard = sum(map(len, told))
        lost = rounds * messages * readers - heard
        halves, lates, worst = (median([part(delays, share) for delays in told]) for share in (0.5, 0.99, 1.0))
        return Row(name, readers, f"{PER_SECOND:,}/s", halves, lates, worst, heard, lost, crowd.out_of_order)


def _rounds(room: Room, crowd: Punctual, messages: int, rounds: int) -> Iterator[list[float]]:
    for _ in range(rounds):
        crowd.delays = []
        begin, goal = time.perf_counter(), crowd.events + messages * room.size
        for number in range(messages):
            crowd.wait(begin + number * room.size / PER_SECOND)
            crowd.sent[room.said] = time.time_ns()
            room.speak(1)
        crowd.until(goal, goal)
        yield crowd.delays


def _time(note: bytes) -> int:
    seconds, rest = struct.unpack("qq", note)
    return seconds * 1_000_000_000 + rest


def told(rows: list[Row]) -> str:
    """The table, and each goal."""
    heads = ["server", "readers", "mode", "p50 ms", "p99 ms", "worst ms", "deliveries", "lost", "out of order"]
    lines = [
        [
            row.name,
            f"{row.n:,}",
            row.mode,
            *(figure(value, 2) for value in (row.p50_ms, row.p99_ms, row.worst_ms)),
            *(figure(value) for value in (row.deliveries, row.lost, row.out_of_order)),
        ]
        for row in rows
    ]
    ours = ratios(rows[0], rows)
    goals = [
        goal(ours[rival] <= most, f"p99 is {ours[rival]:.2f} × that of {rival}, at most {most} wanted")
        for rival, most in GOALS.items()
        if rival in ours
    ]
    return "\n".join(["from speaking to each reader's socket, at a steady pace", table(heads, lines), *goals])


def ratios(row: Row, rows: list[Row]) -> dict[str, float]:
    """The Arena's 99th percentile as a multiple of each rival's: less is better."""
    return {other.name: row.p99_ms / other.p99_ms for other in rows if other is not row and row.name == "arena"}


def asked(readers: int, seconds: float, rounds: int, names: Iterable[str]) -> tuple[str, list[dict[str, Any]]]:
    """The text for people and the facts for programmes."""
    rows = measure(readers, seconds, rounds, names)
    return told(rows), [msgspec.structs.asdict(row) | {"vs": ratios(row, rows)} for row in rows]

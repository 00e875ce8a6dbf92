"""Power cuts: from the record of a server's writes, rebuild disks that a cut could have left, and open them.

What was written before a sync that has ended is there. Of what came later, anything may be: nothing, all, the first
part, some writes, some sectors of a write. Everything acknowledged before the cut must be found on every such disk.
"""

import random
import sqlite3
import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from bench.chaos.cut import Change, Disk

ENTRY = struct.Struct("<cBIQ")
FILES = ("", "-wal", "-journal")
ACK = b"A"


class Report(msgspec.Struct):
    """What the rebuilt disks held."""

    states: int = 0
    faults: list[str] = msgspec.field(default_factory=list)
    kinds: Counter[str] = msgspec.field(default_factory=Counter)

    def add(self, kind: str, told: str) -> None:
        """A disk that should not be."""
        self.kinds[kind] += 1
        if len(self.faults) < 20:
            self.faults.append(f"{kind}: {told}")


def acknowledge(log: Path, key: str) -> None:
    """Note an acknowledgement among the writes, as the person gets it."""
    data = key.encode()
    with log.open("ab", buffering=0) as file:
        file.write(ENTRY.pack(ACK, 0, len(data), 0) + data)


def changes(log: Path) -> Iterator[Change]:
    """Everything that was recorded, in order."""
    told, at = log.read_bytes(), 0
    while at + ENTRY.size <= len(told):
        op, file, size, place = ENTRY.unpack_from(told, at)
        at += ENTRY.size
        yield Change(op, file, place, told[at : at + size])
        at += size


def rebuild(log: Path, base: dict[int, bytes], folder: Path, *, states: int, seed: int) -> Report:
    """Rebuild so many disks at random moments of the record, and look at each."""
    dice, report = random.Random(seed), Report()
    told = list(changes(log))
    moments = Counter(dice.randrange(len(told)) for _ in range(states))
    disk, acknowledged = Disk(base), set[str]()
    for moment, change in enumerate(told):
        if change.op == ACK:
            acknowledged.add(change.data.decode())
        else:
            disk.take(change)
        for _ in range(moments[moment]):
            report.states += 1
            _look(disk.after_a_cut(dice), acknowledged, folder / "cut.db", report, moment)
    return report


def _look(left: dict[int, bytes], acknowledged: set[str], path: Path, report: Report, moment: int) -> None:
    for number, end in enumerate((*FILES, "-shm")):
        file = path.with_name(path.name + end)
        file.unlink(missing_ok=True)
        if number in left:
            file.write_bytes(left[number])
    db = sqlite3.connect(path)
    try:
        db.execute("PRAGMA synchronous=OFF")  # this disk is thrown away
        if (said := db.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            report.add("corrupt", f"after change {moment}: {said}")
        stored = {key for (key,) in db.execute("SELECT client_key FROM thread_event")}
        if lost := acknowledged - stored:
            report.add("lost", f"after change {moment}: {len(lost)} of {len(acknowledged)} acknowledged")
        gaps = "SELECT thread_id FROM thread_event GROUP BY thread_id HAVING count(*) <> max(seq)"
        if found := db.execute(gaps).fetchall():
            report.add("gap", f"after change {moment}: threads {found}")
    except sqlite3.DatabaseError as fault:
        report.add("corrupt", f"after change {moment}: {fault}")
    finally:
        db.close()

"""The outage: people talk at a server whose writes are recorded; then its disk is rebuilt as a cut could leave it."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec

from bench.chaos.power import FILES, Report, acknowledge, rebuild
from bench.chaos.record import Ack, Record
from bench.chaos.storm import Plan, storm


class Recorded(Record):
    """A record that notes every promise among the writes of the disk, at the moment it is heard."""

    def __init__(self, log: Path) -> None:
        super().__init__()
        self._log = log

    def promised(self, key: str, ack: Ack) -> None:
        """Write it down, where the writes are written down."""
        super().promised(key, ack)
        if not ack.dup:
            acknowledge(self._log, key)


async def outage(plan: Plan, *, states: int) -> tuple[Report, int]:
    """Run without a fault and rebuild so many disks; gives what they held and how many promises were made."""
    log = plan.folder / "writes"
    base: dict[int, bytes] = {}
    record = Recorded(log)
    path = Path(plan.database.removeprefix("sqlite:///"))

    def remember() -> None:
        # Closed at once: to read the file of an open database would give up the locks this process has on it.
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for number, end in enumerate(FILES):
            file = path.with_name(path.name + end)
            if file.exists():
                base[number] = file.read_bytes()

    quiet = msgspec.structs.replace(plan, faults=1_000_000, kinds={}, nodes=1)
    outcome = await storm(quiet, record, before=remember, CHAOS_RECORD=str(log))
    report = await asyncio.to_thread(rebuild, log, base, plan.folder, states=states, seed=plan.seed)
    report.faults += outcome.faults
    return report, record.counts["acknowledged"]

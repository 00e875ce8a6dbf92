"""Power cuts: whatever a disk may have kept, every acknowledged contribution is on it, and the file is whole."""

from pathlib import Path
from random import randrange

from bench.chaos.outage import outage
from bench.chaos.storm import Plan

STATES = 150


async def test_every_disk_that_a_power_cut_could_leave_holds_what_was_acknowledged(tmp_path: Path, disk: Path) -> None:
    database = f"sqlite:///{tmp_path / 'arena.db'}"
    plan = Plan(database, tmp_path, seed=randrange(10**6), people=12, seconds=3.0, rest_s=0.1, disk=disk)
    report, acknowledged = await outage(plan, states=STATES)
    assert not report.faults, f"seed {plan.seed}: {report.faults}"
    assert report.states == STATES
    assert acknowledged >= 20

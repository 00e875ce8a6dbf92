"""The proof of the test: each seeded defect, the faults it gives way to, and what the test must say of it."""

import tempfile
import time
from pathlib import Path
from typing import Any

import msgspec

from bench.chaos import faults
from bench.chaos.defects import DEFECTS
from bench.chaos.faults import Fault
from bench.chaos.outage import outage
from bench.chaos.storm import Plan, storm

STATES = 150
TRIES = 3  # a fault has to hit the right moment


class Trial(msgspec.Struct, frozen=True):
    """A defect before the court: under these faults one of these complaints must be heard."""

    defect: str
    complaints: frozenset[str]
    kinds: tuple[Fault, ...] = ()
    power: bool = False
    rest_s: float = 0.15
    patience_s: float = 6.0
    pause_s: float = 0.3
    threads: int = 2


class Sentence(msgspec.Struct, frozen=True):
    """What came out: what was complained of first, and after how long."""

    defect: str
    caught: bool
    complaint: str
    seconds: float


def _trial(defect: str, complaints: str, *kinds: Fault, **how: Any) -> Trial:
    return Trial(defect, frozenset(complaints.split()), kinds, **how)


NEW_KEYS = "sent-again-with-a-new-key"
TRIALS = (
    _trial("acknowledge-before-commit", "lost doubled phantom", faults.kill, faults.full_disk, faults.no_sync),
    _trial("broadcast-before-commit", "phantom gap view", faults.kill, faults.full_disk, faults.no_sync),
    _trial("failed-acts-are-acknowledged", "lost doubled phantom", faults.full_disk, faults.no_sync),
    _trial("shared-connection", "lost doubled phantom refused view log", faults.full_disk, faults.newcomers),
    _trial("no-client-key", "doubled", faults.kill, faults.cut),
    _trial(NEW_KEYS, "doubled", faults.kill, faults.cut),
    _trial("number-before-commit", "gap log phantom stuck", faults.kill, faults.full_disk),
    _trial("read-then-register", "gap stuck view", faults.cut, faults.newcomers),
    _trial("resuming-forgets-the-position", "gap stuck view", faults.cut, faults.absent),
    _trial("bursts-are-reversed", "gap stuck", faults.stop),
    _trial("no-poll", "stuck", faults.lost_hints),
    _trial("slow-readers-miss-out", "gap", faults.stall, threads=1),
    _trial("who-fell-behind-stays-there", "stuck", faults.stall, threads=1, rest_s=0.03),  # much must come meanwhile
    _trial("retracted-stays-in-the-ring", "leak", faults.absent),
    _trial("streams-lose-events", "gap", faults.cut, faults.kill),
    _trial("asking-misses-items", "view", faults.cut),
    Trial("synchronous-normal", frozenset({"lost"}), power=True),
    Trial("synchronous-off", frozenset({"lost", "corrupt"}), power=True),
)


async def judge(trial: Trial, disk: Path, *, seconds: float = 10.0) -> Sentence:
    """Run with the defect until it is complained of."""
    begin = time.monotonic()
    heard: list[str] = []
    for seed in range(TRIES):
        with tempfile.TemporaryDirectory() as folder:
            heard = await _heard(trial, Path(folder), disk, seed, seconds)
        if any(one.split(":")[0] in trial.complaints for one in heard):
            break
    told = next((one for one in heard if one.split(":")[0] in trial.complaints), "")
    return Sentence(trial.defect, bool(told), told or "; ".join(heard[:1]), time.monotonic() - begin)


async def _heard(trial: Trial, folder: Path, disk: Path, seed: int, seconds: float) -> list[str]:
    plan = Plan(
        f"sqlite:///{folder}/arena.db",
        folder,
        seed=seed,
        people=12,
        threads=trial.threads,
        rest_s=trial.rest_s,
        pause_s=trial.pause_s,
        seconds=seconds,
        disk=disk,
        kinds=dict.fromkeys(trial.kinds, 1),
        defects=(trial.defect,) if trial.defect in DEFECTS else (),
        new_keys=trial.defect == NEW_KEYS,
        patience_s=trial.patience_s,
    )
    if trial.power:
        report, _ = await outage(msgspec.structs.replace(plan, seconds=3.0), states=STATES)
        return report.faults
    return (await storm(plan)).faults

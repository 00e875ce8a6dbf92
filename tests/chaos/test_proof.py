"""The test would see it: defects that are put in on purpose are seen. `python -m bench.chaos --prove` shows all."""

from pathlib import Path

import pytest

from bench.chaos.defects import DEFECTS
from bench.chaos.prove import NEW_KEYS, TRIALS, judge

SHOWN = {"bursts-are-reversed", "number-before-commit", "synchronous-normal"}


@pytest.mark.parametrize("trial", [trial for trial in TRIALS if trial.defect in SHOWN], ids=lambda trial: trial.defect)
async def test_a_seeded_defect_is_seen(trial: object, disk: Path) -> None:
    found = await judge(trial, disk, seconds=5.0)  # type: ignore[arg-type]
    assert found.caught, f"not seen; heard instead: {found.complaint}"


def test_every_defect_stands_trial() -> None:
    assert {trial.defect for trial in TRIALS} == DEFECTS.keys() | {NEW_KEYS}

"""A day is a day of the city: whoever asks which day it is asks `today`, not the machine or Greenwich."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ELSEWHERE = re.compile(r"\bnow(?:\([^)]*\))?\.date\(\)|\bdate\.today\(\)")


def test_nobody_takes_the_day_from_another_place() -> None:
    faults = []
    for folder in ("arena", "tests"):
        for file in (ROOT / folder).rglob("*.py"):
            lines = file.read_text("utf-8").splitlines()
            faults += [f"{file.relative_to(ROOT)}:{n}" for n, line in enumerate(lines, 1) if ELSEWHERE.search(line)]
    assert not faults, faults

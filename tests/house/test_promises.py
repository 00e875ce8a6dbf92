"""What docs/trust.md says is tested, is: each test it names exists, and each defect it lists stands trial."""

import ast
import re
from pathlib import Path

from bench.chaos.prove import TRIALS

ROOT = Path(__file__).parents[2]
TRUST = (ROOT / "docs/trust.md").read_text("utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
ROW = re.compile(r"^\| (\d+) \| .+ \| (.+) \|$", re.MULTILINE)


def test_each_of_the_twelve_promises_names_its_tests() -> None:
    rows = ROW.findall(TRUST)
    assert [int(number) for number, _ in rows] == list(range(1, 13))
    assert [number for number, tests in rows if not NAMED.search(tests)] == []


def test_every_test_that_is_named_exists() -> None:
    named = NAMED.findall(TRUST)
    there = {file: _tests(ROOT / file) for file, _ in named}
    assert [f"{file}::{name}" for file, name in named if name not in there[file]] == []


def _tests(file: Path) -> set[str]:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return {node.name for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, kinds)}


def test_every_defect_is_listed_by_its_name() -> None:
    proof = TRUST.partition("## The test is tested")[2]
    listed = re.findall(r"^\| `([a-z-]+)` \|", proof, re.MULTILINE)
    assert listed == [trial.defect for trial in TRIALS]

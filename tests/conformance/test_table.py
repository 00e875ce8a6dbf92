"""docs/live.md says how many cases there are for each chapter of Autobahn's list; this counts them."""

import importlib
import re
from math import prod
from pathlib import Path
from types import FunctionType

import pytest

HERE = Path(__file__).parent
TABLE = (HERE.parents[1] / "docs/live.md").read_text("utf-8").partition("## Conformance")[2]
ROW = re.compile(r"^\| (\d+|12, 13|beyond) [^|]*\| (\d*) ?\| ([\d,]+) \|", re.MULTILINE)
SUITE = {"1": 16, "2": 11, "3": 7, "4": 10, "5": 20, "6": 145, "7": 37, "9": 54, "10": 1, "12, 13": 216}


def _marks(test: FunctionType, name: str) -> list[pytest.Mark]:
    return [mark for mark in getattr(test, "pytestmark", ()) if mark.name == name]


def _cases() -> dict[str, int]:
    """How many cases there are here by chapter: each set of parameters is one, and so is each text in each way."""
    counted: dict[str, int] = {}
    for file in sorted(HERE.glob("test_*.py")):
        module = importlib.import_module(f"tests.conformance.{file.stem}")
        tests = [one for name, one in vars(module).items() if name.startswith("test_") and file.stem != "test_table"]
        for test in tests:
            chapter = next((mark for mark in _marks(test, "chapter")), None)
            row = "beyond" if chapter is None else "12, 13" if chapter.args[0] == 12 else str(chapter.args[0])
            times = prod(len(list(mark.args[1])) for mark in _marks(test, "parametrize"))
            counted[row] = counted.get(row, 0) + times * (chapter.kwargs.get("texts", 1) if chapter else 1)
    return counted


def test_the_table_of_the_documents_says_what_is_here() -> None:
    said = {chapter: int(number.replace(",", "")) for chapter, _, number in ROW.findall(TABLE)}
    assert said == _cases()


def test_it_names_every_chapter_of_the_list() -> None:
    assert {chapter: int(number) for chapter, number, _ in ROW.findall(TABLE) if number} == SUITE
    assert sum(SUITE.values()) == 517


def test_every_case_it_names_as_different_exists() -> None:
    """A test that a row refers to stands under that name."""
    named = re.findall(r"`(test_\w+)`", TABLE)
    files = "".join(file.read_text("utf-8") for file in HERE.glob("test_*.py"))
    assert named
    assert [name for name in named if f"def {name}(" not in files] == []

"""An operator with files, and a look into what became of them."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from arena.store import Store
from tests.commands.command import Operator


@pytest.fixture
def operator(tmp_path: Path, fresh_database: str) -> Operator:
    """Somebody at a shell, before a fresh database."""
    return Operator(tmp_path, fresh_database)


@pytest.fixture
def inside(operator: Operator) -> Iterator[Store]:
    """What is in the operator's database."""
    store = Store(operator.database)
    yield store
    store.close()


def write_csv(path: Path, header: str, rows: list[list[Any]]) -> str:
    """Write a file as a spreadsheet would; returns its name."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)
    return str(path)


def proposals(path: Path, count: int) -> str:
    """A file of as many proposals, each with words of its own."""
    rows = [
        [f"B{n}", f"Radweg {n} an der Straße {n % 97}", f"Hier ist es eng ({n}). Bitte *breiter* bauen! " * 3, ""]
        for n in range(count)
    ]
    return write_csv(path, "reference,title,body,source_url", rows)


def read_report(path: Path) -> list[dict[str, str]]:
    """The rows of a report."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))

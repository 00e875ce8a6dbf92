"""An operator before a database of their own."""

from pathlib import Path

import pytest

from tests.commands.command import Operator


@pytest.fixture
def operator(tmp_path: Path, empty_database: str) -> Operator:
    """Somebody at a shell."""
    return Operator(tmp_path, empty_database)


@pytest.fixture
def beginner(tmp_path: Path) -> Operator:
    """Somebody at a shell who has set nothing but the data folder."""
    return Operator(tmp_path, "")

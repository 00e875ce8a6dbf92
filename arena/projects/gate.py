"""The gate between an idea and a project: what is still missing is said in plain words."""

from typing import Any

from sqlalchemy import Connection

from arena.ideas.queries import Found
from arena.store import Tx

# MERGE: replace the two functions by `from arena.sheets.gates import missing, must_pass` and calls with "project".


def gaps(db: Connection, idea: Any) -> list[Any]:  # noqa: ARG001
    """What keeps an idea from becoming a project; none where it may."""
    return []


def must_be_ready(tx: Tx, idea: Found) -> None:
    """Refuse an idea that lacks something a project needs."""

"""The gate between an idea and a project: what is still missing is said in plain words."""

from typing import Any

from sqlalchemy import Connection

from arena.ideas.queries import Found
from arena.sheets.gates import Gap, missing, must_pass
from arena.store import Tx


def gaps(db: Connection, idea: Any) -> list[Gap]:
    """What keeps an idea from becoming a project; none where it may."""
    return missing(db, idea, "project")


def must_be_ready(tx: Tx, idea: Found) -> None:
    """Refuse an idea that lacks something a project needs."""
    must_pass(tx, idea, "project")

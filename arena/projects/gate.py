"""The gate between an idea and a project: what is still missing is said in plain words."""

from typing import Any

from sqlalchemy import Connection

from arena.ideas.queries import Found
from arena.store import Tx

# MERGE: once the gates of the profile are here, `gaps` is `missing(db, idea, "project")`, and `must_be_ready` is
# `must_pass(tx, idea, "project")`, both from `arena.sheets.gates`.


def gaps(db: Connection, idea: Any) -> list[Any]:  # noqa: ARG001
    """What keeps an idea from becoming a project; none where it may."""
    return []


def must_be_ready(tx: Tx, idea: Found) -> None:
    """Refuse an idea that lacks something a project needs."""

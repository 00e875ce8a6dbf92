"""Fold a journal: all changes one after the other are where an idea stands."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Connection, select

from arena.journal.model import JournalEntry

Standing = dict[str, Any]

# Where an idea stands by the tables of each noun, under the names that its entries use; later nouns add their part.
standings: list[Callable[[Connection, int], Standing]] = []


def fold(changes: Iterable[dict[str, Any]]) -> Standing:
    """What is after all these changes; a name whose value is None is gone."""
    found: Standing = {}
    for change in changes:
        for name, (_, now) in change.items():
            found[name] = now
    return {name: value for name, value in found.items() if value is not None}


def folded(db: Connection, idea_id: int) -> Standing:
    """Where an idea stands by its journal alone."""
    entries = select(JournalEntry.change).where(JournalEntry.idea_id == idea_id).order_by(JournalEntry.no)
    return fold(db.execute(entries).scalars())


def standing(db: Connection, idea_id: int) -> Standing:
    """Where an idea stands by the tables; equal to its journal folded."""
    parts = [part(db, idea_id) for part in standings]
    return {name: value for part in parts for name, value in part.items() if value is not None}

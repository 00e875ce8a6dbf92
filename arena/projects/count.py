"""Bring the idea in step with its milestones: how far it is, and what is next."""

from typing import Any

from sqlalchemy import select, update

from arena.ideas.model import Idea
from arena.ideas.queries import Found
from arena.journal.enter import Change
from arena.projects.model import Milestone
from arena.projects.tree import grow, next_of, progress
from arena.store import Tx


def count_project(tx: Tx, idea: Found) -> Change:
    """Store progress and the next milestone on an idea the caller holds; returns what changed for the journal."""
    rows = tx.db.execute(
        select(Milestone.__table__).where(Milestone.idea_id == idea.id).order_by(Milestone.position, Milestone.id)
    )
    tree = grow(rows.all())
    return store_progress(tx, idea, progress(tree), next_of(tree))


def store_progress(tx: Tx, idea: Found, now: int | None, coming: Any) -> Change:
    """Write both down; without a coming milestone there is none to show."""
    values = {"progress": now, "next_milestone": coming and coming.title, "next_due": coming and coming.due}
    tx.db.execute(update(Idea).where(Idea.id == idea.id).values(values))
    return {} if now == idea.progress else {"progress": (idea.progress, now)}

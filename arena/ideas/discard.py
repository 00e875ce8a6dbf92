"""Discard a draft: nothing of it remains."""

from sqlalchemy import delete

from arena.ideas.model import Idea
from arena.ideas.queries import idea_for_act
from arena.ideas.rules import must_carry
from arena.ideas.tags import drop_tags
from arena.ideas.team_model import Need
from arena.store import Tx
from arena.threads.model import Thread
from arena.voice import Voice


def discard(tx: Tx, voice: Voice, idea_id: int) -> None:
    """Delete a draft with its empty thread; what was published is withdrawn instead."""
    idea = idea_for_act(tx, voice, idea_id, "draft")
    must_carry(tx.db, voice, idea)
    drop_tags(tx, idea_id)
    tx.db.execute(delete(Need).where(Need.idea_id == idea_id))
    tx.db.execute(delete(Idea).where(Idea.id == idea_id))
    tx.db.execute(delete(Thread).where(Thread.id == idea.thread_id))

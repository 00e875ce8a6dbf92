"""Change a draft: nobody else has read it, so nothing of its earlier form is kept."""

from sqlalchemy import update

from arena.ideas.columns import columns, right
from arena.ideas.model import Idea
from arena.ideas.needs import write_needs
from arena.ideas.queries import idea_for_act
from arena.ideas.rules import must_carry
from arena.ideas.tags import write_tags
from arena.ideas.text import IdeaText
from arena.store import Tx
from arena.strategy.versions import Strategies
from arena.voice import Voice


def redraft(tx: Tx, voice: Voice, idea_id: int, text: IdeaText, strategies: Strategies, *, html: str = "") -> None:
    """Replace a draft's text, and the name it is written in by the present one."""
    must_carry(tx.db, voice, idea_for_act(tx, voice, idea_id, "draft"))
    text = right(text, strategies)
    changed = columns(text, html) | {"actor_id": voice.actor_id, "strategy_id": strategies.id, "active_at": tx.now}
    tx.db.execute(update(Idea).where(Idea.id == idea_id).values(changed))
    write_tags(tx, idea_id, text)
    write_needs(tx, idea_id, text.needs)

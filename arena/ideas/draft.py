"""Draft an idea: kept for its author until it is published."""

from typing import Any

from sqlalchemy import Row, insert, select

from arena.ideas.columns import columns, right
from arena.ideas.model import Idea
from arena.ideas.needs import write_needs
from arena.ideas.redraft import redraft
from arena.ideas.tags import write_tags
from arena.ideas.text import IdeaText
from arena.store import Tx
from arena.strategy.versions import Strategies
from arena.threads.open import open_thread
from arena.voice import Voice


def draft(
    tx: Tx, voice: Voice, text: IdeaText, strategies: Strategies, *, client_key: str | None = None, html: str = ""
) -> int:
    """Store a new draft and open its thread; sent again with the same key it is the same draft. Returns its number."""
    if (known := drafted(tx, voice, client_key)) is not None:
        if known.state == "draft":
            redraft(tx, voice, known.id, text, strategies, html=html)
        return int(known.id)
    text = right(text, strategies)
    row = columns(text, html) | {
        "person_id": voice.person_id,
        "actor_id": voice.actor_id,
        "strategy_id": strategies.id,
        "client_key": client_key or None,
        "thread_id": open_thread(tx, "draft"),
        "created_at": tx.now,
        "active_at": tx.now,
    }
    idea_id = int(tx.db.execute(insert(Idea).values(row).returning(Idea.id)).scalar_one())
    write_tags(tx, idea_id, text)
    write_needs(tx, idea_id, text.needs)
    return idea_id


def drafted(tx: Tx, voice: Voice, client_key: str | None) -> Row[Any] | None:
    """What this person already sent under a key."""
    if not client_key:
        return None
    mine = select(Idea.__table__).where(Idea.person_id == voice.person_id, Idea.client_key == client_key)
    return tx.db.execute(mine).first()

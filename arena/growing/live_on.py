"""Let a declined suggestion live on as an idea of its own: a new draft of whoever suggested it."""

import msgspec
from sqlalchemy import insert, update

from arena.errors import Refusal
from arena.growing.model import SUGGESTION, TEXTS, Lineage, Suggestion
from arena.growing.say import over
from arena.growing.suggest import hold_suggestion, texts_at
from arena.ideas.draft import draft
from arena.ideas.tags import tags_of, text_of
from arena.store import Tx
from arena.strategy.versions import Strategies
from arena.voice import Voice


def live_on(tx: Tx, voice: Voice, idea_id: int, no: int, strategies: Strategies) -> int:
    """Draft a new idea from a declined suggestion; done twice it is the same draft. Returns its number.

    Where it came from is kept from now on and shown once it is published; a discarded draft leaves no trace.
    """
    idea, row = hold_suggestion(tx, voice, idea_id, no, "published", "withdrawn")
    if voice.actor_id != row.actor_id:
        raise Refusal(403, "errors.not_yours")
    if row.lives_on is not None:
        return int(row.lives_on)
    if row.state != "declined":
        raise Refusal(409, "growing.refused.not_declined")
    said = over(row, texts_at(tx.db, idea_id, row.rev))
    told = {name: getattr(said, name) for name in TEXTS}
    text = msgspec.structs.replace(text_of(idea, tags_of(tx.db, idea_id)), **told)
    number = draft(tx, voice, text, strategies)
    kept = {"from_id": idea_id, "to_id": number, "kind": SUGGESTION, "entry_id": row.entry_id, "at": tx.now}
    tx.db.execute(insert(Lineage).values(kept))
    tx.db.execute(update(Suggestion).where(Suggestion.id == row.id).values(lives_on=number))
    return number

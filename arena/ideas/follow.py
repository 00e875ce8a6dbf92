"""Follow an idea, to hear what happens to it, or stop; nobody else sees who follows."""

from sqlalchemy import delete, insert, select

from arena.ideas.model import Follow
from arena.ideas.queries import idea_for_act
from arena.store import Tx
from arena.voice import Voice


def follow(tx: Tx, voice: Voice, idea_id: int, on: bool) -> None:
    """Begin or stop following; doing so twice changes nothing."""
    idea_for_act(tx, voice, idea_id, "published", "withdrawn")
    mine = (Follow.idea_id == idea_id) & (Follow.person_id == voice.person_id)
    if not on:
        tx.db.execute(delete(Follow).where(mine))
    elif tx.db.execute(select(Follow.idea_id).where(mine)).first() is None:
        tx.db.execute(insert(Follow).values(idea_id=idea_id, person_id=voice.person_id, at=tx.now))

"""Who may do what with an idea: pure verdicts with their reason."""

from typing import Any

from sqlalchemy import Connection, Row, select

from arena.errors import Refusal
from arena.ideas.team_model import COUNTING, Commitment
from arena.voice import Me, Reader, Voice


def carriers(db: Connection, idea_id: int) -> set[int]:
    """The actors who carry responsibility: the author until they leave, and whoever was accepted in that role."""
    rows = select(Commitment.actor_id).where(
        Commitment.idea_id == idea_id, Commitment.role == "carry", Commitment.state.in_(COUNTING)
    )
    return set(db.execute(rows).scalars())


def may_see(idea: Row[Any], me: Reader) -> bool:
    """A draft is seen by its author and by the organisation it was written for; all else by everybody."""
    return idea.state != "draft" or (
        me is not None and (me.person_id == idea.person_id or me.speaks_for(idea.actor_id))
    )


def carries(me: Me | Voice | None, carrying: set[int]) -> bool:
    """Whether a person, in any of their names, or a voice in its own name, carries an idea."""
    if me is None:
        return False
    if isinstance(me, Voice):
        return me.actor_id in carrying
    return any(voice.actor_id in carrying for voice in me.voices)


def must_carry(db: Connection, voice: Voice, idea: Row[Any]) -> None:
    """Refuse (403) whoever does not carry the idea; a draft is carried by its author alone."""
    if idea.state == "draft" and voice.person_id == idea.person_id:
        return
    if not carries(voice, carriers(db, idea.id)):
        raise Refusal(403, "errors.not_yours")

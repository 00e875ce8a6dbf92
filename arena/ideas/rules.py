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


def parts(db: Connection, idea_id: int) -> dict[int, bool]:
    """The actors who have a part in an idea, and whether they carry it."""
    rows = select(Commitment.actor_id, Commitment.role).where(
        Commitment.idea_id == idea_id, Commitment.state.in_(COUNTING)
    )
    found: dict[int, bool] = {}
    for row in db.execute(rows):
        found[row.actor_id] = found.get(row.actor_id, False) or row.role == "carry"
    return found


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


def must_open(db: Connection, voice: Voice, idea: Row[Any], kind: str) -> None:
    """Carriers open threads of any kind, others who take part threads for collaboration; else 403."""
    carrying = parts(db, idea.id).get(voice.actor_id)
    if carrying is None or not (carrying or kind == "collaboration"):
        raise Refusal(403, "ideas_threads.refused.open" if carrying is False else "errors.not_yours")


def must_carry(db: Connection, voice: Voice, idea: Row[Any]) -> None:
    """Refuse (403) whoever does not carry the idea; a draft is carried by its author alone."""
    if idea.state == "draft" and voice.person_id == idea.person_id:
        return
    if not carries(voice, carriers(db, idea.id)):
        raise Refusal(403, "errors.not_yours")

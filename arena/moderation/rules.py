"""Who may decide: a moderator, about what others said, and about objections to what others decided."""

from typing import Any

from sqlalchemy import Connection, Row, select

from arena.actors.model import Moderator
from arena.errors import Missing, Refusal
from arena.moderation.model import Case, ModerationAct
from arena.voice import Me, Reader, Voice

_held = select(Moderator.person_id).where(Moderator.revoked_at.is_(None))


def moderates(db: Connection, person_id: int) -> bool:
    """Whether a person is a moderator now."""
    return db.execute(_held.where(Moderator.person_id == person_id)).first() is not None


def must_moderate(db: Connection, voice: Voice) -> None:
    """Refuse whoever is none: to them there is nothing to moderate (404)."""
    if not moderates(db, voice.person_id):
        raise Missing


def moderator(me: Reader) -> Me:
    """The reader if they moderate; for all others the page does not exist (404)."""
    if me is None or not me.moderates:
        raise Missing
    return me


def must_be_impartial(db: Connection, voice: Voice, post: Row[Any], case: Row[Any] | None) -> None:
    """Nobody decides about what they said, nor about an objection to their own act while somebody else can."""
    if post.person_id == voice.person_id:
        raise Refusal(403, "moderation.refused.own")
    if case is not None and case.against is not None and decided_by(db, case.against) == voice.person_id:
        others = _held.where(Moderator.person_id.not_in({voice.person_id, post.person_id or 0})).limit(1)
        if db.execute(others).first():
            raise Refusal(403, "moderation.refused.other")


def decided_by(db: Connection, act_id: int) -> int:
    """Whose act this is."""
    return int(db.execute(select(ModerationAct.person_id).where(ModerationAct.id == act_id)).scalar_one())


def open_case(db: Connection, post_id: int) -> Row[Any] | None:
    """The case of a contribution that waits to be decided."""
    return db.execute(select(Case.__table__).where(Case.post_id == post_id, Case.state == "open")).first()

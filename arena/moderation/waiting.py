"""How much waits on the moderators' desk, for the head of every page."""

from sqlalchemy import ColumnElement, case, exists, func, select

from arena.actors.model import Login, Moderator
from arena.moderation.model import Case
from arena.threads.model import Post


def open_cases() -> ColumnElement[int]:
    """The number of cases that the person of `Login.person_id` finds on the desk; 0 for whoever does not moderate."""
    held = exists().where(Moderator.person_id == Login.person_id, Moderator.revoked_at.is_(None))
    there = select(func.count(Case.id)).join(Post, Post.id == Case.post_id).where(Case.state == "open")
    others = there.where(func.coalesce(Post.person_id, 0) != Login.person_id).correlate(Login).scalar_subquery()
    return case((held, others), else_=0)

"""The receipt of a notice, for whoever has its key: what was reported, and what became of it."""

from typing import Any

from sqlalchemy import Connection, Row, select

from arena.errors import Missing
from arena.moderation.model import Case, ModerationAct, Notice
from arena.threads.model import Post
from arena.voice import Reader


def receipt(db: Connection, me: Reader, key: str) -> Row[Any]:  # noqa: ARG001
    """A notice with the place of what it is about and the act that answered it, if there is one; else 404."""
    found = (
        select(Notice.at, Notice.ground, Notice.words, Notice.post_id, Post.thread_id, Post.no)
        .add_columns(
            ModerationAct.id.label("act"),
            ModerationAct.kind,
            ModerationAct.reason,
            ModerationAct.at.label("decided_at"),
        )
        .join(Case, Case.id == Notice.case_id)
        .join(Post, Post.id == Notice.post_id)
        .outerjoin(ModerationAct, ModerationAct.id == Case.closed_by)
        .where(Notice.key == key)
    )
    row = db.execute(found).first()
    if row is None:
        raise Missing
    return row

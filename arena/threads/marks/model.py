"""Tables of what a discussion comes to: marks on contributions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Clean, Moment

ANSWER, DECISION = "answer", "decision"
_standing = text("ended_at IS NULL")


class Mark(Base):
    """A contribution named an answer or a decision: by whom, in which office and why; who took it back is kept too."""

    __tablename__ = "mark"
    __table_args__ = (
        CheckConstraint("kind IN ('answer', 'decision')", name="kind"),
        CheckConstraint("office IN ('carrier', 'asker', 'administration')", name="office"),
        Index("ix_mark_post_id", "post_id"),
        Index("ix_mark_standing", "post_id", unique=True, sqlite_where=_standing, postgresql_where=_standing),
        Index("ix_mark_question", "question_id", unique=True, sqlite_where=_standing, postgresql_where=_standing),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    kind: Mapped[str] = mapped_column(String(16))
    office: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    reason: Mapped[str] = mapped_column(Clean(200))
    at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_person_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    ended_actor_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    ended_reason: Mapped[str] = mapped_column(Clean(200), default="")

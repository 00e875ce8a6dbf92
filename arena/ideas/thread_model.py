"""The table of an idea's further threads: each has a kind, a name and a sentence on what it is for."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Clean, Moment

TALK = "talk"
KINDS = (TALK, "questions", "evidence", "collaboration")
TITLE, PURPOSE = 80, 200  # characters of a name, and of the sentence on what it is for
MOST_THREADS = 12  # beside the talk every idea begins with


class IdeaThread(Base):
    """A thread of an idea beside its first, the talk, which stands in `idea.thread_id`."""

    __tablename__ = "idea_thread"
    __table_args__ = (
        CheckConstraint("kind IN ('talk', 'questions', 'evidence', 'collaboration')", name="kind"),
        UniqueConstraint("person_id", "client_key"),
        Index("ix_idea_thread_idea_id", "idea_id", "place"),
    )

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True, autoincrement=False)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Clean(TITLE))
    purpose: Mapped[str] = mapped_column(Clean(PURPOSE))
    place: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    client_key: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("thread.id"))

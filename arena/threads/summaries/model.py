"""The table of summaries: every version of what people wrote above a thread, with who wrote it."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Clean, Moment

SUMMARY = "threads.summary"


class SummaryRevision(Base):
    """One version of a thread's summary; `covers` is the last contribution it takes into account.

    The present version is a `post` of the kind `threads.summary`, so that it travels through the log as all else.
    """

    __tablename__ = "summary_revision"

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True)
    rev: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    markdown: Mapped[str] = mapped_column(Clean())
    covers: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)

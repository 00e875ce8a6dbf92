"""Tables of polls: a contribution that asks everybody to choose, and what each person chose."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Moment

_running = text("closed_at IS NULL")


class Poll(Base):
    """The options of a poll with their counts; `hidden` ones are shown when it is closed, and not before."""

    __tablename__ = "poll"
    __table_args__ = (Index("ix_poll_ends_at", "ends_at", sqlite_where=_running, postgresql_where=_running),)

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True)
    several: Mapped[bool]
    hidden: Mapped[bool]
    options: Mapped[list[str]] = mapped_column(JSON)
    counts: Mapped[list[int]] = mapped_column(JSON)
    voters: Mapped[int] = mapped_column(default=0)
    ends_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)


class PollVote(Base):
    """What one person chose, each option a bit: one row for each person, so that nobody can be counted twice.

    Of a hidden poll these rows are gone once it is closed: then nobody can know any more.
    """

    __tablename__ = "poll_vote"

    post_id: Mapped[int] = mapped_column(ForeignKey("poll.post_id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), primary_key=True)
    choices: Mapped[int]

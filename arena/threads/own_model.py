"""Tables of what is one person's own in a thread: how loudly they hear it, what they have begun, what calls on them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Clean, Moment


class ThreadFollow(Base):
    """How loudly a person chose to hear a thread; nobody else sees it."""

    __tablename__ = "thread_follow"
    __table_args__ = (CheckConstraint("level IN ('mute', 'quiet', 'normal', 'loud')", name="level"),)

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), primary_key=True, index=True)
    level: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(Moment)


class ThreadDraft(Base):
    """What a person has typed and not yet contributed; `post_id` names the contribution it changes, 0 a new one."""

    __tablename__ = "thread_draft"

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), primary_key=True, index=True)
    post_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=0)
    markdown: Mapped[str] = mapped_column(Clean())
    reply_to: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    quote: Mapped[str] = mapped_column(Clean(), default="")
    client_key: Mapped[str] = mapped_column(String(64), default="")
    at: Mapped[datetime] = mapped_column(Moment)


class Call(Base):
    """That a contribution calls on a person: it names them, an organisation they speak for, or answers them.

    It also does so when it is marked as the answer to their question, or as a decision in a thread whose decisions they
    hear. `late` says that a later version or a mark did so first: they may have read the thread before.
    """

    __tablename__ = "thread_call"
    __table_args__ = (
        CheckConstraint("why IN ('mention', 'organisation', 'reply', 'answer', 'decision')", name="why"),
        UniqueConstraint("post_id", "person_id"),
        Index("ix_thread_call_person_id", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    why: Mapped[str] = mapped_column(String(16))
    late: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Moment)

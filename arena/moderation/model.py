"""Tables of moderation: what moderators did, cases to decide, and the notices in them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Clean, Moment
from arena.threads.move import along

HIDE, RESTORE, DISMISS, KEEP = "hide", "restore", "dismiss", "keep"
CLOSE, REOPEN, SLOW = "close", "reopen", "slow"
ON_POSTS = (HIDE, RESTORE, DISMISS, KEEP)
REASON, WORDS = 300, 1024  # characters of a public sentence, and of what somebody reports or objects
_open = text("state = 'open'")


class ModerationAct(Base):
    """One act of a moderator, as the public log tells it; the database refuses to change or to delete it.

    An act on a contribution names its number; `reason` is the public sentence. Nothing here says what was hidden.
    """

    __tablename__ = "moderation_act"
    __table_args__ = (
        CheckConstraint("kind IN ('hide', 'restore', 'dismiss', 'keep', 'close', 'reopen', 'slow')", name="kind"),
        CheckConstraint("(post_id IS NULL) = (kind IN ('close', 'reopen', 'slow'))", name="post_id"),
        UniqueConstraint("client_key", "person_id"),
        Index("ix_moderation_act_post_id", "post_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(String(16))
    ground: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Clean(REASON))
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    post_no: Mapped[int | None]
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    client_key: Mapped[str | None] = mapped_column(String(64))


class Case(Base):
    """What moderators have to decide of a contribution: its notices, or its author's objection `against` an act.

    A contribution has one open case at most, and an act one objection.
    """

    __tablename__ = "moderation_case"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'closed')", name="state"),
        CheckConstraint("(state = 'closed') = (closed_by IS NOT NULL)", name="closed_by"),
        Index("uq_moderation_case_open", "post_id", unique=True, sqlite_where=_open, postgresql_where=_open),
        Index("ix_moderation_case_open", "id", sqlite_where=_open, postgresql_where=_open),
        Index("ix_moderation_case_post_id", "post_id", "id"),
        Index("ix_moderation_case_closed_by", "closed_by"),
        UniqueConstraint("against"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(16), default="open")
    against: Mapped[int | None] = mapped_column(ForeignKey("moderation_act.id"))
    words: Mapped[str] = mapped_column(Clean(WORDS), default="")
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("moderation_act.id"))


class Notice(Base):
    """That somebody reported a contribution in one of its wordings; who they are is never public.

    `key` leads to the receipt. An address that somebody without an account gave is forgotten once it was answered.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("key"),
        UniqueConstraint("client_key"),
        UniqueConstraint("post_id", "text_rev", "person_id"),
        UniqueConstraint("post_id", "text_rev", "email"),
        Index("ix_notice_case_id", "case_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("moderation_case.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    text_rev: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(8))
    ground: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Clean(WORDS))
    at: Mapped[datetime] = mapped_column(Moment)
    key: Mapped[str] = mapped_column(String(64))
    client_key: Mapped[str | None] = mapped_column(String(64))


along += [Case, Notice]

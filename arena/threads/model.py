"""Tables of threads: the counter, the log, the contributions and what readers did with them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Clean, Moment

REACTIONS = ("support", "concern", "evidence", "help")
ME_TOO = "metoo"  # only to a question: I ask myself the same
KINDS = (*REACTIONS, ME_TOO)
OPEN, ANSWERED = "open", "answered"
CONTRIBUTION = "contribution"
# What most contributions begin with stands in the statement: as values for each row it costs a tenth of a commit.
NONE, ONE = text("0"), text("1")


class Thread(Base):
    """A thread's heads: `seq` counts every change, `post_no` only contributions."""

    __tablename__ = "thread"

    id: Mapped[int] = mapped_column(primary_key=True)
    audience: Mapped[str] = mapped_column(String(16), default="public")
    seq: Mapped[int] = mapped_column(default=0)
    post_no: Mapped[int] = mapped_column(default=0)
    epoch: Mapped[int] = mapped_column(default=1)
    acl_rev: Mapped[int] = mapped_column(default=0)
    slow_mode_s: Mapped[int] = mapped_column(default=0)
    locked: Mapped[bool] = mapped_column(default=False)


class ThreadEvent(Base):
    """The log: one row for each change, numbered without a gap within its thread."""

    __tablename__ = "thread_event"
    __table_args__ = (UniqueConstraint("client_key", "person_id"),)

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    rev: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    client_key: Mapped[str | None] = mapped_column(String(64))
    body_hash: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)


_moved = text("moved_to IS NOT NULL")
_asked = text("question IS NOT NULL")
_summary = text("kind = 'threads.summary'")


class Post(Base):
    """One item of the timeline: a contribution with a `no`, or a note of an act (kind such as `ideas.join`).

    `rev` counts every change that readers see, `text_rev` only those of the text. A `question` is open or
    answered; `special` says that more is to be read of it: the answer, a mark. What was `moved_to` another
    thread counts as deleted where it was: its words are there.
    """

    __tablename__ = "post"
    __table_args__ = (
        CheckConstraint("state IN ('visible', 'pending', 'hidden', 'deleted')", name="state"),
        UniqueConstraint("thread_id", "no"),
        Index("ix_post_born", "thread_id", "born_seq", unique=True),
        Index("ix_post_seq", "thread_id", "seq", unique=True),
        Index("ix_post_summary", "thread_id", sqlite_where=_summary, postgresql_where=_summary),
        Index("ix_post_person", "person_id", "thread_id", "no"),
        Index("ix_post_moved_to", "moved_to", sqlite_where=_moved, postgresql_where=_moved),
        Index("ix_post_question", "thread_id", "question", "born_seq", sqlite_where=_asked, postgresql_where=_asked),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    no: Mapped[int | None]
    born_seq: Mapped[int]
    seq: Mapped[int]
    rev: Mapped[int] = mapped_column(default=ONE)
    text_rev: Mapped[int] = mapped_column(default=ONE)
    kind: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16), default=text("'visible'"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    markdown: Mapped[str] = mapped_column(Clean(), default="")
    html: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=text("'{}'"))
    reply_to: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    quote: Mapped[str] = mapped_column(Clean(), default="")
    quote_rev: Mapped[int | None]  # the revision of the quoted text in which these words stand
    unquoted: Mapped[bool] = mapped_column(default=false())  # what it quotes is hidden, and so are these words
    support: Mapped[int] = mapped_column(default=NONE)
    concern: Mapped[int] = mapped_column(default=NONE)
    evidence: Mapped[int] = mapped_column(default=NONE)
    help: Mapped[int] = mapped_column(default=NONE)
    metoo: Mapped[int] = mapped_column(default=NONE)
    question: Mapped[str | None] = mapped_column(String(16))
    special: Mapped[bool] = mapped_column(default=false())
    at: Mapped[datetime] = mapped_column(Moment)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)
    moved_to: Mapped[int | None] = mapped_column(ForeignKey("post.id"))


class PostRevision(Base):
    """An earlier text of a contribution."""

    __tablename__ = "post_revision"

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True)
    rev: Mapped[int] = mapped_column(primary_key=True)
    markdown: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)


class Reaction(Base):
    """One person's reaction to a contribution; only counts are public."""

    __tablename__ = "reaction"

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)


class Mention(Base):
    """An actor named with @ in a contribution."""

    __tablename__ = "mention"

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), primary_key=True)


class ThreadRead(Base):
    """How far a person has read: the `no` of the last contribution seen; it only grows."""

    __tablename__ = "thread_read"

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), primary_key=True)
    no: Mapped[int]

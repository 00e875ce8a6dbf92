"""Tables of ideas: the idea, its tags, its history and who stands behind it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Clean, Moment


class Idea(Base):
    """One idea through its whole life; the counters are kept by the acts that change them."""

    __tablename__ = "idea"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'published', 'withdrawn')", name="state"),
        UniqueConstraint("person_id", "client_key"),
        Index("ix_idea_new", "state", "published_at", "id"),
        Index("ix_idea_active", "state", "active_at", "id"),
        Index("ix_idea_supported", "state", "support_count", "id"),
        Index("ix_idea_open_needs", "state", "open_need_count", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    state: Mapped[str] = mapped_column(String(16), default="draft")
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), unique=True)
    strategy_id: Mapped[int] = mapped_column(ForeignKey("strategy_version.id"))
    title: Mapped[str] = mapped_column(Clean(120))
    summary: Mapped[str] = mapped_column(Clean(400), default="")
    markdown: Mapped[str] = mapped_column(Clean(), default="")
    html: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(8), default="de")
    scope: Mapped[str] = mapped_column(String(40), default="city")
    rev: Mapped[int] = mapped_column(default=1)
    client_key: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    active_at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Clean(), default="")
    source: Mapped[str | None] = mapped_column(String(120), unique=True)
    source_url: Mapped[str | None] = mapped_column(Clean(500))
    support_count: Mapped[int] = mapped_column(default=0)
    team_count: Mapped[int] = mapped_column(default=0)
    open_need_count: Mapped[int] = mapped_column(default=0)
    assessed_count: Mapped[int] = mapped_column(default=0)
    terms: Mapped[str] = mapped_column(Text, default="")
    # Where the idea stands on its path, kept here by the acts of later nouns so that its page asks for nothing more.
    stage: Mapped[str] = mapped_column(String(16), default="idea")
    progress: Mapped[int | None]
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("idea.id"), index=True)
    answer_state: Mapped[str | None] = mapped_column(String(16))
    answer_due: Mapped[date | None]
    measure_type: Mapped[str | None] = mapped_column(String(16))
    measure_status: Mapped[str | None] = mapped_column(String(16))
    measure_phase: Mapped[int | None]
    sheet_filled: Mapped[int] = mapped_column(default=0)
    next_milestone: Mapped[str | None] = mapped_column(Clean(120))
    next_due: Mapped[date | None]


class IdeaField(Base):
    """An idea's field of action, by its key in the strategy version of the idea."""

    __tablename__ = "idea_field"
    __table_args__ = (Index("ix_idea_field_key", "key", "idea_id"),)

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)


class IdeaCriterion(Base):
    """A criterion of the value compass an idea claims, with one sentence why."""

    __tablename__ = "idea_criterion"
    __table_args__ = (Index("ix_idea_criterion_key", "key", "idea_id"),)

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    why: Mapped[str] = mapped_column(Clean(300))


class IdeaDistrict(Base):
    """A district an idea is about; none means the whole city."""

    __tablename__ = "idea_district"
    __table_args__ = (Index("ix_idea_district_key", "key", "idea_id"),)

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)


class IdeaRevision(Base):
    """An idea's text as it stood at a revision, with a word on why it changed."""

    __tablename__ = "idea_revision"

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True)
    rev: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(Clean(300), default="")
    text: Mapped[dict[str, Any]] = mapped_column(JSON)


class Support(Base):
    """A person's support; only the count is public."""

    __tablename__ = "support"

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(Moment)


class Follow(Base):
    """A person who wants to hear of an idea."""

    __tablename__ = "follow"

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(Moment)


class IdeaChange(Base):
    """The mark of an idea's latest change, set by the database; it outlives the idea, so that all hear of its end."""

    __tablename__ = "idea_change"
    __table_args__ = (Index("ix_idea_change_seq", "seq"),)

    idea_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]

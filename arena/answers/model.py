"""Tables of answers: who may give them, how they are prepared, what was answered, and what was promised with it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Clean, Moment

KNOWN_ANSWERS = "('considering', 'qualified', 'accepted', 'rejected')"
_open, _held = text("state = 'open'"), text("revoked_at IS NULL")


class Office(Base):
    """That an organisation of the administration may answer, from when until when; one that goes on has no end."""

    __tablename__ = "office"
    __table_args__ = (
        Index("uq_office_held", "organisation_id", unique=True, sqlite_where=_held, postgresql_where=_held),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    granted_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class Answer(Base):
    """What an office answered in public; the database refuses to change or to delete it.

    `no` counts the answers of an idea. A correction stands in the `place` of the one it corrects; the one in force is
    the last at the last place.
    """

    __tablename__ = "answer"
    __table_args__ = (
        CheckConstraint(f"state IN {KNOWN_ANSWERS}", name="state"),
        CheckConstraint("(state = 'rejected') = (due IS NULL)", name="due"),
        UniqueConstraint("idea_id", "no"),
        Index("ix_answer_place", "idea_id", "place", "no"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    no: Mapped[int]
    place: Mapped[int]
    office_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(16))
    due: Mapped[date | None]
    markdown: Mapped[str] = mapped_column(Clean())
    html: Mapped[str] = mapped_column(Text)
    because: Mapped[str] = mapped_column(Clean(500), default="")
    corrects: Mapped[int | None] = mapped_column(ForeignKey("answer.id"), unique=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"), unique=True)


class AnswerDraft(Base):
    """An answer that an office prepares; nobody else knows of it. What it says is the version of this number.

    Whoever approves names the version; a later version has no approval.
    """

    __tablename__ = "answer_draft"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'published', 'discarded')", name="state"),
        Index("uq_answer_draft_open", "idea_id", "office_id", unique=True, sqlite_where=_open, postgresql_where=_open),
        Index("ix_answer_draft_office_id", "office_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    corrects: Mapped[int | None] = mapped_column(ForeignKey("answer.id"))
    state: Mapped[str] = mapped_column(String(16), default="open")
    rev: Mapped[int] = mapped_column(default=1)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Moment)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)


class AnswerDraftRevision(Base):
    """One version of a draft, by one person; rows are added, never changed."""

    __tablename__ = "answer_draft_revision"

    draft_id: Mapped[int] = mapped_column(ForeignKey("answer_draft.id"), primary_key=True)
    rev: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(String(16))
    due: Mapped[date | None]
    markdown: Mapped[str] = mapped_column(Clean())
    html: Mapped[str] = mapped_column(Text)
    because: Mapped[str] = mapped_column(Clean(500), default="")


class AnswerNote(Base):
    """A word within the office on a draft; never public."""

    __tablename__ = "answer_note"
    __table_args__ = (Index("ix_answer_note_draft_id", "draft_id", "id"), UniqueConstraint("client_key", "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("answer_draft.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    words: Mapped[str] = mapped_column(Clean(1000))
    client_key: Mapped[str | None] = mapped_column(String(64))


class Promise(Base):
    """That something comes next by the last day named in an answer, and what became of it."""

    __tablename__ = "promise"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'kept', 'late', 'missed', 'replaced', 'lapsed')", name="state"),
        Index("ix_promise_due", "due", "answer_id"),
        Index("ix_promise_state", "state", "due", "answer_id"),
        Index("ix_promise_office", "office_id", "due", "answer_id"),
        Index("ix_promise_office_state", "office_id", "state", "due", "answer_id"),
        Index("ix_promise_idea_id", "idea_id", "state"),
    )

    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), primary_key=True, autoincrement=False)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    no: Mapped[int]
    stage: Mapped[str] = mapped_column(String(16))
    due: Mapped[date]
    given_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(16), default="open")
    settled_at: Mapped[datetime | None] = mapped_column(Moment)


class PromiseTally(Base):
    """How many promises of an office stand in each state; kept by the act that changes one."""

    __tablename__ = "promise_tally"

    office_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(16), primary_key=True)
    n: Mapped[int]

"""Tables of assessments: what each actor says of an idea, in versions, and what all of them come to."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Clean, Moment

CARRIERS, COMMUNITY, ADMINISTRATION = "carriers", "community", "administration"
PERSPECTIVES = (CARRIERS, COMMUNITY, ADMINISTRATION)
SCORES = (-2, -1, 0, 1, 2)
# The columns that count how often each score was given, and how often somebody could not say.
STEPS = ("minus2", "minus1", "zero", "plus1", "plus2")
UNSURE = "unsure"
Scores = dict[str, int | None]  # by criterion; None: cannot say


class Assessment(Base):
    """That an actor assessed an idea; what they say is the version of this number."""

    __tablename__ = "assessment"
    __table_args__ = (UniqueConstraint("idea_id", "actor_id"), Index("ix_assessment_actor_id", "actor_id", "idea_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    rev: Mapped[int] = mapped_column(default=1)


class AssessmentRevision(Base):
    """One version of an assessment: rows are added, never changed; the perspective is that of the moment."""

    __tablename__ = "assessment_revision"
    __table_args__ = (
        CheckConstraint("perspective IN ('carriers', 'community', 'administration')", name="perspective"),
        UniqueConstraint("client_key", "person_id"),
    )

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    rev: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    perspective: Mapped[str] = mapped_column(String(16))
    sector: Mapped[str] = mapped_column(String(24))
    scores: Mapped[Scores] = mapped_column(JSON)
    client_key: Mapped[str | None] = mapped_column(String(64))
    body_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)


class AssessmentVoices(Base):
    """How many actors assessed an idea, by perspective and sector."""

    __tablename__ = "assessment_voices"

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True)
    perspective: Mapped[str] = mapped_column(String(16), primary_key=True)
    sector: Mapped[str] = mapped_column(String(24), primary_key=True)
    voices: Mapped[int]


class AssessmentTally(Base):
    """How often each score was given for a criterion, by perspective and sector: the sum of the newest versions."""

    __tablename__ = "assessment_tally"

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True)
    perspective: Mapped[str] = mapped_column(String(16), primary_key=True)
    sector: Mapped[str] = mapped_column(String(24), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(40), primary_key=True)
    minus2: Mapped[int]
    minus1: Mapped[int]
    zero: Mapped[int]
    plus1: Mapped[int]
    plus2: Mapped[int]
    unsure: Mapped[int]


class AssessmentReason(Base):
    """Which contribution gives somebody's reason for a criterion; `lead` are the words it begins with."""

    __tablename__ = "assessment_reason"
    __table_args__ = (Index("ix_assessment_reason_idea_id", "idea_id", "post_id"),)

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(40), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), unique=True)
    lead: Mapped[str] = mapped_column(Clean())

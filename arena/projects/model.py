"""Tables of a project: since when it is one, its milestones as a tree, names of roles, risks, and looks back."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Clean, Moment

OPEN, REACHED, DROPPED, CLOSED = "open", "reached", "dropped", "closed"
LEVELS = ("low", "medium", "high")
MOST_MILESTONES = 80  # of a project, tasks included
MOST_RISKS = 40
DEEPEST = 3  # milestone, task, part of a task
HEAVIEST = 100


class Project(Base):
    """That an idea is, or was, a project; whether it is one now is said by the stage of the idea.

    `review_told` is the day of a review whose passing the clock has entered into the journal.
    """

    __tablename__ = "project"
    __table_args__ = (Index("ix_project_review_due", "review_due"),)

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True, autoincrement=False)
    begun_at: Mapped[datetime] = mapped_column(Moment)
    why: Mapped[str] = mapped_column(Clean(500))
    review_due: Mapped[date | None]
    review_told: Mapped[date | None]


class ProjectRole(Base):
    """What an actor of the team is called in a project, such as "Leitung"."""

    __tablename__ = "project_role"

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), primary_key=True)
    name: Mapped[str] = mapped_column(Clean(60))


class Milestone(Base):
    """A milestone, or a task beneath one; `weight` says how much it counts among its siblings."""

    __tablename__ = "milestone"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'reached', 'dropped')", name="state"),
        CheckConstraint("weight BETWEEN 1 AND 100", name="weight"),
        Index("ix_milestone_idea_id", "idea_id", "position"),
        Index("ix_milestone_parent_id", "parent_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("milestone.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(Clean(120))
    due: Mapped[date | None]
    weight: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(16), default=OPEN)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by: Mapped[int] = mapped_column(ForeignKey("actor.id"))


class MilestoneStep(Base):
    """One step of a milestone that stays visible: a date that moved, reached, opened again, dropped, and why."""

    __tablename__ = "milestone_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"), index=True)
    act: Mapped[str] = mapped_column(String(16))
    was: Mapped[date | None]
    due: Mapped[date | None]
    why: Mapped[str] = mapped_column(Clean(500), default="")
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class Risk(Base):
    """What may go wrong, how likely and how bad, and what is done about it; `why` is the last word to it."""

    __tablename__ = "risk"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'closed')", name="state"),
        CheckConstraint("likelihood IN ('low', 'medium', 'high')", name="likelihood"),
        CheckConstraint("impact IN ('low', 'medium', 'high')", name="impact"),
        Index("ix_risk_idea_id", "idea_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    text: Mapped[str] = mapped_column(Clean(300))
    likelihood: Mapped[str] = mapped_column(String(8))
    impact: Mapped[str] = mapped_column(String(8))
    measures: Mapped[str] = mapped_column(Clean(500))
    state: Mapped[str] = mapped_column(String(8), default=OPEN)
    why: Mapped[str] = mapped_column(Clean(500), default="")
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by: Mapped[int] = mapped_column(ForeignKey("actor.id"))


class ProjectReview(Base):
    """A look back at what came of a project; rows are added, never changed."""

    __tablename__ = "project_review"
    __table_args__ = (Index("ix_project_review_idea_id", "idea_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    due: Mapped[date | None]
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    markdown: Mapped[str] = mapped_column(Clean())
    html: Mapped[str] = mapped_column(Text)

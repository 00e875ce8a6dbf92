"""Tables of the team: what an idea needs, and who committed to what."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Clean, Moment

NEEDS = ("expertise", "time", "data", "space", "test-site", "money", "contacts", "people")
ROLES = ("carry", "contribute", "test", "advise")
COUNTING = ("accepted", "active", "fulfilled")  # the states in which a commitment meets a need
RUNNING = ("accepted", "active")
STATES = ("offered", "accepted", "active", "fulfilled", "withdrawn", "declined")


class Need(Base):
    """What an idea needs: of which kind, what, how much and until when."""

    __tablename__ = "need"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    what: Mapped[str] = mapped_column(Clean(160))
    amount: Mapped[float | None] = mapped_column(Float)
    unit: Mapped[str] = mapped_column(Clean(40), default="")
    until: Mapped[date | None]
    met: Mapped[float] = mapped_column(Float, default=0)
    open: Mapped[bool] = mapped_column(default=True)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)


class Commitment(Base):
    """Joining an idea: who, in whose name, in which role, with what, from when until when."""

    __tablename__ = "commitment"
    __table_args__ = (
        CheckConstraint("role IN ('carry', 'contribute', 'test', 'advise')", name="role"),
        CheckConstraint(
            "state IN ('offered', 'accepted', 'active', 'fulfilled', 'withdrawn', 'declined')", name="state"
        ),
        UniqueConstraint("person_id", "client_key"),
        Index("ix_commitment_idea_id", "idea_id", "state"),
        Index("ix_commitment_actor_id", "actor_id"),
        Index("ix_commitment_need_id", "need_id"),
        Index("ix_commitment_ends", "ends", "state"),
        Index("ix_commitment_changed_at", "state", "changed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    role: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(24))
    what: Mapped[str] = mapped_column(Clean(200), default="")
    amount: Mapped[float | None] = mapped_column(Float)
    unit: Mapped[str] = mapped_column(Clean(40), default="")
    starts: Mapped[date | None]
    ends: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(16))
    message: Mapped[str] = mapped_column(Clean(500), default="")
    answer: Mapped[str] = mapped_column(Clean(500), default="")
    client_key: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    # What carriers say once the joiner has said "done"; without it there is one side's word alone.
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    thanks: Mapped[str] = mapped_column(Clean(500), default="")


class CommitmentReminder(Base):
    """That a mail about a commitment went out: `week` and `day` before its end, `confirm` to those who carry."""

    __tablename__ = "commitment_reminder"

    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)


class CommitmentStep(Base):
    """One step in a commitment's history: who did what when, in whose name, and their word to it."""

    __tablename__ = "commitment_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    act: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    word: Mapped[str] = mapped_column(Clean(500), default="")

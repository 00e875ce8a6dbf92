"""Tables of measures: who is responsible and for how long, and the figures that show what a measure brings about."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Clean, Moment

TYPES = ("central", "decentral", "network")
STATUSES = ("planned", "running", "finished")
PHASES = (1, 2, 3, 4, 5)
KINDS = ("output", "outcome", "process")


class Measure(Base):
    """What makes an idea a measure. While it is `proposed` by one side, `side` says who; the other has to agree.

    Type, status and phase are those of the proposal or the beginning; where it stands now says the idea itself.
    """

    __tablename__ = "measure"
    __table_args__ = (
        CheckConstraint("type IN ('central', 'decentral', 'network')", name="type"),
        CheckConstraint("status IN ('planned', 'running', 'finished')", name="status"),
        CheckConstraint("phase BETWEEN 1 AND 5", name="phase"),
        CheckConstraint("side IN ('office', 'carriers')", name="side"),
    )

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True)
    proposed: Mapped[bool] = mapped_column(default=False)
    side: Mapped[str] = mapped_column(String(16))
    type: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    phase: Mapped[int]
    responsible_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    starts: Mapped[date | None]
    ends: Mapped[date | None]
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)


class Indicator(Base):
    """A figure of a measure: what it did (output), what came of it (outcome), or how it goes about it (process).

    `value` and `day` are the newest value's, so that sums need no history; `adds` says that equal figures of several
    measures may be added up.
    """

    __tablename__ = "indicator"
    __table_args__ = (
        CheckConstraint("kind IN ('output', 'outcome', 'process')", name="kind"),
        UniqueConstraint("idea_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(Clean(120))
    unit: Mapped[str] = mapped_column(Clean(40))
    adds: Mapped[bool] = mapped_column(default=True)
    baseline: Mapped[float | None] = mapped_column(Float)
    target: Mapped[float | None] = mapped_column(Float)
    value: Mapped[float | None] = mapped_column(Float)
    day: Mapped[date | None]
    at: Mapped[datetime] = mapped_column(Moment)


class IndicatorValue(Base):
    """What a figure came to on a day, and where that is from; never changed, only corrected by a later one."""

    __tablename__ = "indicator_value"
    __table_args__ = (
        Index("ix_indicator_value_indicator_id", "indicator_id", "day", "id"),
        UniqueConstraint("corrects"),
        UniqueConstraint("person_id", "client_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    day: Mapped[date]
    value: Mapped[float] = mapped_column(Float)
    source: Mapped[str] = mapped_column(Clean(300))
    corrects: Mapped[int | None] = mapped_column(ForeignKey("indicator_value.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    client_key: Mapped[str | None] = mapped_column(String(64))

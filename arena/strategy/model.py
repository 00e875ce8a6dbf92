"""The table of strategies: every version that was ever loaded stays, so that old tags keep their meaning."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Moment


class StrategyVersion(Base):
    """One version of a city's strategy, whole, as it was loaded; the newest is in force."""

    __tablename__ = "strategy_version"
    __table_args__ = (UniqueConstraint("city", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    city: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    loaded_at: Mapped[datetime] = mapped_column(Moment)

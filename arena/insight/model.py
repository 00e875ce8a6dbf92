"""The table of rounds: how far the mails of each rhythm have come."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Moment


class NewsRound(Base):
    """The last entry, and the last call, that went out in a rhythm; whoever moves them on sends what lies between."""

    __tablename__ = "news_round"

    rhythm: Mapped[str] = mapped_column(String(8), primary_key=True)
    entry_id: Mapped[int]
    call_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)

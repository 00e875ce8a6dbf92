"""Tables of the profile: each part as it stands, and all its versions."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Clean, Moment


class SheetPart(Base):
    """A part of an idea's profile as it stands; an emptied one stays, with its number."""

    __tablename__ = "sheet_part"

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True)
    part: Mapped[str] = mapped_column(String(16), primary_key=True)
    rev: Mapped[int]
    markdown: Mapped[str] = mapped_column(Clean(), default="")
    html: Mapped[str] = mapped_column(Text, default="")


class SheetRevision(Base):
    """A version of a part: who wrote it, in whose name, when, and a word on why."""

    __tablename__ = "sheet_revision"

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True)
    part: Mapped[str] = mapped_column(String(16), primary_key=True)
    rev: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    markdown: Mapped[str] = mapped_column(Clean(), default="")
    why: Mapped[str] = mapped_column(Clean(300), default="")

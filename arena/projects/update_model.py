"""Tables of updates: what a team reports, in revisions, and the pictures to it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Clean, Moment

PICTURES = 4  # of one update
MOST_OF_IDEA = 400
MOST_A_DAY = 40  # pictures of one person
WIDTHS = (480, 1280)


class ProjectUpdate(Base):
    """One update of a project as it reads now; `post_id` is its note in the idea's thread."""

    __tablename__ = "project_update"
    __table_args__ = (UniqueConstraint("person_id", "client_key"), Index("ix_project_update_idea_id", "idea_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    title: Mapped[str] = mapped_column(Clean(120))
    markdown: Mapped[str] = mapped_column(Clean())
    html: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8))
    rev: Mapped[int] = mapped_column(default=1)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    client_key: Mapped[str | None] = mapped_column(String(64))


class UpdateRevision(Base):
    """An update as it read in a revision, with a word on why it changed; `pictures` are their texts."""

    __tablename__ = "project_update_revision"

    update_id: Mapped[int] = mapped_column(ForeignKey("project_update.id"), primary_key=True)
    rev: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(Clean(120))
    markdown: Mapped[str] = mapped_column(Clean())
    pictures: Mapped[str] = mapped_column(Clean(), default="")
    note: Mapped[str] = mapped_column(Clean(300), default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class Picture(Base):
    """A picture, newly encoded in two widths; one taken out keeps its words and loses its bytes."""

    __tablename__ = "picture"
    __table_args__ = (
        Index("ix_picture_update_id", "update_id"),
        Index("ix_picture_idea_id", "idea_id"),
        Index("ix_picture_person_id", "person_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    update_id: Mapped[int] = mapped_column(ForeignKey("project_update.id"))
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    alt: Mapped[str] = mapped_column(Clean(300))
    caption: Mapped[str] = mapped_column(Clean(200), default="")
    author: Mapped[str] = mapped_column(Clean(120), default="")
    width: Mapped[int]
    height: Mapped[int]
    hidden: Mapped[bool] = mapped_column(default=False)
    removed: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(Moment)
    small: Mapped[bytes] = mapped_column(LargeBinary)
    large: Mapped[bytes] = mapped_column(LargeBinary)

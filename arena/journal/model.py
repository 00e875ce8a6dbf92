"""The table of the journal: who did what on an idea's path, in whose name, when, why, and what changed by it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Clean, Moment


class JournalEntry(Base):
    """One act on the path of an idea; the database refuses to change or to delete it.

    `no` counts the entries of an idea without a gap. What happens by itself, when a day has passed, is in nobody's
    name. `change` says by name what was and what is; `facts` fill the words of the act; `post_id` is its note in
    the idea's thread. An entry that corrects an earlier one names it.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (
        UniqueConstraint("idea_id", "no"),
        Index("ix_journal_entry_at", "at", "id"),
        Index("ix_journal_entry_kind", "kind", "at", "id"),
        Index("ix_journal_entry_person", "person_id", "at", "id"),
        Index("ix_journal_entry_actor", "actor_id", "at", "id"),
        Index("ix_journal_entry_idea", "idea_id", "id"),
        Index("ix_journal_entry_corrects", "corrects"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    no: Mapped[int]
    kind: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    why: Mapped[str] = mapped_column(Clean(), default="")
    change: Mapped[dict[str, Any]] = mapped_column(JSON)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    corrects: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"))

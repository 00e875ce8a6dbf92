"""Tables of growing together: proposals to merge or split, consents, lineage, invitations, suggestions."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Clean, Moment

MERGE, SPLIT, SUGGESTION = "merge", "split", "suggestion"
SUPPORT, FOLLOW = "support", "follow"
TEXTS = ("title", "summary", "markdown")


class Proposal(Base):
    """That carriers want ideas to merge, or to split a part off; what must be agreed to.

    `to_id` is the idea that stays after a merge, and the new one once a split was carried out. The text is the
    changed one of the idea that stays, against its revision `rev`, or that of the new one; `carriers` will carry it.
    With `anew` both ideas merge into a new one with this text; which one is said by their `merged_into`.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("kind IN ('merge', 'split')", name="kind"),
        CheckConstraint("state IN ('open', 'carried', 'declined', 'withdrawn', 'lapsed')", name="state"),
        UniqueConstraint("person_id", "client_key"),
        Index("ix_proposal_from_id", "from_id", "state"),
        Index("ix_proposal_to_id", "to_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    from_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    to_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    reason: Mapped[str] = mapped_column(Clean(500))
    rev: Mapped[int | None]
    title: Mapped[str | None] = mapped_column(Clean(120))
    summary: Mapped[str | None] = mapped_column(Clean(400))
    markdown: Mapped[str | None] = mapped_column(Clean())
    anew: Mapped[bool] = mapped_column(default=False)
    carriers: Mapped[list[int]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(16), default="open")
    client_key: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)


class Consent(Base):
    """What an actor who is asked says to a proposal; `open` until they answered."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'agreed', 'declined')", name="state"),
        Index("ix_consent_actor_id", "actor_id", "state"),
    )

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(16), default="open")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    word: Mapped[str] = mapped_column(Clean(500), default="")
    at: Mapped[datetime | None] = mapped_column(Moment)


class Lineage(Base):
    """That one idea came out of another, by which way, and by which entry of the journal; drafts are not shown."""

    __tablename__ = "lineage"
    __table_args__ = (
        CheckConstraint("kind IN ('merge', 'split', 'suggestion')", name="kind"),
        UniqueConstraint("from_id", "to_id"),
        Index("ix_lineage_to_id", "to_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("idea.id", ondelete="CASCADE"))  # a draft may be discarded
    kind: Mapped[str] = mapped_column(String(16))
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class LineageAnswer(Base):
    """Whether a person took their support, or their following, along; nobody else sees it."""

    __tablename__ = "lineage_answer"
    __table_args__ = (CheckConstraint("what IN ('support', 'follow')", name="what"),)

    lineage_id: Mapped[int] = mapped_column(ForeignKey("lineage.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), primary_key=True)
    what: Mapped[str] = mapped_column(String(16), primary_key=True)
    taken: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Moment)


class CarryInvitation(Base):
    """That carriers ask somebody who contributed to carry the idea with them, and the answer."""

    __tablename__ = "carry_invitation"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'accepted', 'declined', 'withdrawn')", name="state"),
        Index("ix_carry_invitation_idea_id", "idea_id", "actor_id"),
        Index("ix_carry_invitation_actor_id", "actor_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    by_person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    by_actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    word: Mapped[str] = mapped_column(Clean(500))
    state: Mapped[str] = mapped_column(String(16), default="open")
    answer: Mapped[str] = mapped_column(Clean(500), default="")
    at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)


class Suggestion(Base):
    """A change of an idea's text that somebody suggests against a revision; a text left out stays as it is."""

    __tablename__ = "suggestion"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'accepted', 'adapted', 'declined', 'withdrawn')", name="state"),
        UniqueConstraint("idea_id", "no"),
        UniqueConstraint("person_id", "client_key"),
        Index("ix_suggestion_state", "idea_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    no: Mapped[int]
    rev: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    title: Mapped[str | None] = mapped_column(Clean(120))
    summary: Mapped[str | None] = mapped_column(Clean(400))
    markdown: Mapped[str | None] = mapped_column(Clean())
    why: Mapped[str] = mapped_column(Clean(300))
    state: Mapped[str] = mapped_column(String(16), default="open")
    answer: Mapped[str] = mapped_column(Clean(500), default="")
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    by_actor_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    became: Mapped[int | None]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"))
    lives_on: Mapped[int | None] = mapped_column(ForeignKey("idea.id", ondelete="SET NULL"), index=True)
    client_key: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)

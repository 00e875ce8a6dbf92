"""Tables of actors: a person or an organisation is an actor; people sign in, organisations have members."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from arena.store.base import Base, Clean, Moment
from arena.store.text import fold

SECTORS = ("civil-society", "business", "science", "administration", "politics")
RESIDENT = "resident"  # a person who acts in nobody else's name
_held = text("revoked_at IS NULL")

FOLDED = 160
# In the order of code points on both databases: whatever begins alike stands together, and the index finds it.
IN_ORDER = String(FOLDED).with_variant(String(FOLDED, collation="C"), "postgresql")


def folded(name: str) -> str:
    """A name as lists are sorted and searched by it."""
    return fold(name)[:FOLDED]


def _folded(context: DefaultExecutionContext) -> str:
    return folded(context.get_current_parameters()["name"])  # type: ignore[no-untyped-call]


class Actor(Base):
    """Whoever acts in public: a person (sector `resident`) or an organisation."""

    __tablename__ = "actor"
    __table_args__ = (
        CheckConstraint("kind IN ('person', 'organisation')", name="kind"),
        Index("ix_actor_kind_folded", "kind", "folded"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(Clean(80))
    folded: Mapped[str] = mapped_column(IN_ORDER, default=_folded)
    sector: Mapped[str] = mapped_column(String(24))
    about: Mapped[str] = mapped_column(Clean(1000), default="")
    website: Mapped[str] = mapped_column(Clean(300), default="")
    district: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(Moment)
    source: Mapped[str | None] = mapped_column(String(120), unique=True)


class Person(Base):
    """What only the person and the Arena know: how to reach them, how they sign in, and how they hear of news.

    `news_read` is the last entry of the journal they have seen as news, `calls_read` the last contribution that called
    on them; `news_key` ends the mails without a sign-in.
    """

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_news_key", "news_key", unique=True),)

    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), primary_key=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8), default="de")
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    news_read: Mapped[int] = mapped_column(default=0)
    calls_read: Mapped[int] = mapped_column(default=0)
    news_rhythm: Mapped[str] = mapped_column(String(8), default="daily")
    news_key: Mapped[str | None] = mapped_column(String(64))


class Membership(Base):
    """A person's mandate in an organisation: what they may say there, and whether they keep its profile."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("organisation_id", "person_id"),
        CheckConstraint("state IN ('active', 'ended')", name="state"),
        Index("ix_membership_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    mandate: Mapped[str] = mapped_column(Clean(120))
    steward: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(16))
    since: Mapped[datetime] = mapped_column(Moment)


class Invitation(Base):
    """A mandate offered to whoever signs in with an address; gone once it is accepted, declined or taken back."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("organisation_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    email: Mapped[str] = mapped_column(String(254), index=True)
    mandate: Mapped[str] = mapped_column(Clean(120))
    steward: Mapped[bool] = mapped_column(default=False)
    invited_by: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)


class Moderator(Base):
    """That a person moderates, from when until when; one who goes on has no end. The operator names them."""

    __tablename__ = "moderator"
    __table_args__ = (Index("uq_moderator_held", "person_id", unique=True, sqlite_where=_held, postgresql_where=_held),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    granted_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class Login(Base):
    """A signed-in browser; the cookie's token is stored only as its SHA-256."""

    __tablename__ = "login"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    voice_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    device: Mapped[str] = mapped_column(Clean(80), default="")


class SignInLink(Base):
    """A link in a mail: one use, one purpose, a short life; stored only as its SHA-256."""

    __tablename__ = "sign_in_link"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))
    email: Mapped[str] = mapped_column(String(254), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"), index=True)
    name: Mapped[str] = mapped_column(Clean(80), default="")
    next: Mapped[str] = mapped_column(String(300), default="/")
    language: Mapped[str] = mapped_column(String(8), default="de")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)

"""Links in mails: one use, one purpose, one account, a short life; the database knows only their hash."""

import secrets
from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select, update

from arena.actors.model import SignInLink
from arena.actors.session import hashed
from arena.errors import Refusal
from arena.store import Tx

LIVES = {
    "sign-up": timedelta(hours=24),
    "sign-in": timedelta(minutes=15),
    "password": timedelta(minutes=15),
    "demo": timedelta(days=365),
}


class DeadLink(Refusal):
    """A link that is unknown, used or too old; which of these is nobody's business."""

    def __init__(self) -> None:
        super().__init__(410, "accounts.link.dead")


class Link(msgspec.Struct, frozen=True):
    """What a link is for and whom it was made for."""

    purpose: str
    language: str
    email: str = ""
    person_id: int | None = None
    name: str = ""
    next: str = "/"
    password_hash: str | None = None


COLUMNS = [getattr(SignInLink, name) for name in Link.__struct_fields__]


def issue(tx: Tx, link: Link) -> str:
    """Store a link; returns its path, whose token is stored nowhere."""
    token = secrets.token_urlsafe(32)
    life = {"created_at": tx.now, "expires_at": tx.now + LIVES[link.purpose]}
    tx.db.execute(insert(SignInLink).values(token_hash=hashed(token), **life, **msgspec.structs.asdict(link)))
    return f"/{link.language}/link?token={token}"


def look_up(db: Connection, token: str, *, demo: bool) -> Link:
    """A link that still works; links of a demo work only in one. Raises `DeadLink`."""
    row = db.execute(select(*COLUMNS).where(_alive(token, datetime.now(UTC), demo=demo))).first()
    if row is None:
        raise DeadLink
    return Link(**row._mapping)


def use(tx: Tx, token: str, purpose: str, *, demo: bool) -> Link:
    """Use a link up (one of a demo stays); of two at once, one finds it dead. Raises `DeadLink`."""
    alive = and_(_alive(token, tx.now, demo=demo), SignInLink.purpose == purpose)
    row = tx.db.execute(update(SignInLink).where(alive).values(used_at=tx.now).returning(*COLUMNS)).first()
    if row is None:
        raise DeadLink
    return Link(**row._mapping)


def use_up_all(tx: Tx, link: Link) -> None:
    """Use up every other link of the same purpose for the same address or account."""
    same = SignInLink.email == link.email if link.person_id is None else SignInLink.person_id == link.person_id
    alike = and_(same, SignInLink.purpose == link.purpose, SignInLink.used_at.is_(None))
    tx.db.execute(update(SignInLink).where(alike).values(used_at=tx.now))


def _alive(token: str, now: datetime, *, demo: bool) -> ColumnElement[bool]:
    reusable = SignInLink.purpose == "demo" if demo else SignInLink.purpose == ""
    fresh = or_(and_(SignInLink.used_at.is_(None), SignInLink.purpose != "demo"), reusable)
    return and_(SignInLink.token_hash == hashed(token), SignInLink.expires_at > now, fresh)

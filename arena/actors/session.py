"""Sessions: who a browser's token belongs to; kept on the server, so that ending one ends it everywhere."""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.orm import aliased

from arena.actors.model import Actor, Login, Membership, Moderator, Person
from arena.store import Tx
from arena.store.prepared import Prepared
from arena.voice import Me, Reader, Voice

LIFE = timedelta(days=30)
NONE: ColumnElement[int] = literal(0)

_org = aliased(Actor)
_moderates = exists().where(Moderator.person_id == Login.person_id, Moderator.revoked_at.is_(None))
_people = (
    select(
        Login.token_hash,
        Login.voice_id,
        Actor.id,
        Actor.name,
        Actor.sector,
        Person.language,
        Membership.steward,
        _org.id.label("org_id"),
        _org.name.label("org_name"),
        _org.sector.label("org_sector"),
        _moderates.label("moderates"),
    )
    .join(Actor, Actor.id == Login.person_id)
    .join(Person, Person.actor_id == Login.person_id)
    .outerjoin(Membership, and_(Membership.person_id == Actor.id, Membership.state == "active"))
    .outerjoin(_org, _org.id == Membership.organisation_id)
    .where(Login.expires_at > bindparam("now"))
    .order_by(_org.name)
)
_one = _people.where(Login.token_hash == bindparam("login"))
_who = Prepared(_one)
_who_all = Prepared(_people.where(Login.token_hash.in_(bindparam("logins", expanding=True))), among="logins")


def hashed(token: str) -> str:
    """What is stored of a token, so that a stolen database opens no door."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def who(db: Connection, token: str) -> Reader:
    """The person a session token belongs to, with every name they may speak in, or None."""
    rows = _rows(db, token, _who)
    return _me(rows) if rows else None


def asker() -> ScalarSelect[int]:
    """The person of the session that is asked for, wherever a statement with `_who` needs them."""
    login = aliased(Login)
    return select(login.person_id).where(login.token_hash == bindparam("login")).scalar_subquery()


def who_with(
    waiting: ColumnElement[int], news: ColumnElement[int] = NONE, cases: ColumnElement[int] = NONE
) -> Callable[[Connection, str], Reader]:
    """The same for a page's head: what waits for the person and what is new to them is counted in the same statement.

    `waiting` and `cases` are about the person of `Login.person_id`, `news` about `asker()`.
    """
    counting = Prepared(_one.add_columns(waiting.label("waiting"), news.label("news"), cases.label("cases")))

    def who_and_what(db: Connection, token: str) -> Reader:
        rows = _rows(db, token, counting)
        return _me(rows, rows[0].waiting, rows[0].news, rows[0].cases) if rows else None

    return who_and_what


def _rows(db: Connection, token: str, asked: Prepared) -> list[Any]:
    return asked.all(db, {"login": hashed(token), "now": datetime.now(UTC)})


def who_all(db: Connection, tokens: Iterable[str]) -> dict[str, Me]:
    """The people several tokens belong to, in one query; a token that has ended is missing."""
    logins = {hashed(token): token for token in tokens}
    found: dict[str, list[Any]] = {}
    for row in _who_all.all(db, {"logins": list(logins), "now": datetime.now(UTC)}):
        found.setdefault(logins[row.token_hash], []).append(row)
    return {token: _me(rows) for token, rows in found.items()}


def _me(rows: Sequence[Any], *counted: int) -> Me:
    first = rows[0]
    own = Voice(first.id, first.id, first.name, first.name, first.sector)
    others = tuple(
        Voice(first.id, row.org_id, first.name, row.org_name, row.org_sector, row.steward) for row in rows if row.org_id
    )
    voices, preferred = (own, *others), first.voice_id or first.id
    return Me(
        first.id, first.name, first.language, voices, preferred, first.token_hash, bool(first.moderates), *counted
    )


def open_session(tx: Tx, person_id: int, device: str = "", *, instead_of: str | None = None) -> str:
    """Sign a person in; returns the token for the cookie, which is stored nowhere.

    The session this browser had before (`instead_of`, its token) ends, whoever it belonged to.
    """
    if instead_of:
        close_session(tx, instead_of)
    token = secrets.token_urlsafe(32)
    row = {"person_id": person_id, "created_at": tx.now, "seen_at": tx.now, "expires_at": tx.now + LIFE}
    tx.db.execute(insert(Login).values(token_hash=hashed(token), device=device, **row))
    return token


def close_session(tx: Tx, token: str) -> None:
    """Sign a browser out; its open sockets hear of it at once."""
    close_logins(tx, Login.token_hash == hashed(token))


def close_logins(tx: Tx, *which: ColumnElement[bool]) -> int:
    """End every session that matches; returns how many there were."""
    ended = tx.db.execute(delete(Login).where(*which).returning(Login.token_hash)).scalars().all()
    for login in ended:
        tx.hint("signed_out", login)
    return len(ended)


def prefer_voice(tx: Tx, voice: Voice, login: str) -> None:
    """Remember the name a person chose to speak in."""
    tx.db.execute(update(Login).where(Login.token_hash == login).values(voice_id=voice.actor_id))

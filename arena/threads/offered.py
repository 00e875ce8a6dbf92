"""Whom and what a writer may mean: who took part in the thread lately, then everybody whose name begins so."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from arena.actors.model import Actor, Membership, folded
from arena.store.text import fold
from arena.threads.mentions import AT, KINDS
from arena.threads.model import Post
from arena.threads.timeline import head
from arena.words.markdown import to_html

MOST = 8
LATELY = 300  # contributions in which we look for those who take part
ESCAPED = r"\\\g<0>"
LAST = "\U0010ffff"
SPECIAL = re.compile(r"([\\`*_\[\]<>~&|#])|(?<=\w)([.:])(?=\w)")


class Offer(msgspec.Struct, frozen=True):
    """Somebody to choose: how they are called, what is written to mean them and nobody else, and who they are.

    Where others are called the same: for whom they speak, and since when they are here.
    """

    name: str
    text: str
    sector: str
    district: str | None
    speaks_for: tuple[str, ...] = ()
    since: datetime | None = None


def offered(db: Connection, thread_id: int, q: str, writer: int | None = None) -> list[Offer]:
    """At most eight actors whose name begins with `q`; of those here a later word of the name will do (404).

    The `writer` is not among them: nobody calls on themselves.
    """
    head(db, thread_id)
    wanted = fold(q)
    found = {row.id: row for row in _here(db, thread_id) if f" {wanted}" in f" {row.folded}"}
    if wanted and len(found) < MOST:
        named = [row for kind in KINDS for row in db.execute(_beginning(kind, wanted))]
        found |= {row.id: row for row in sorted(named, key=lambda row: (row.folded, row.id)) if row.id not in found}
    # A name that looks like an address of mail is nobody's to hand out.
    rows = [row for row in found.values() if "@" not in row.name and row.id != writer][:MOST]
    called = _called(db, {row.name for row in rows})
    several = [row.id for row in rows if called[row.name] > 1]
    speaking = _speaking(db, several)
    return [_offer(row, called[row.name], speaking.get(row.id, ())) for row in rows]


def _offer(row: Row[Any], called: int, speaks_for: Iterable[str]) -> Offer:
    text = _text(row, alone=called == 1 and bool(AT.fullmatch(f"@{row.name}")))
    since = row.created_at if called > 1 else None
    return Offer(row.name, text, row.sector, row.district, tuple(speaks_for), since)


def _here(db: Connection, thread_id: int) -> list[Row[Any]]:
    said = (
        select(Post.person_id, Post.actor_id)
        .where(Post.thread_id == thread_id, Post.state == "visible")
        .order_by(Post.born_seq.desc())
        .limit(LATELY)
    )
    order: dict[int, None] = {}
    for row in db.execute(said):
        order |= {number: None for number in row if number is not None}
    rows = {row.id: row for row in db.execute(_columns().where(Actor.id.in_(order)))} if order else {}
    return [rows[number] for number in order]


def _columns() -> Any:
    return select(Actor.id, Actor.name, Actor.folded, Actor.sector, Actor.district, Actor.created_at)


def _beginning(kind: str, wanted: str) -> Any:
    """Two bounds instead of a pattern: the index of names answers them whatever is asked."""
    here = Actor.kind == kind, Actor.folded >= wanted, Actor.folded < wanted + LAST
    return _columns().where(*here).order_by(Actor.folded).limit(2 * MOST)


def _called(db: Connection, names: set[str]) -> Counter[str]:
    """How many are called by each of these names."""
    alike = Actor.kind.in_(KINDS), Actor.folded.in_({folded(name) for name in names})
    return Counter(db.execute(select(Actor.name).where(*alike)).scalars() if names else ())


def _speaking(db: Connection, people: list[int]) -> dict[int, list[str]]:
    """The organisations that people speak for, as their profiles say."""
    mandates = (
        select(Membership.person_id, Actor.name)
        .join(Actor, Actor.id == Membership.organisation_id)
        .where(Membership.person_id.in_(people), Membership.state == "active")
        .order_by(Actor.folded)
    )
    found: dict[int, list[str]] = {}
    for row in db.execute(mandates) if people else ():
        found.setdefault(row.person_id, []).append(row.name)
    return found


def _text(row: Row[Any], *, alone: bool) -> str:
    """The name as it is where that is read as a name; else with its number, and spelt so that nothing else is read."""
    if alone and _is_read(row.name):
        return f"@{row.name}"
    return f"@{row.name if _is_read(row.name) else SPECIAL.sub(ESCAPED, row.name)}~{row.id}"


def _is_read(name: str) -> bool:
    return to_html(f"a @{name}~1 a") == f"<p>a @{escape(name, quote=False)}~1 a</p>\n"

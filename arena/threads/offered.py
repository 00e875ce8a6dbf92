"""Whom and what a writer may mean: who took part in the thread lately, then everybody whose name begins so."""

import re
from html import escape
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from arena.actors.model import Actor, folded
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
    """Somebody to choose: how they are called, what is written to mean them and nobody else, and who they are."""

    name: str
    text: str
    sector: str
    district: str | None


def offered(db: Connection, thread_id: int, q: str) -> list[Offer]:
    """At most eight actors whose name begins with `q`; of those here a later word of the name will do (404)."""
    head(db, thread_id)
    wanted = fold(q)
    found = {row.id: row for row in _here(db, thread_id) if f" {wanted}" in f" {row.folded}"}
    if wanted and len(found) < MOST:
        named = [row for kind in KINDS for row in db.execute(_beginning(kind, wanted))]
        found |= {row.id: row for row in sorted(named, key=lambda row: (row.folded, row.id)) if row.id not in found}
    # A name that looks like an address of mail is nobody's to hand out.
    rows = [row for row in found.values() if "@" not in row.name][:MOST]
    alone = _alone(db, {row.name for row in rows})
    return [Offer(row.name, _text(row, alone=row.name in alone), row.sector, row.district) for row in rows]


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
    return select(Actor.id, Actor.name, Actor.folded, Actor.sector, Actor.district)


def _beginning(kind: str, wanted: str) -> Any:
    """Two bounds instead of a pattern: the index of names answers them whatever is asked."""
    here = Actor.kind == kind, Actor.folded >= wanted, Actor.folded < wanted + LAST
    return _columns().where(*here).order_by(Actor.folded).limit(2 * MOST)


def _alone(db: Connection, names: set[str]) -> set[str]:
    """The names that only one has, and that are found without a number."""
    alike = Actor.kind.in_(KINDS), Actor.folded.in_({folded(name) for name in names})
    all_of = list(db.execute(select(Actor.name).where(*alike)).scalars()) if names else []
    return {name for name in names if all_of.count(name) == 1 and AT.fullmatch(f"@{name}")}


def _text(row: Row[Any], *, alone: bool) -> str:
    """The name as it is where that is read as a name; else with its number, and spelt so that nothing else is read."""
    if alone and _is_read(row.name):
        return f"@{row.name}"
    return f"@{row.name if _is_read(row.name) else SPECIAL.sub(ESCAPED, row.name)}~{row.id}"


def _is_read(name: str) -> bool:
    return to_html(f"a @{name}~1 a") == f"<p>a @{escape(name, quote=False)}~1 a</p>\n"

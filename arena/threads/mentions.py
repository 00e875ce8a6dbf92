"""Mentions: an actor's name behind an @ and a field of action behind a # become links.

A name that several have is written `@Name~42`, with the actor's number; people read `@Name`.
"""

import re
from collections.abc import Callable
from html import escape, unescape

from sqlalchemy import Connection, delete, insert, select, update

from arena.actors.model import Actor, folded
from arena.store import Tx
from arena.threads.fields import names_of
from arena.threads.model import Mention, Post

AT = re.compile(r"(?<![\w@.])@(\w[\w.'’-]*(?: \w[\w.'’-]*){0,3})")
NUMBERED = re.compile(r"~(\d{1,15})(?!\w)")
TAG = re.compile(r"(<[^>]*>)")
NAMED = '<a class="mention" href="/actors/'
LINK = re.compile(r'<a class="mention" href="/actors/(\d+)">')
WORDS = 4
MOST = 20
KINDS = ("person", "organisation")


def mention(tx: Tx, post_id: int, html: str) -> str:
    """Find who and what is named, remember who, link both; ambiguous or unknown names stay plain words."""
    if "@" not in html and "#" not in html:
        return html
    linked = _fields(tx.db, _actors(tx, post_id, html))
    if linked != html:
        tx.db.execute(update(Post).where(Post.id == post_id).values(html=linked))
    return linked


def named_in(db: Connection, html: str) -> str:
    """The same for an earlier text: what it names is linked as it is found now, and nobody is remembered for it."""
    return _fields(db, _people(db, html)[0])


def names_somebody(html: str) -> bool:
    """Whether a text links an actor it names."""
    return NAMED in html


def forget_mentions(tx: Tx, post_id: int) -> None:
    """Before a text is replaced: whom it named counts no longer."""
    tx.db.execute(delete(Mention).where(Mention.post_id == post_id))


def _fields(db: Connection, html: str) -> str:
    return _linked(html, names.link) if "#" in html and (names := names_of(db)) else html


def _actors(tx: Tx, post_id: int, html: str) -> str:
    linked, named = _people(tx.db, html)
    if named:
        tx.db.execute(insert(Mention), [{"post_id": post_id, "actor_id": actor} for actor in named])
    return linked


def _people(db: Connection, html: str) -> tuple[str, list[int]]:
    """A text with its links to actors, and whom they name."""
    text = unescape(TAG.sub(" ", html)) if "@" in html else ""
    sure = _by_name(db, text) | _by_number(db, text)
    if not sure:
        return html, []
    names = "|".join(re.escape(escape(name, quote=False)) for name in sorted(sure, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w@.])@({names})(?!\w|~\d)")

    def link(found: re.Match[str]) -> str:
        actor, name = sure[unescape(found[1])]
        return f'<a class="mention" href="/actors/{actor}">@{escape(name, quote=False)}</a>'

    linked = _linked(html, lambda part: pattern.sub(link, part))
    # Only whom a link names: in "@Tom R." a person called "Tom" is not meant.
    return linked, sorted({int(actor) for actor in LINK.findall(linked)} & {actor for actor, _ in sure.values()})


def _by_name(db: Connection, text: str) -> dict[str, tuple[int, str]]:
    """Who is named by a name that nobody else has."""
    called = sorted({name for found in AT.findall(text) for name in _starts(found)})[: MOST * WORDS]
    if not called:
        return {}
    alike = Actor.kind.in_(KINDS), Actor.folded.in_({folded(name) for name in called})
    ids: dict[str, list[int]] = {}
    for row in db.execute(select(Actor.id, Actor.name).where(*alike)):
        ids.setdefault(row.name, []).append(row.id)
    return {name: (ids[name][0], name) for name in called if len(ids.get(name, ())) == 1}


def _by_number(db: Connection, text: str) -> dict[str, tuple[int, str]]:
    """Who is named by name and number; a number alone, or with another name, means nobody."""
    numbers = {int(number) for number in NUMBERED.findall(text)[:MOST]}
    if not numbers:
        return {}
    rows = db.execute(select(Actor.id, Actor.name).where(Actor.id.in_(numbers)))
    return {f"{row.name}~{row.id}": (row.id, row.name) for row in rows}


def _starts(found: str) -> list[str]:
    """`Tom R. sagt` may name `Tom`, `Tom R.` or `Tom R. sagt`."""
    words = found.split(" ")
    starts = [" ".join(words[:n]) for n in range(1, len(words) + 1)]
    return starts + [start.rstrip(".,'’-") for start in starts]


def _linked(html: str, link: Callable[[str], str]) -> str:
    """Put links in, only into text and never inside another link or code."""
    parts, closed = TAG.split(html), 0
    for place, part in enumerate(parts):
        if part.startswith(("<a", "<code")):
            closed += 1
        elif part.startswith(("</a", "</code")):
            closed -= 1
        elif not closed:
            parts[place] = link(part)
    return "".join(parts)

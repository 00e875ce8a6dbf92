"""Mentions: an actor's name behind an @ becomes a link to them."""

import re
from html import escape, unescape

from sqlalchemy import delete, insert, select, update

from arena.actors.model import Actor
from arena.store import Tx
from arena.threads.model import Mention, Post

AT = re.compile(r"(?<![\w@.])@(\w[\w.'’-]*(?: \w[\w.'’-]*){0,3})")
TAG = re.compile(r"(<[^>]*>)")
WORDS = 4
MOST = 20


def mention(tx: Tx, post_id: int, html: str) -> None:
    """Find who is named, remember it and link the names; ambiguous or unknown names stay plain words."""
    if "@" not in html:
        return
    tx.db.execute(delete(Mention).where(Mention.post_id == post_id))
    called = {name for found in AT.findall(unescape(TAG.sub(" ", html))) for name in _starts(found)}
    if not called:
        return
    ids: dict[str, list[int]] = {}
    for row in tx.db.execute(select(Actor.id, Actor.name).where(Actor.name.in_(sorted(called)[: MOST * WORDS]))):
        ids.setdefault(row.name, []).append(row.id)
    sure = {name: found[0] for name, found in ids.items() if len(found) == 1}
    if sure:
        tx.db.execute(
            insert(Mention), [{"post_id": post_id, "actor_id": actor} for actor in sorted(set(sure.values()))]
        )
        tx.db.execute(update(Post).where(Post.id == post_id).values(html=_linked(html, sure)))


def _starts(found: str) -> list[str]:
    """`Tom R. sagt` may name `Tom`, `Tom R.` or `Tom R. sagt`."""
    words = found.split(" ")
    starts = [" ".join(words[:n]) for n in range(1, len(words) + 1)]
    return starts + [start.rstrip(".,'’-") for start in starts]


def _linked(html: str, sure: dict[str, int]) -> str:
    """Put the links in, only into text and never inside another link or code."""
    names = "|".join(re.escape(escape(name, quote=False)) for name in sorted(sure, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w@.])@({names})(?!\w)")
    parts, closed = TAG.split(html), 0
    for place, part in enumerate(parts):
        if part.startswith(("<a", "<code")):
            closed += 1
        elif part.startswith(("</a", "</code")):
            closed -= 1
        elif not closed:
            parts[place] = pattern.sub(
                lambda found: f'<a class="mention" href="/actors/{sure[unescape(found[1])]}">@{found[1]}</a>', part
            )
    return "".join(parts)

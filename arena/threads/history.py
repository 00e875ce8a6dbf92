"""The earlier texts of a contribution: the first one whole, and the changes from one to the next."""

from datetime import datetime
from itertools import pairwise

import msgspec
from sqlalchemy import Connection, select

from arena.threads.item import Item
from arena.threads.mentions import named_in
from arena.threads.model import PostRevision
from arena.threads.view import contribution
from arena.words.diff import Piece, word_diff
from arena.words.markdown import to_html


class TextChange(msgspec.Struct, frozen=True):
    """What one amendment changed, when, and which revision it made."""

    rev: int
    at: datetime
    pieces: list[tuple[str, str]]


class History(msgspec.Struct, frozen=True):
    """A contribution as it stands, its changes, newest first, and its first text as people read it then."""

    item: Item
    changes: list[TextChange]
    first: str
    at: datetime


def history_of(db: Connection, post_id: int) -> History:
    """The texts of a visible contribution; else 404."""
    _, item, markdown = contribution(db, post_id)
    rows = select(PostRevision.markdown, PostRevision.at).where(PostRevision.post_id == item.id)
    texts = [(row.markdown, row.at) for row in db.execute(rows.order_by(PostRevision.rev))]
    texts.append((markdown, item.edited or item.at))
    changes = [
        TextChange(rev, at, word_diff(before, after))
        for rev, ((before, _), (after, at)) in enumerate(pairwise(texts), start=2)
    ]
    first, at = texts[0]
    return History(item, changes[::-1], named_in(db, to_html(first)), at)


def changed_since(db: Connection, post_id: int, rev: int) -> list[Piece]:
    """What was changed in a visible contribution since a revision of its text, word by word."""
    _, item, markdown = contribution(db, post_id)
    began = select(PostRevision.markdown).where(PostRevision.post_id == item.id, PostRevision.rev == rev)
    return word_diff(db.execute(began).scalar() or "", markdown)

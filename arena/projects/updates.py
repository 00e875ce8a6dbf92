"""Updates as readers see them: the newest of a project, a page of them, one with its revisions."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.errors import Missing
from arena.projects.picture import WORDS
from arena.projects.update_model import Picture, ProjectUpdate, UpdateRevision
from arena.threads.model import Post
from arena.words.diff import Piece, word_diff

PAGE = 10
MOST_REVISIONS = 20  # compared on an update's page, the newest ones
_person, _actor = aliased(Actor), aliased(Actor)
_whole: Select[Any] = (
    select(ProjectUpdate.__table__, _person.name.label("person"), _actor.name.label("actor"), Post.state.label("seen"))
    .join(_person, _person.id == ProjectUpdate.person_id)
    .join(_actor, _actor.id == ProjectUpdate.actor_id)
    .outerjoin(Post, Post.id == ProjectUpdate.post_id)
)


class UpdateSeen(msgspec.Struct, frozen=True):
    """An update with its pictures; whoever hides its note in the thread hides it here."""

    row: Row[Any]
    pictures: list[Row[Any]]


class Revised(msgspec.Struct, frozen=True):
    """A revision, and what it changed: title, text and the words of the pictures as pieces."""

    row: Row[Any]
    changes: dict[str, list[Piece]]


def newest_updates(db: Connection, idea_id: int, most: int, before: int | None = None) -> list[UpdateSeen]:
    """Updates of an idea, newest first, with their pictures, in one statement."""
    shown = _whole.where(ProjectUpdate.idea_id == idea_id).order_by(ProjectUpdate.id.desc()).limit(most)
    if before is not None:
        shown = shown.where(ProjectUpdate.id < before)
    return _with_pictures(db, shown)


def update_seen(db: Connection, update_id: int) -> UpdateSeen:
    """One update, or 404."""
    found = _with_pictures(db, _whole.where(ProjectUpdate.id == update_id))
    if not found:
        raise Missing
    return found[0]


def revisions_of(db: Connection, update_id: int) -> list[Revised]:
    """What the newest revisions of an update changed, newest first; the first text changed nothing."""
    told = (
        select(UpdateRevision.__table__, _person.name.label("person"), _actor.name.label("actor"))
        .join(_person, _person.id == UpdateRevision.person_id)
        .join(_actor, _actor.id == UpdateRevision.actor_id)
        .where(UpdateRevision.update_id == update_id)
        .order_by(UpdateRevision.rev.desc())
        .limit(MOST_REVISIONS + 1)
    )
    rows: Sequence[Row[Any]] = db.execute(told).all()
    return [Revised(row, _changes(old, row)) for row, old in pairwise(rows)]


def _changes(old: Row[Any], new: Row[Any]) -> dict[str, list[Piece]]:
    pairs = {name: (getattr(old, name), getattr(new, name)) for name in ("title", "markdown", "pictures")}
    return {name: word_diff(*pair) for name, pair in pairs.items() if pair[0] != pair[1]}


def _with_pictures(db: Connection, shown: Select[Any]) -> list[UpdateSeen]:
    updates = shown.subquery()
    own = [column.label(f"picture_{column.key}") for column in WORDS]
    both = (
        select(updates, *own)
        .outerjoin(Picture, (Picture.update_id == updates.c.id) & ~Picture.removed & ~Picture.hidden)
        .order_by(updates.c.id.desc(), Picture.id)
    )
    found: dict[int, UpdateSeen] = {}
    for row in db.execute(both):
        if row.seen in (None, "visible"):
            seen = found.setdefault(row.id, UpdateSeen(row, []))
            if row.picture_id is not None:
                seen.pictures.append(row)
    return list(found.values())

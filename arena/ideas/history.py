"""An idea's history: its revisions, and what changed between any two of them."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.errors import Missing
from arena.ideas.model import IdeaRevision
from arena.ideas.show import named_idea
from arena.ideas.text import IdeaText, from_snapshot
from arena.voice import Reader
from arena.words.diff import Piece, word_diff

_person, _actor = aliased(Actor), aliased(Actor)
_told = (
    select(
        IdeaRevision.rev,
        IdeaRevision.at,
        IdeaRevision.note,
        IdeaRevision.person_id,
        IdeaRevision.actor_id,
        _person.name.label("person"),
        _actor.name.label("actor"),
    )
    .join(_person, _person.id == IdeaRevision.person_id)
    .join(_actor, _actor.id == IdeaRevision.actor_id)
)
WORDS = ("title", "summary", "markdown")
KEYS = ("kind", "language", "scope", "fields", "districts", "criteria")


class TagChange(msgspec.Struct, frozen=True):
    """What was added to or taken from one kind of tag, by key."""

    tag: str
    added: list[str]
    removed: list[str]


class Compared(msgspec.Struct, frozen=True):
    """Two revisions side by side: changed texts as pieces, changed tags, changed sentences why."""

    before: int
    after: int
    texts: dict[str, list[Piece]]
    tags: list[TagChange]
    whys: dict[str, list[Piece]]

    @property
    def nothing(self) -> bool:
        """Whether both say the same."""
        return not (self.texts or self.tags or self.whys)


class History(msgspec.Struct, frozen=True):
    """An idea's revisions, newest first, and two of them compared."""

    idea: Row[Any]
    revisions: Sequence[Any]
    compared: Compared | None


def history(db: Connection, me: Reader, idea_id: int, before: int | None, after: int | None) -> History:
    """The history of an idea this reader may see; without numbers the last change is compared."""
    idea = named_idea(db, me, idea_id)
    if idea.state == "draft":
        raise Missing
    revisions = db.execute(_told.where(IdeaRevision.idea_id == idea_id).order_by(IdeaRevision.rev.desc())).all()
    after = after or idea.rev
    before = before or max(1, after - 1)
    if before == after:
        return History(idea, revisions, None)
    wanted = select(IdeaRevision.rev, IdeaRevision.text).where(
        IdeaRevision.idea_id == idea_id, IdeaRevision.rev.in_((before, after))
    )
    texts = {row.rev: from_snapshot(row.text) for row in db.execute(wanted)}
    if len(texts) < 2:
        raise Missing
    return History(idea, revisions, compare(before, texts[before], after, texts[after]))


def compare(before: int, old: IdeaText, after: int, new: IdeaText) -> Compared:
    """What changed from one text to another."""
    texts = {name: (getattr(old, name), getattr(new, name)) for name in WORDS}
    tags = [_tags(name, getattr(old, name), getattr(new, name)) for name in KEYS]
    tags.append(_tags("needs", [need.what for need in old.needs], [need.what for need in new.needs]))
    kept = [key for key in new.criteria if key in old.criteria]
    return Compared(
        before,
        after,
        {name: word_diff(*pair) for name, pair in texts.items() if pair[0] != pair[1]},
        [change for change in tags if change.added or change.removed],
        {
            key: word_diff(old.criteria[key], new.criteria[key])
            for key in kept
            if old.criteria[key] != new.criteria[key]
        },
    )


def _tags(tag: str, old: Any, new: Any) -> TagChange:
    was, now = ([side] if isinstance(side, str) else list(side) for side in (old, new))
    return TagChange(tag, [key for key in now if key not in was], [key for key in was if key not in now])

"""All versions of one part of a profile, and what changed from one to the next."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.errors import Missing
from arena.ideas.queries import Found, idea_for
from arena.sheets.model import SheetRevision
from arena.sheets.parts import WRITTEN
from arena.voice import Reader
from arena.words.diff import Piece, word_diff

SHOWN = 100  # versions, the newest first

_person, _actor = aliased(Actor), aliased(Actor)
_told = (
    select(SheetRevision.rev, SheetRevision.at, SheetRevision.why, SheetRevision.markdown)
    .add_columns(SheetRevision.person_id, SheetRevision.actor_id)
    .add_columns(_person.name.label("person"), _actor.name.label("actor"))
    .join(_person, _person.id == SheetRevision.person_id)
    .join(_actor, _actor.id == SheetRevision.actor_id)
)


class Versions(msgspec.Struct, frozen=True):
    """The versions of a part, the newest first, and one of them compared with the one before."""

    idea: Found
    part: str
    revisions: Sequence[Row[Any]]
    at: Row[Any]
    pieces: list[Piece]

    @property
    def more(self) -> bool:
        """Whether there are versions earlier than those shown."""
        return bool(self.revisions[-1].rev > 1)


def versions(db: Connection, me: Reader, idea_id: int, part: str, rev: int | None) -> Versions:
    """The versions of a part that was ever written, else 404; without a number the last change is compared."""
    idea = idea_for(db, me, idea_id)
    if idea.state == "draft" or part not in WRITTEN:
        raise Missing
    mine = _told.where(SheetRevision.idea_id == idea_id, SheetRevision.part == part)
    revisions = db.execute(mine.order_by(SheetRevision.rev.desc()).limit(SHOWN)).all()
    at = next((row for row in revisions if rev in (None, row.rev)), None)
    if at is None:
        raise Missing
    before = next((row.markdown for row in revisions if row.rev == at.rev - 1), "")
    return Versions(idea, part, revisions, at, word_diff(before, at.markdown))

"""The form for one part of a profile: what stands there, who wrote it, and which part comes next."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.errors import Missing, Refusal
from arena.ideas.queries import Found, idea_for
from arena.ideas.rules import carriers
from arena.sheets.model import SheetPart, SheetRevision
from arena.sheets.parts import WRITTEN
from arena.voice import Reader, Voice

_actor = aliased(Actor)
_parts = (
    select(SheetPart.part, SheetPart.rev, SheetPart.markdown, SheetRevision.at, _actor.name.label("who"))
    .join(
        SheetRevision,
        (SheetRevision.idea_id == SheetPart.idea_id)
        & (SheetRevision.part == SheetPart.part)
        & (SheetRevision.rev == SheetPart.rev),
    )
    .join(_actor, _actor.id == SheetRevision.actor_id)
)


class Writing(msgspec.Struct, frozen=True):
    """A part as a carrier finds it; `voices` are those in which they may write it."""

    idea: Found
    part: str
    voices: tuple[Voice, ...]
    now: Row[Any] | None
    filled: frozenset[str]

    @property
    def onward(self) -> str | None:
        """The next part in which nothing stands yet, from here on and then from the top."""
        here = WRITTEN.index(self.part)
        return next((one for one in WRITTEN[here + 1 :] + WRITTEN[:here] if one not in self.filled), None)


def form_for(db: Connection, me: Reader, idea_id: int, part: str) -> Writing:
    """The form of a part: visitors are asked to sign in (401), others must carry the published idea (403, 409)."""
    idea = idea_for(db, me, idea_id)
    if idea.state == "draft" or part not in WRITTEN:
        raise Missing
    if me is None:
        raise Refusal(401, "errors.sign_in")
    carrying = carriers(db, idea_id)
    voices = tuple(voice for voice in me.voices if voice.actor_id in carrying)
    if not voices:
        raise Refusal(403, "errors.not_yours")
    if idea.state != "published":
        raise Refusal(409, "ideas.refused.state")
    rows: list[Row[Any]] = list(db.execute(_parts.where(SheetPart.idea_id == idea_id)))
    now = next((row for row in rows if row.part == part), None)
    return Writing(idea, part, voices, now, frozenset(row.part for row in rows if row.markdown))

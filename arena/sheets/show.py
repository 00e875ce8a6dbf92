"""Show the profile of an idea: its parts, what the idea says itself, and what is missing for the next step."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.errors import Missing
from arena.ideas.show import named_idea
from arena.ideas.tags import tags_of, text_of
from arena.ideas.team import NeedSeen, Team, needs_of, team_of
from arena.ideas.text import IdeaText
from arena.ideas.ties import changing
from arena.sheets.gates import Gap, Step, gaps_of, is_project, picture
from arena.sheets.model import SheetPart, SheetRevision
from arena.sheets.parts import WRITTEN
from arena.voice import Reader, Voice

_person, _actor = aliased(Actor), aliased(Actor)
_parts = (
    select(SheetPart.part, SheetPart.rev, SheetPart.markdown, SheetPart.html)
    .add_columns(SheetRevision.at, SheetRevision.person_id, SheetRevision.actor_id)
    .add_columns(_person.name.label("person"), _actor.name.label("actor"))
    .join(
        SheetRevision,
        (SheetRevision.idea_id == SheetPart.idea_id)
        & (SheetRevision.part == SheetPart.part)
        & (SheetRevision.rev == SheetPart.rev),
    )
    .join(_person, _person.id == SheetRevision.person_id)
    .join(_actor, _actor.id == SheetRevision.actor_id)
)


class Sheet(msgspec.Struct, frozen=True):
    """A profile as one reader sees it; `voices` are those in which they may write it."""

    idea: Row[Any]
    text: IdeaText
    needs: list[NeedSeen]
    team: Team
    parts: dict[str, Row[Any]]
    voices: tuple[Voice, ...]
    to: Step | None
    gaps: list[Gap]

    @property
    def filled(self) -> list[str]:
        """The written parts in which something stands, in their order."""
        return [part for part in WRITTEN if part in self.parts and self.parts[part].markdown]

    @property
    def next(self) -> str | None:
        """The part to write next: first what the next step needs, then from top to bottom."""
        needed = [gap.name for gap in self.gaps if gap.name in WRITTEN]
        return next((part for part in [*needed, *WRITTEN] if part not in self.filled), None)

    @property
    def wanted(self) -> list[NeedSeen]:
        """The needs that are still open."""
        return [need for need in self.needs if need.state == "open"]

    @property
    def changed(self) -> Any:
        """When a part was last written, None where none was."""
        return max((row.at for row in self.parts.values()), default=None)


def sheet(db: Connection, me: Reader, idea_id: int) -> Sheet:
    """The profile of an idea this reader may see, in six statements; a draft has none."""
    idea = named_idea(db, me, idea_id)
    if idea.state == "draft":
        raise Missing
    text, needs, team = text_of(idea, tags_of(db, idea_id)), needs_of(db, idea_id), team_of(db, idea_id)[0]
    parts = {row.part: row for row in db.execute(_parts.where(SheetPart.idea_id == idea_id))}
    to = next_step(idea)
    gaps: list[Gap] = []
    if to is not None:
        standing = [(one.role, one.actor_kind, one.sector) for one in team.members]
        filled = [row.part for row in parts.values() if row.markdown]
        gaps = gaps_of(db, picture(idea, text.fields, standing, filled), to)
    return Sheet(idea, text, needs, team, parts, changing(me, idea, team.carrying), to, gaps)


def next_step(idea: Row[Any]) -> Step | None:
    """What an idea can become next; a measure is at the end of the path, a withdrawn idea goes no further."""
    if idea.state != "published" or idea.stage == "measure":
        return None
    return "measure" if is_project(idea) else "project"

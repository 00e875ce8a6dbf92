"""Show an idea: all that its page says, in few statements."""

from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, bindparam, exists, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.errors import Missing
from arena.ideas.model import Follow, Idea, Support
from arena.ideas.rules import carriers, may_see
from arena.ideas.tags import tags_of, text_of
from arena.ideas.team import NeedSeen, Team, needs_of, team_of
from arena.ideas.text import IdeaText
from arena.ideas.threads import Named, threads_of
from arena.threads.model import Thread
from arena.threads.show import Timeline, timeline
from arena.threads.window import NEWEST, Place
from arena.voice import Reader, Voice

_person, _actor = aliased(Actor), aliased(Actor)
# What later nouns show on an idea's page, under the name their part of the template knows; at most one statement each.
beside: dict[str, Callable[[Connection, Reader, Row[Any]], Any]] = {}


def _has(table: type[Support] | type[Follow]) -> Any:
    return exists().where(table.idea_id == Idea.id, table.person_id == bindparam("reader"))


_named = (
    select(Idea.__table__, _person.name.label("person"), _actor.name.label("actor"), _actor.kind.label("actor_kind"))
    .add_columns(_has(Support).label("supports"), _has(Follow).label("follows"))
    .join(_person, _person.id == Idea.person_id)
    .join(_actor, _actor.id == Idea.actor_id)
    .where(Idea.id == bindparam("idea"))
)


class IdeaPage(msgspec.Struct, frozen=True):
    """An idea as one reader sees it; `voices` are those in which they may change it."""

    idea: Row[Any]
    text: IdeaText
    supports: bool
    follows: bool
    voices: tuple[Voice, ...]

    @property
    def carries(self) -> bool:
        """Whether the reader may change the idea, in any of their names."""
        return bool(self.voices)


def idea_page(db: Connection, me: Reader, idea_id: int) -> IdeaPage:
    """The page of an idea this reader may see, else 404."""
    idea = named_idea(db, me, idea_id)
    return IdeaPage(
        idea,
        text_of(idea, tags_of(db, idea_id)),
        bool(idea.supports),
        bool(idea.follows),
        changing(me, idea, set() if idea.state == "draft" else carriers(db, idea_id)),
    )


class Boxes(msgspec.Struct, frozen=True):
    """What stands in the boxes of an idea's page; `opening` are the voices in which the reader may open a thread."""

    page: IdeaPage
    needs: list[NeedSeen]
    team: Team
    opening: tuple[Voice, ...]
    beside: dict[str, Any]

    @property
    def carrying(self) -> set[int]:
        """The actors who carry the idea."""
        return {one.actor_id for one in self.team.members if one.role == "carry"}


class Whole(msgspec.Struct, frozen=True):
    """An idea's page with everything on it; a draft has no thread to show."""

    boxes: Boxes
    thread: Timeline | None
    threads: list[Named]


def whole_idea(db: Connection, me: Reader, idea_id: int, place: Place = NEWEST) -> Whole:
    """All that stands on an idea's page; of its thread the window at a place."""
    boxes = _boxes(db, me, idea_id)
    idea = boxes.page.idea
    if idea.state == "draft":
        return Whole(boxes, None, [])
    thread = timeline(db, me, idea.thread_id, place, carrying=boxes.carrying)
    return Whole(boxes, thread, threads_of(db, me, idea_id))


def boxes_of(db: Connection, me: Reader, idea_id: int, after: int) -> Boxes:
    """The boxes alone, for a page that heard of change `after` of the thread; 404 for a change that never was."""
    boxes = _boxes(db, me, idea_id)
    idea = boxes.page.idea
    seq = db.execute(select(Thread.seq).where(Thread.id == idea.thread_id)).scalar_one()
    if idea.state == "draft" or after > seq:
        raise Missing
    return boxes


def _boxes(db: Connection, me: Reader, idea_id: int) -> Boxes:
    idea = named_idea(db, me, idea_id)
    text, needs, team = text_of(idea, tags_of(db, idea_id)), needs_of(db, idea_id), team_of(db, me, idea_id)
    carrying = {one.actor_id for one in team.members if one.role == "carry"}
    page = IdeaPage(idea, text, bool(idea.supports), bool(idea.follows), changing(me, idea, carrying))
    if idea.state == "draft":
        return Boxes(page, needs, team, (), dict.fromkeys(beside))
    taking_part = {one.actor_id for one in team.members}
    opening = tuple(voice for voice in me.voices if voice.actor_id in taking_part) if me else ()
    more = {name: part(db, me, idea) for name, part in beside.items()}
    return Boxes(page, needs, team, opening, more)


def named_idea(db: Connection, me: Reader, idea_id: int) -> Row[Any]:
    """An idea with the names of who wrote it, and whether this reader supports and follows it."""
    row = db.execute(_named, {"idea": idea_id, "reader": me.person_id if me else None}).first()
    if row is None or not may_see(row, me):
        raise Missing
    return row


def changing(me: Reader, idea: Row[Any], carrying: set[int]) -> tuple[Voice, ...]:
    """In which of their names a reader may change an idea; a draft belongs to the person who writes it."""
    if me is None:
        return ()
    if idea.state == "draft":
        return me.voices if me.person_id == idea.person_id else ()
    return tuple(voice for voice in me.voices if voice.actor_id in carrying)

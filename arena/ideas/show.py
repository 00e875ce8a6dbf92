"""Show an idea: all that its page says, in few statements."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, bindparam, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.errors import Missing
from arena.ideas.model import Idea
from arena.ideas.rules import carriers, may_see
from arena.ideas.tags import tags_of, text_of
from arena.ideas.team import Member, NeedSeen, Team, needs_of, team_of
from arena.ideas.text import IdeaText
from arena.ideas.threads import Named, threads_of
from arena.ideas.ties import Ties, beside, changing, mine_of, ties_of
from arena.threads.model import Thread
from arena.threads.own import Own, own_of
from arena.threads.show import Talk, Timeline, as_read, talk
from arena.threads.window import NEWEST, Place
from arena.voice import Reader, Voice

_person, _actor = aliased(Actor), aliased(Actor)
_named = (
    select(Idea.__table__, _person.name.label("person"), _actor.name.label("actor"), _actor.kind.label("actor_kind"))
    .join(_person, _person.id == Idea.person_id)
    .join(_actor, _actor.id == Idea.actor_id)
    .where(Idea.id == bindparam("idea"))
)


class IdeaPage(msgspec.Struct, frozen=True):
    """An idea as one reader may change it, in some of their `voices`."""

    idea: Row[Any]
    text: IdeaText
    voices: tuple[Voice, ...]

    @property
    def carries(self) -> bool:
        """Whether the reader may change the idea, in any of their names."""
        return bool(self.voices)


def idea_page(db: Connection, me: Reader, idea_id: int) -> IdeaPage:
    """The page of an idea this reader may see, else 404."""
    idea = named_idea(db, me, idea_id)
    carrying = set() if idea.state == "draft" else carriers(db, idea_id)
    return IdeaPage(idea, text_of(idea, tags_of(db, idea_id)), changing(me, idea, carrying))


class Boxes(msgspec.Struct, frozen=True):
    """What the boxes of an idea's page say to everybody; `declined` is shown to those whom it concerns."""

    idea: Row[Any]
    text: IdeaText
    needs: list[NeedSeen]
    team: Team
    declined: tuple[Member, ...]
    beside: dict[str, Any]


class ToAll(msgspec.Struct, frozen=True):
    """All that an idea's page says to everybody; a draft has no thread, and what is unread is each reader's own."""

    boxes: Boxes
    talk: Talk | None
    threads: list[Named]


class Whole(msgspec.Struct, frozen=True):
    """An idea's page as one reader sees it."""

    to_all: ToAll
    ties: Ties
    thread: Timeline | None
    threads: list[Named]


def whole_idea(db: Connection, me: Reader, idea_id: int, place: Place = NEWEST, known: ToAll | None = None) -> Whole:
    """All that stands on an idea's page, of its thread the window at a place; `known` is not asked for again."""
    found = known or _to_all(db, me, idea_id, place)
    boxes, mine = found.boxes, mine_of(db, me, idea_id)
    ties = ties_of(db, me, mine, boxes)
    if boxes.idea.state == "draft":
        return Whole(found, ties, None, [])
    own = own_of(mine) if mine else Own()
    said = found.talk or talk(db, boxes.idea.thread_id, place, own.read_no)
    thread = as_read(db, me, said, own, boxes.team.carrying)
    return Whole(found, ties, thread, threads_of(db, me, idea_id) if me and len(found.threads) > 1 else found.threads)


def _to_all(db: Connection, me: Reader, idea_id: int, place: Place) -> ToAll:
    boxes = _boxes(db, me, idea_id)
    if boxes.idea.state == "draft":
        return ToAll(boxes, None, [])
    said = None if place.unread else talk(db, boxes.idea.thread_id, place)
    return ToAll(boxes, said, threads_of(db, None, idea_id))


def boxes_of(db: Connection, me: Reader, idea_id: int, after: int) -> tuple[Boxes, Ties]:
    """The boxes alone, for a page that heard of change `after` of the thread; 404 for a change that never was."""
    boxes = _boxes(db, me, idea_id)
    seq = db.execute(select(Thread.seq).where(Thread.id == boxes.idea.thread_id)).scalar_one()
    if boxes.idea.state == "draft" or after > seq:
        raise Missing
    return boxes, ties_of(db, me, mine_of(db, me, idea_id), boxes)


def _boxes(db: Connection, me: Reader, idea_id: int) -> Boxes:
    """What everybody sees, if this reader may see it."""
    idea = named_idea(db, me, idea_id)
    text, needs, (team, declined) = text_of(idea, tags_of(db, idea_id)), needs_of(db, idea_id), team_of(db, idea_id)
    later = {name: None if idea.state == "draft" else part.to_all(db, idea) for name, part in beside.items()}
    return Boxes(idea, text, needs, team, declined, later)


def named_idea(db: Connection, me: Reader, idea_id: int) -> Row[Any]:
    """An idea this reader may see, with the names of who wrote it; else 404."""
    row = db.execute(_named, {"idea": idea_id}).first()
    if row is None or not may_see(row, me):
        raise Missing
    return row

"""Show an idea: all that its page says, in few statements."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, exists, literal, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.errors import Missing
from arena.ideas.model import Follow, Idea, Support
from arena.ideas.rules import carriers, carries, may_see
from arena.ideas.tags import tags_of, text_of
from arena.ideas.text import IdeaText
from arena.voice import Reader

_person, _actor = aliased(Actor), aliased(Actor)
_named = (
    select(Idea.__table__, _person.name.label("person"), _actor.name.label("actor"), _actor.kind.label("actor_kind"))
    .join(_person, _person.id == Idea.person_id)
    .join(_actor, _actor.id == Idea.actor_id)
)


class IdeaPage(msgspec.Struct, frozen=True):
    """An idea as one reader sees it."""

    idea: Row[Any]
    text: IdeaText
    supports: bool
    follows: bool
    carries: bool


def idea_page(db: Connection, me: Reader, idea_id: int) -> IdeaPage:
    """The page of an idea this reader may see, else 404."""
    idea = named_idea(db, me, idea_id)
    return IdeaPage(
        idea,
        text_of(idea, tags_of(db, idea_id)),
        bool(idea.supports),
        bool(idea.follows),
        may_change(db, me, idea),
    )


def named_idea(db: Connection, me: Reader, idea_id: int) -> Row[Any]:
    """An idea with the names of who wrote it, and whether this reader supports and follows it."""
    mine = [
        exists().where(table.idea_id == Idea.id, table.person_id == me.person_id) if me else literal(False)
        for table in (Support, Follow)
    ]
    shown = _named.add_columns(mine[0].label("supports"), mine[1].label("follows")).where(Idea.id == idea_id)
    row = db.execute(shown).first()
    if row is None or not may_see(row, me):
        raise Missing
    return row


def may_change(db: Connection, me: Reader, idea: Row[Any]) -> bool:
    """Whether the reader may change the idea, in any of their names."""
    if me is None:
        return False
    if idea.state == "draft":
        return bool(me.person_id == idea.person_id)
    return carries(me, carriers(db, idea.id))

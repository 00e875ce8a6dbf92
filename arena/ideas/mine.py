"""My ideas: drafts, what I published, and what I follow."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Row, exists, or_, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.ideas.model import Follow, Idea
from arena.ideas.news import with_unread
from arena.voice import Reader

MOST = 200
# What later nouns show on this page, under their names.
beside: dict[str, Callable[[Connection, Reader], Any]] = {}
_actor = aliased(Actor)
_row = select(
    Idea.id,
    Idea.kind,
    Idea.state,
    Idea.title,
    Idea.language,
    Idea.person_id,
    Idea.actor_id,
    Idea.active_at,
    Idea.published_at,
    Idea.support_count,
    Idea.team_count,
    Idea.merged_into,
    _actor.name.label("actor"),
).join(_actor, _actor.id == Idea.actor_id)


def my_ideas(db: Connection, me: Reader) -> list[Row[Any]]:
    """Ideas and drafts of a person and of the organisations they speak for, the last active first."""
    if me is None:
        return []
    mine = or_(Idea.person_id == me.person_id, Idea.actor_id.in_([voice.actor_id for voice in me.voices]))
    return list(
        db.execute(
            with_unread(_row, me.person_id).where(mine).order_by(Idea.active_at.desc(), Idea.id.desc()).limit(MOST)
        )
    )


def followed(db: Connection, me: Reader) -> list[Row[Any]]:
    """Ideas of others that a person follows."""
    if me is None:
        return []
    follows = exists().where(Follow.idea_id == Idea.id, Follow.person_id == me.person_id)
    others = Idea.actor_id.not_in([voice.actor_id for voice in me.voices]) & (Idea.person_id != me.person_id)
    found = with_unread(_row, me.person_id).where(follows, others, Idea.state != "draft")
    return list(db.execute(found.order_by(Idea.active_at.desc(), Idea.id.desc()).limit(MOST)))


def besides(db: Connection, me: Reader) -> dict[str, Any]:
    """What later nouns have to show a reader here."""
    return {name: shown(db, me) for name, shown in beside.items()}

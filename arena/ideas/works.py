"""What an actor carries and takes part in: the ideas on their profile."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from arena.actors.queries import ActorPage, actor_page
from arena.ideas.model import Idea
from arena.ideas.team_model import COUNTING, ROLES, Commitment
from arena.voice import Reader

MOST = 400


class Work(msgspec.Struct, frozen=True):
    """An idea with the roles an actor has in it."""

    idea: Row[Any]
    roles: list[str]


class Profile(msgspec.Struct, frozen=True):
    """An actor's page with the ideas they have a part in, the last active first."""

    page: ActorPage
    works: list[Work]


def profile(db: Connection, me: Reader, actor_id: int) -> Profile:
    """The profile of an actor, else 404; offers that nobody has accepted yet are not on it."""
    page = actor_page(db, me, actor_id)
    taking_part = (
        select(Idea.id, Idea.kind, Idea.title, Idea.language, Idea.active_at, Commitment.role, Commitment.state)
        .join(Commitment, Commitment.idea_id == Idea.id)
        .where(Commitment.actor_id == actor_id, Commitment.state.in_(COUNTING), Idea.state == "published")
        .order_by(Idea.active_at.desc(), Idea.id.desc())
        .limit(MOST)
    )
    rows: dict[int, list[Any]] = {}
    for row in db.execute(taking_part).all():
        rows.setdefault(row.id, []).append(row)
    return Profile(page, [Work(found[0], _roles(found)) for found in rows.values()])


def _roles(rows: list[Any]) -> list[str]:
    """Each role once, the weightiest first."""
    return [role for role in ROLES if any(row.role == role for row in rows)]

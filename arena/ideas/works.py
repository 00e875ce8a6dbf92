"""What an actor carries and takes part in, and what they carried to the end: the ideas on their profile."""

from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, or_, select

from arena.actors.queries import ActorPage, actor_page
from arena.ideas.model import Idea
from arena.ideas.team import Member, members
from arena.ideas.team_model import COUNTING, ROLES, Commitment
from arena.voice import Reader

MOST = 400
DONE = 100  # commitments carried to the end, the latest first
# What later nouns show on a profile, under the name their part of the template knows.
beside: dict[str, Callable[[Connection, Reader, Row[Any]], Any]] = {}


class Titled(msgspec.Struct, frozen=True):
    """An idea by its title."""

    id: int
    title: str
    language: str


class Work(msgspec.Struct, frozen=True):
    """An idea with the roles an actor has in it."""

    idea: Row[Any]
    roles: list[str]


class Profile(msgspec.Struct, frozen=True):
    """An actor's page with what they carried to the end, and the ideas they have a part in, the last active first."""

    page: ActorPage
    works: list[Work]
    done: list[tuple[Member, Titled]]
    beside: dict[str, Any]


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
    works = [Work(found[0], _roles(found)) for found in rows.values()]
    more = {name: part(db, me, page.actor) for name, part in beside.items()}
    return Profile(page, works, _done(db, actor_id), more)


def _done(db: Connection, actor_id: int) -> list[tuple[Member, Titled]]:
    """What an actor, or a person in whatever name, carried to the end, with the idea it was for."""
    theirs = or_(Commitment.actor_id == actor_id, Commitment.person_id == actor_id)
    listed = members().add_columns(Idea.id, Idea.title, Idea.language).join(Idea, Idea.id == Commitment.idea_id)
    fulfilled = listed.where(theirs, Commitment.state == "fulfilled", Idea.state == "published")
    rows = db.execute(fulfilled.order_by(Commitment.changed_at.desc(), Commitment.id.desc()).limit(DONE))
    return [(Member(*row[:-3]), Titled(*row[-3:])) for row in rows]


def _roles(rows: list[Any]) -> list[str]:
    """Each role once, the weightiest first."""
    return [role for role in ROLES if any(row.role == role for row in rows)]

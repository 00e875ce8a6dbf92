"""What those see who carry a project, or take part in it, before they change something: permitted in one call."""

from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from arena.errors import Missing, Refusal
from arena.ideas.queries import Found, idea_for
from arena.ideas.rules import carriers, parts
from arena.projects.amend import may_amend
from arena.projects.model import Milestone, Risk
from arena.projects.show import plan_of, project_head, risks_of, seats_of
from arena.projects.updates import Revised, UpdateSeen, revisions_of, update_seen
from arena.voice import Reader, Voice


class Own(msgspec.Struct, frozen=True):
    """An idea with the voices in which the reader may act on it."""

    idea: Found
    voices: tuple[Voice, ...]


def carried(db: Connection, me: Reader, idea_id: int) -> Own:
    """A published idea the reader carries in one of their names; else 404, 401, 403 or 409."""
    return _own(db, me, idea_id, carriers)


def joined(db: Connection, me: Reader, idea_id: int) -> Own:
    """A project the reader takes part in, in one of their names; else 404, 401, 403 or 409."""
    own = _own(db, me, idea_id, lambda db, number: set(parts(db, number)))
    if own.idea.stage == "idea":
        raise Refusal(409, "projects.refused.no_project")
    return own


def project_of(db: Connection, me: Reader, idea_id: int) -> dict[str, Any]:
    """What a page for carriers of a project begins with."""
    own = carried(db, me, idea_id)
    if own.idea.stage == "idea":
        raise Refusal(409, "projects.refused.no_project")
    return {"idea": own.idea, "voices": own.voices}


def plan_for(db: Connection, me: Reader, idea_id: int) -> dict[str, Any]:
    """The plan of a project, to add to it."""
    return project_of(db, me, idea_id) | {"plan": plan_of(db, idea_id)[0]}


def milestone_for(db: Connection, me: Reader, number: int) -> dict[str, Any]:
    """A milestone to change, with what happened to it."""
    one = _row(db, Milestone, number)
    found = project_of(db, me, one.idea_id)
    return found | {"one": one, "steps": plan_of(db, one.idea_id)[1].get(number, [])}


def risks_for(db: Connection, me: Reader, idea_id: int) -> dict[str, Any]:
    """The risks of a project, to add to them."""
    return project_of(db, me, idea_id) | {"risks": risks_of(db, idea_id)}


def risk_for(db: Connection, me: Reader, number: int) -> dict[str, Any]:
    """A risk to change."""
    one = _row(db, Risk, number)
    return project_of(db, me, one.idea_id) | {"one": one}


def team_for(db: Connection, me: Reader, idea_id: int) -> dict[str, Any]:
    """The team of a project, to say what each is called."""
    return project_of(db, me, idea_id) | {"seats": seats_of(db, idea_id)}


def review_for(db: Connection, me: Reader, idea_id: int) -> dict[str, Any]:
    """The day of the review, to set it or to write what came of it."""
    return project_of(db, me, idea_id) | {"due": project_head(db, me, idea_id).review_due}


class UpdatePage(msgspec.Struct, frozen=True):
    """An update with its project and its revisions; whether the reader may amend it."""

    idea: Row[Any]
    one: UpdateSeen
    revisions: list[Revised]
    amends: bool


def update_page(db: Connection, me: Reader, number: int) -> UpdatePage:
    """The page of an update of a project this reader may see, else 404."""
    seen = update_seen(db, number)
    idea, taking_part = project_head(db, me, seen.row.idea_id), parts(db, seen.row.idea_id) if me else {}
    carrying = {actor for actor, carry in taking_part.items() if carry}
    runs = idea.state == "published" and idea.stage != "idea"
    voices = me.voices if me and runs else ()
    amends = any(may_amend(voice, seen.row, carrying, set(taking_part)) for voice in voices)
    return UpdatePage(idea, seen, revisions_of(db, number), amends)


def update_for(db: Connection, me: Reader, number: int) -> tuple[Own, UpdateSeen]:
    """An update the reader may amend, in the voices in which they may."""
    seen = update_seen(db, number)
    own, carrying = joined(db, me, seen.row.idea_id), carriers(db, seen.row.idea_id)
    taking_part = {voice.actor_id for voice in own.voices}
    voices = tuple(voice for voice in own.voices if may_amend(voice, seen.row, carrying, taking_part))
    if not voices:
        raise Refusal(403, "errors.not_yours")
    return Own(own.idea, voices), seen


def _own(db: Connection, me: Reader, idea_id: int, whose: Callable[[Connection, int], set[int]]) -> Own:
    idea = idea_for(db, me, idea_id)
    if me is None:
        raise Refusal(401, "errors.sign_in")
    actors = whose(db, idea_id)
    voices = tuple(voice for voice in me.voices if voice.actor_id in actors)
    if not voices:
        raise Refusal(403, "errors.not_yours")
    if idea.state != "published":
        raise Refusal(409, "ideas.refused.state")
    return Own(idea, voices)


def _row(db: Connection, table: Any, number: int) -> Row[Any]:
    row: Row[Any] | None = db.execute(select(table.__table__).where(table.id == number)).first()
    if row is None:
        raise Missing
    return row

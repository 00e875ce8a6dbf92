"""What an idea's page says of its answer: most of it stands on the idea, the office is asked for in one statement."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, literal, select, union_all

from arena.actors.model import Actor
from arena.answers.model import Answer, Office
from arena.answers.office import ADMINISTRATION, HELD, holds
from arena.ideas.count import today
from arena.ideas.show import beside
from arena.ideas.works import beside as beside_works
from arena.voice import Reader


class Head(msgspec.Struct, frozen=True):
    """The office that answered, whether what it promised is overdue, and the offices this reader may answer for."""

    office: str
    overdue: bool
    mine: list[tuple[int, str]]


def overdue(due: date | None) -> bool:
    """Whether the day is over on which something was to come."""
    return due is not None and due < today(datetime.now(UTC))


def head_of(db: Connection, me: Reader, idea: Row[Any]) -> Head:
    """What stands at the head of an idea; nothing is asked where there is no answer and nobody who could give one."""
    parts = []
    if idea.answer_state is not None:
        last = select(Answer.office_id).where(Answer.idea_id == idea.id)
        last = last.order_by(Answer.place.desc(), Answer.no.desc()).limit(1)
        parts.append(select(literal("by"), Actor.id, Actor.name).where(Actor.id == last.scalar_subquery()))
    if numbers := [voice.actor_id for voice in me.voices if voice.sector == ADMINISTRATION] if me else []:
        held = select(literal("mine"), Actor.id, Actor.name).join(Office, Office.organisation_id == Actor.id)
        parts.append(held.where(*HELD, Actor.id.in_(numbers)))
    found = db.execute(union_all(*parts)).all() if parts else []
    office = next((name for how, _, name in found if how == "by"), "")
    late = idea.state == "published" and overdue(idea.answer_due)
    return Head(office, late, [(number, name) for how, number, name in found if how == "mine"])


def is_office(db: Connection, me: Reader, actor: Row[Any]) -> bool:  # noqa: ARG001
    """Whether an actor may answer ideas, for their profile."""
    return bool(actor.kind == "organisation" and actor.sector == ADMINISTRATION and holds(db, actor.id))


beside["answer"] = head_of
beside_works["office"] = is_office

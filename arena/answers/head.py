"""What an idea's page says of its answer: most of it stands on the idea, the office is asked for in one statement."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from arena.actors.model import Actor
from arena.answers.model import Answer
from arena.answers.office import ADMINISTRATION, holds, offices_of
from arena.ideas.count import today
from arena.ideas.ties import Beside, beside
from arena.ideas.works import beside as beside_works
from arena.voice import Me, Reader


class Head(msgspec.Struct, frozen=True):
    """The office that answered, and whether what it promised is overdue."""

    office: str
    overdue: bool


def overdue(due: date | None) -> bool:
    """Whether the day is over on which something was to come."""
    return due is not None and due < today(datetime.now(UTC))


def head_of(db: Connection, idea: Row[Any]) -> Head:
    """What stands at the head of an idea; nothing is asked where there is no answer."""
    office = ""
    if idea.answer_state is not None:
        last = select(Answer.office_id).where(Answer.idea_id == idea.id)
        last = last.order_by(Answer.place.desc(), Answer.no.desc()).limit(1)
        office = db.execute(select(Actor.name).where(Actor.id == last.scalar_subquery())).scalar() or ""
    return Head(office, idea.state == "published" and overdue(idea.answer_due))


def answering(db: Connection, me: Me, _: Head) -> tuple[tuple[int, str], ...]:
    """The offices a reader may answer for; nobody but the administration is asked for any."""
    return tuple((office.id, office.name) for office in offices_of(db, me))


def is_office(db: Connection, me: Reader, actor: Row[Any]) -> bool:  # noqa: ARG001
    """Whether an actor may answer ideas, for their profile."""
    return bool(actor.kind == "organisation" and actor.sector == ADMINISTRATION and holds(db, actor.id))


beside["answer"] = Beside(head_of, answering)
beside_works["office"] = is_office

"""The marks of a contribution: the one that stands and those taken back, for everybody to read."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.threads.item import Item
from arena.threads.marks.model import ANSWER, DECISION
from arena.threads.marks.model import Mark as MarkRow
from arena.threads.marks.offices import office_of, voices_with_office
from arena.threads.model import Post
from arena.threads.named import Who
from arena.threads.outcome import Mark, mark_of
from arena.threads.view import contribution
from arena.voice import Reader, Voice

_person, _actor, _ender, _ender_for = aliased(Actor), aliased(Actor), aliased(Actor), aliased(Actor)
_history = (
    select(
        MarkRow.__table__,
        _person.name.label("person_name"),
        _actor.name.label("actor_name"),
        _actor.sector.label("sector"),
        _ender.name.label("ender"),
        _ender_for.name.label("ender_for"),
    )
    .join(_person, _person.id == MarkRow.person_id)
    .join(_actor, _actor.id == MarkRow.actor_id)
    .outerjoin(_ender, _ender.id == MarkRow.ended_person_id)
    .outerjoin(_ender_for, _ender_for.id == MarkRow.ended_actor_id)
    .order_by(MarkRow.id.desc())
)


class Step(msgspec.Struct, frozen=True):
    """A mark with its moment and, if it was taken back, when, by whom and why."""

    mark: Mark
    at: datetime
    ended: datetime | None
    person: Who | None
    actor: Who | None
    reason: str


class Marks(msgspec.Struct, frozen=True):
    """A contribution with its marks, newest first, and what this reader may do with them."""

    thread_id: int
    item: Item
    steps: list[Step]
    kinds: tuple[str, ...]
    voices: list[Voice]


def marks_of(db: Connection, me: Reader, post_id: int) -> Marks:
    """The marks of a visible contribution, else 404; `voices` are those that may mark it or take a mark back."""
    thread_id, item, _ = contribution(db, post_id)
    rows = db.execute(_history.where(MarkRow.post_id == item.id)).all()
    asker = item.reply.asker if item.reply and item.reply.asker else None
    kinds = _kinds(db, item, asker is not None)
    voices = voices_with_office(db, me, thread_id, asker)
    if item.mark is not None:
        voices = [v for v in voices if v.actor_id == item.mark.actor.id or office_of(db, v, thread_id)]
        return Marks(thread_id, item, [_step(row) for row in rows], (), voices)
    if not any(office_of(db, voice, thread_id) for voice in voices):
        kinds = tuple(kind for kind in kinds if kind == ANSWER)
    return Marks(thread_id, item, [_step(row) for row in rows], kinds, voices if kinds else [])


def _kinds(db: Connection, item: Item, to_question: bool) -> tuple[str, ...]:
    """What a contribution could be marked as: an answer only where its question is still open."""
    if not to_question or item.reply is None:
        return (DECISION,)
    state = db.execute(select(Post.question).where(Post.id == item.reply.id, Post.state == "visible")).scalar()
    return (ANSWER, DECISION) if state == "open" else (DECISION,)


def _step(row: Row[Any]) -> Step:
    person = Who(row.ended_person_id, row.ender) if row.ended_at else None
    actor = Who(row.ended_actor_id, row.ender_for) if row.ended_at else None
    return Step(mark_of(row), row.at, row.ended_at, person, actor, row.ended_reason)

"""What a discussion came to, as items carry it: answers to questions, marks with their office, and polls."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, bindparam, or_, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.threads.marks.model import Mark as MarkRow
from arena.threads.model import Post
from arena.threads.named import Answered, Who
from arena.threads.polls.model import Poll as PollRow


class Mark(msgspec.Struct, frozen=True):
    """A mark that stands: `answer` or `decision`, who set it, in whose name, in which office, and why."""

    kind: str
    person: Who
    actor: Who
    office: str
    reason: str


class Question(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question: `open` or `answered`, and then the contribution that answers it."""

    state: str
    answer: Answered | None = None


class Poll(msgspec.Struct, frozen=True, omit_defaults=True):
    """A poll: what there is to choose and how many chose it; no `counts` while they are still hidden."""

    options: list[str]
    voters: int
    counts: list[int] | None = None
    several: bool = False
    hidden: bool = False
    ends: datetime | None = None
    closed: bool = False


class Summary(msgspec.Struct, frozen=True):
    """What people made of a thread so far, and the last contribution it takes into account."""

    html: str
    covers: int


class Outcome(msgspec.Struct):
    """What is known of one item beyond its row."""

    poll: Poll | None = None
    mark: Mark | None = None
    answer: Answered | None = None


NOTHING = Outcome()
_person, _actor, _author = aliased(Actor), aliased(Actor), aliased(Actor)
_ids: Any = bindparam("ids", expanding=True)
_marks = (
    select(
        MarkRow.__table__,
        _person.name.label("person_name"),
        _actor.name.label("actor_name"),
        _actor.sector.label("sector"),
        Post.no,
        Post.thread_id,
        _author.name.label("author_name"),
    )
    .join(_person, _person.id == MarkRow.person_id)
    .join(_actor, _actor.id == MarkRow.actor_id)
    .join(Post, Post.id == MarkRow.post_id)
    .join(_author, _author.id == Post.actor_id)
    .where(MarkRow.ended_at.is_(None), or_(MarkRow.post_id.in_(_ids), MarkRow.question_id.in_(_ids)))
)
_polls = select(PollRow.__table__).where(PollRow.post_id.in_(_ids))


def outcomes(db: Connection, rows: Sequence[Row[Any]]) -> dict[int, Outcome]:
    """What is known beyond their rows of those few items that say they are `special`."""
    special = {row.id: row.thread_id for row in rows if row.special}
    if not special:
        return {}
    found = {post: Outcome() for post in special}
    for row in db.execute(_marks, {"ids": sorted(special)}):
        if row.post_id in found:
            found[row.post_id].mark = mark_of(row)
        if row.question_id in found:
            th = row.thread_id if row.thread_id != special[row.question_id] else 0
            found[row.question_id].answer = Answered(row.post_id, row.no, row.author_name, th=th)
    for row in db.execute(_polls, {"ids": sorted(special)}):
        found[row.post_id].poll = _poll_of(row)
    return found


def _poll_of(row: Row[Any]) -> Poll:
    closed = row.closed_at is not None
    counts = row.counts if closed or not row.hidden else None
    return Poll(row.options, row.voters, counts, row.several, row.hidden, row.ends_at, closed)


def mark_of(row: Row[Any]) -> Mark:
    """A mark of a row that names who set it."""
    person, actor = Who(row.person_id, row.person_name), Who(row.actor_id, row.actor_name, row.sector)
    return Mark(row.kind, person, actor, row.office, row.reason)

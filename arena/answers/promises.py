"""The public page of promises: how many were kept, by office, and which ones they are."""

from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select, tuple_
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.answers.model import Answer, Promise, PromiseTally
from arena.answers.promise import MISSED, OPEN, OUTCOMES
from arena.ideas.model import Idea
from arena.voice import Reader

PAGE = 20
SOONEST_FIRST = (OPEN, MISSED)  # what is still to come, by its day; what is over, the newest first
Place = tuple[date, int]
_office = aliased(Actor)


class Promises(msgspec.Struct, frozen=True):
    """The counts of every office, and one page of the promises chosen."""

    offices: dict[int, tuple[str, dict[str, int]]]
    rows: list[Row[Any]]
    after: Place | None

    def total(self, state: str) -> int:
        """How many promises stand like this."""
        return sum(counts.get(state, 0) for _, counts in self.offices.values())


def promises(
    db: Connection,
    me: Reader,  # noqa: ARG001
    state: str = "",
    office_id: int | None = None,
    after: Place | None = None,
) -> Promises:
    """Promises by state and office, a page at a time; everybody sees the same."""
    rows = _page(state, office_id, after)
    found = list(db.execute(rows.limit(PAGE + 1)))
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Promises(_counts(db), found[:PAGE], (last.due, last.answer_id) if last else None)


def _counts(db: Connection) -> dict[int, tuple[str, dict[str, int]]]:
    rows = select(PromiseTally.office_id, Actor.name, PromiseTally.state, PromiseTally.n)
    rows = rows.join(Actor, Actor.id == PromiseTally.office_id).where(PromiseTally.state.in_(OUTCOMES))
    found: dict[int, tuple[str, dict[str, int]]] = {}
    for row in db.execute(rows.order_by(Actor.folded, Actor.id)):
        found.setdefault(row.office_id, (row.name, {}))[1][row.state] = row.n
    return {number: told for number, told in found.items() if any(told[1].values())}


def _page(state: str, office_id: int | None, after: Place | None) -> Any:
    rows = (
        select(Promise.__table__, Answer.state.label("answer"), Idea.title, Idea.language)
        .add_columns(_office.name.label("office"))
        .join(Answer, Answer.id == Promise.answer_id)
        .join(Idea, Idea.id == Promise.idea_id)
        .join(_office, _office.id == Promise.office_id)
    )
    if state:
        rows = rows.where(Promise.state == state)
    if office_id:
        rows = rows.where(Promise.office_id == office_id)
    place = tuple_(Promise.due, Promise.answer_id)
    if state in SOONEST_FIRST:
        rows = rows.where(place > after) if after else rows
        return rows.order_by(Promise.due, Promise.answer_id)
    rows = rows.where(place < after) if after else rows
    return rows.order_by(Promise.due.desc(), Promise.answer_id.desc())

"""Promises: given with an answer, kept by the next one or by the next stage, missed when the day is over."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from arena.answers.model import Promise, PromiseTally
from arena.ideas.count import today
from arena.ideas.model import Idea
from arena.store import Tx
from arena.store.upsert import insert_or

OPEN, KEPT, LATE, MISSED, REPLACED, LAPSED = "open", "kept", "late", "missed", "replaced", "lapsed"
OUTCOMES = (KEPT, LATE, MISSED, OPEN)  # those that are counted in public
UNSETTLED = (OPEN, MISSED)
Changes = dict[str, tuple[Any, Any]]


def give(tx: Tx, answer: Row[Any], stage: str) -> None:
    """Open the promise that goes with an answer, if it names a day."""
    if answer.due is None:
        return
    row = {"answer_id": answer.id, "idea_id": answer.idea_id, "office_id": answer.office_id, "no": answer.no}
    row |= {"stage": stage, "due": answer.due, "given_at": answer.at, "state": OPEN}
    tx.db.execute(insert(Promise).values(row))
    _tally(tx, answer.office_id, OPEN, 1)


def outcome(due: date, at: datetime) -> str:
    """What becomes of a promise that is met at a moment: on its last day it is kept."""
    return KEPT if today(at) <= due else LATE


def settle(tx: Tx, promise: Row[Any], state: str, at: datetime) -> Changes:
    """Bring a promise into a state; returns what changed, for the journal."""
    settled = {"state": state, "settled_at": None if state == MISSED else at}
    tx.db.execute(update(Promise).where(Promise.answer_id == promise.answer_id).values(settled))
    _tally(tx, promise.office_id, promise.state, -1)
    _tally(tx, promise.office_id, state, 1)
    return {f"promise.{promise.no}": (promise.state, state)}


def unsettled(db: Connection, idea_id: int) -> list[Row[Any]]:
    """What is still promised for an idea, the most urgent first."""
    mine = Promise.idea_id == idea_id, Promise.state.in_(UNSETTLED)
    return list(db.execute(select(Promise.__table__).where(*mine).order_by(Promise.due, Promise.no)))


def note_due(tx: Tx, idea: Row[Any], also: date | None = None) -> Changes:
    """Keep on the idea the first day that something is promised for, `also` being one of them; returns what changed."""
    mine = Promise.idea_id == idea.id, Promise.state.in_(UNSETTLED)
    first = tx.db.execute(select(func.min(Promise.due)).where(*mine)).scalar()
    due = min((day for day in (first, also) if day), default=None)
    if due == idea.answer_due:
        return {}
    tx.db.execute(update(Idea).where(Idea.id == idea.id).values(answer_due=due))
    return {"answer_due": (_said(idea.answer_due), _said(due))}


def _said(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _tally(tx: Tx, office_id: int, state: str, by: int) -> None:
    row = insert_or(tx, PromiseTally).values(office_id=office_id, state=state, n=by)
    counted = {"n": PromiseTally.n + by}
    tx.db.execute(row.on_conflict_do_update(index_elements=["office_id", "state"], set_=counted))

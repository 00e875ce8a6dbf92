"""What a correction may change: all of it while the promise is open, later the words alone."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select
from sqlalchemy.orm import aliased

from arena.answers.model import Answer, Promise
from arena.answers.say import Said, wrong_day
from arena.answers.states import why_not
from arena.errors import Missing, Refusal

_idea: Any = bindparam("idea")
_in_force = select(Answer.__table__).where(Answer.idea_id == _idea)
_in_force = _in_force.order_by(Answer.place.desc(), Answer.no.desc()).limit(1)
_later = aliased(Answer)


def in_force(db: Connection, idea_id: int) -> Row[Any] | None:
    """The answer in force, None where there is none."""
    return db.execute(_in_force, {"idea": idea_id}).first()


def to_correct(db: Connection, office_id: int, answer_id: int) -> Row[Any]:
    """An answer this office gave and has not corrected yet, with `promise` and whether it is `fixed`; else 404 or 409.

    Where it was answered anew, or its promise is settled, state and day are `fixed`: a correction hides nothing.
    """
    rows = select(Answer.__table__, Promise.state.label("promise"), _later.id.label("later"))
    rows = rows.outerjoin(Promise, Promise.answer_id == Answer.id).outerjoin(_later, _later.corrects == Answer.id)
    row = db.execute(rows.where(Answer.id == answer_id, Answer.office_id == office_id)).first()
    if row is None:
        raise Missing
    if row.later is not None:
        raise Refusal(409, "answers.refused.corrected")
    return row


def is_fixed(row: Row[Any], newest: Row[Any] | None) -> bool:
    """Whether a correction may change the words alone, `newest` being the answer in force."""
    return newest is None or newest.id != row.id or row.promise not in (None, "open")


def fault_of(said: Said, current: Row[Any] | None, today: date) -> Refusal | None:
    """Why an answer may not follow on the one in force, None where it may."""
    if refusal := why_not(current.state if current else None, said.answer):
        return refusal
    wrong = wrong_day(said.due, today)
    return Refusal(422, wrong) if wrong else None


def fault_of_correction(db: Connection, said: Said, row: Row[Any], today: date) -> Refusal | None:
    """Why a correction may not say this, None where it may; it never moves a promise to a later day."""
    if is_fixed(row, in_force(db, row.idea_id)):
        same = (row.state, row.due) == (said.answer, said.due)
        return None if same else Refusal(409, "answers.refused.fixed")
    before = _in_force.where(Answer.place < row.place)
    earlier = db.execute(before, {"idea": row.idea_id}).first()
    if refusal := why_not(earlier.state if earlier else None, said.answer):
        return refusal
    if row.due and said.due and said.due > row.due:
        return Refusal(422, "answers.faults.later")
    wrong = wrong_day(said.due, today)
    return Refusal(422, wrong) if wrong else None

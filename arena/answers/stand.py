"""Where an idea stands by its answers: what its journal folded must come to."""

from sqlalchemy import Connection, select

from arena.answers.corrected import in_force
from arena.answers.model import Promise
from arena.answers.promise import UNSETTLED
from arena.journal.fold import Standing, standings


def answered(db: Connection, idea_id: int) -> Standing:
    """The state of the answer in force, the first day that something is promised for, and each promise's state."""
    newest = in_force(db, idea_id)
    given = db.execute(select(Promise.no, Promise.state, Promise.due).where(Promise.idea_id == idea_id)).all()
    days = [row.due for row in given if row.state in UNSETTLED]
    found = {"answer_state": newest.state if newest else None, "answer_due": min(days).isoformat() if days else None}
    return found | {f"promise.{row.no}": row.state for row in given}


standings.append(answered)

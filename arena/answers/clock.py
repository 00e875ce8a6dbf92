"""What time does to promises: a day that passed is missed, a stage reached keeps, an idea withdrawn lets go."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from arena.actors.model import Actor
from arena.answers.model import Promise
from arena.answers.promise import LAPSED, MISSED, OPEN, UNSETTLED, note_due, outcome, settle
from arena.answers.states import further
from arena.ideas.count import today
from arena.ideas.model import Idea
from arena.ideas.queries import hold
from arena.journal.enter import enter
from arena.journal.model import JournalEntry
from arena.store import Store, Tx

ACTS = {MISSED: "answers.miss", LAPSED: "answers.lapse"}


async def settle_due(store: Store) -> None:
    """Settle every promise whose time has come; several processes that do so at once settle each once."""
    for answer_id in await store.read(due):
        await store.write(settle_in_time, answer_id)


def due(db: Connection) -> list[int]:
    """The promises that may have to be settled; whether they have to is looked at once the idea is held."""
    told = or_(
        (Promise.state == OPEN) & (Promise.due < today(datetime.now(UTC))),
        Idea.stage != Promise.stage,
        (Promise.state == OPEN) & (Idea.state != "published"),
    )
    rows = select(Promise.answer_id).join(Idea, Idea.id == Promise.idea_id)
    return list(db.execute(rows.where(Promise.state.in_(UNSETTLED), told).order_by(Promise.due)).scalars())


def settle_in_time(tx: Tx, answer_id: int) -> None:
    """Settle one promise if it is time, and enter that into the journal in nobody's name."""
    number = tx.db.execute(select(Promise.idea_id).where(Promise.answer_id == answer_id)).scalar_one()
    if (idea := hold(tx, number)) is None:
        return
    promise = tx.db.execute(select(Promise.__table__).where(Promise.answer_id == answer_id)).one()
    state, at = _state(tx, idea, promise)
    if state == promise.state:
        return
    changes = settle(tx, promise, state, at) | note_due(tx, idea)
    facts: dict[str, Any] = {"due": promise.due.isoformat(), "no": promise.no, "promise": state}
    facts["to"] = f"/ideas/{idea.id}/answers#answer-{promise.no}"
    enter(tx, None, idea, ACTS.get(state, "answers.keep"), change=changes, office=_name(tx, promise), **facts)


def _state(tx: Tx, idea: Row[Any], promise: Row[Any]) -> tuple[str, datetime]:
    """What a promise has come to, and when."""
    if promise.state not in UNSETTLED:
        return promise.state, tx.now
    if further(idea.stage, promise.stage):
        at = _reached(tx, promise)
        return outcome(promise.due, at), at
    if promise.state == OPEN and idea.state != "published":
        return LAPSED, tx.now
    if promise.state == OPEN and promise.due < today(tx.now):
        return MISSED, tx.now
    return promise.state, tx.now


def _reached(tx: Tx, promise: Row[Any]) -> datetime:
    """When the idea came to a later stage than it had when the promise was given."""
    entries = select(JournalEntry.at, JournalEntry.change).where(JournalEntry.idea_id == promise.idea_id)
    after = (row for row in tx.db.execute(entries.order_by(JournalEntry.no)) if row.at >= promise.given_at)
    stages = ((row.at, row.change["stage"][1]) for row in after if "stage" in row.change)
    return next((at for at, stage in stages if further(stage, promise.stage)), tx.now)


def _name(tx: Tx, promise: Row[Any]) -> str:
    return str(tx.db.execute(select(Actor.name).where(Actor.id == promise.office_id)).scalar_one())

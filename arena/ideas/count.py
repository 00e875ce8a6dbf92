"""Count anew what an idea's team has found: how far each need is met, how many are open, how many take part."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Update, and_, bindparam, case, distinct, func, literal, or_, select, update

from arena.ideas.model import Idea
from arena.ideas.team_model import COUNTING, Commitment, Need
from arena.store import Tx
from arena.store.prepared import Prepared
from arena.words.words import ZONE

NEARLY = 1e-6  # sums of fractions may fall short of the whole by less than anybody means


def today(now: datetime) -> date:
    """The day it is in the city."""
    return now.astimezone(ZONE).date()


def _needs_met() -> Update:
    # A need without an amount asks for somebody: each commitment counts as one.
    brought = case((Need.amount.is_(None), 1.0), else_=func.coalesce(Commitment.amount, 0.0))
    met = select(func.coalesce(func.sum(brought), 0.0)).correlate(Need)
    return _needs.values(met=met.where(Commitment.need_id == Need.id, _counting).scalar_subquery())


def _needs_open() -> Update:
    ends = or_(Need.until.is_(None), Need.until >= bindparam("day", type_=Need.until.type))
    lacks = Need.met < func.coalesce(Need.amount, 1.0) - NEARLY
    return _needs.values(open=and_(Need.closed_at.is_(None), ends, lacks))


def _counters() -> Update:
    team = select(func.count(distinct(Commitment.actor_id))).where(Commitment.idea_id == _idea, _counting)
    open_needs = select(func.count()).where(Need.idea_id == _idea, Need.open)
    counts = {"team_count": team.scalar_subquery(), "open_need_count": open_needs.scalar_subquery()}
    return update(Idea).where(Idea.id == _idea).values(counts)


_idea: Any = bindparam("idea")
_counting = Commitment.state.in_([literal(state) for state in COUNTING])
_needs = update(Need).where(Need.idea_id == _idea)
_steps = [Prepared(step()) for step in (_needs_met, _needs_open, _counters)]


def count_team(tx: Tx, idea_id: int) -> None:
    """Bring the needs and the counters of an idea in step with its commitments; the caller holds the idea."""
    for step in _steps:
        step.all(tx.db, {"idea": idea_id, "day": today(tx.now)})


def expire_needs(tx: Tx) -> int:
    """Count the ideas anew in which a need's last day has passed; returns how many. Runs every hour."""
    past = select(Need.idea_id).distinct().where(Need.open, Need.until < today(tx.now))
    ideas = sorted(tx.db.execute(past).scalars())
    for idea_id in ideas:
        tx.db.execute(select(Idea.id).where(Idea.id == idea_id).with_for_update())
        count_team(tx, idea_id)
        tx.hint("idea", idea_id)
    return len(ideas)

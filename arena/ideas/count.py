"""Count anew what an idea's team has found: how far each need is met, how many are open, how many take part."""

from datetime import date, datetime

from sqlalchemy import and_, case, distinct, func, or_, select, update

from arena.ideas.model import Idea
from arena.ideas.team_model import COUNTING, Commitment, Need
from arena.store import Tx
from arena.words.words import ZONE

NEARLY = 1e-6  # sums of fractions may fall short of the whole by less than anybody means


def today(now: datetime) -> date:
    """The day it is in the city."""
    return now.astimezone(ZONE).date()


def count_team(tx: Tx, idea_id: int) -> None:
    """Bring the needs and the counters of an idea in step with its commitments; the caller holds the idea."""
    # A need without an amount asks for somebody: each commitment counts as one.
    brought = case((Need.amount.is_(None), 1.0), else_=func.coalesce(Commitment.amount, 0.0))
    met = (
        select(func.coalesce(func.sum(brought), 0.0))
        .where(Commitment.need_id == Need.id, Commitment.state.in_(COUNTING))
        .correlate(Need)
        .scalar_subquery()
    )
    of_idea = Need.idea_id == idea_id
    tx.db.execute(update(Need).where(of_idea).values(met=met))
    is_open = and_(
        Need.closed_at.is_(None),
        or_(Need.until.is_(None), Need.until >= today(tx.now)),
        Need.met < func.coalesce(Need.amount, 1.0) - NEARLY,
    )
    tx.db.execute(update(Need).where(of_idea).values(open=is_open))
    team = select(func.count(distinct(Commitment.actor_id))).where(
        Commitment.idea_id == idea_id, Commitment.state.in_(COUNTING)
    )
    open_needs = select(func.count()).where(of_idea, Need.open)
    tx.db.execute(
        update(Idea)
        .where(Idea.id == idea_id)
        .values(team_count=team.scalar_subquery(), open_need_count=open_needs.scalar_subquery())
    )


def expire_needs(tx: Tx) -> int:
    """Count the ideas anew in which a need's last day has passed; returns how many. Runs every hour."""
    past = select(Need.idea_id).distinct().where(Need.open, Need.until < today(tx.now))
    ideas = sorted(tx.db.execute(past).scalars())
    for idea_id in ideas:
        tx.db.execute(select(Idea.id).where(Idea.id == idea_id).with_for_update())
        count_team(tx, idea_id)
        tx.hint("idea", idea_id)
    return len(ideas)

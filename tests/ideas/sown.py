"""Ideas for tests that need one at hand, published as their carriers would."""

from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import Connection, select, update

from arena.ideas.draft import draft
from arena.ideas.model import Idea
from arena.ideas.post import post
from arena.ideas.team_model import COUNTING, Commitment, Need
from arena.ideas.text import IdeaText, NeedText
from arena.store import Tx
from arena.strategy.load import strategies
from arena.voice import Voice

_numbers = count(1)


def sow(tx: Tx, voice: Voice, *needs: NeedText, title: str = "", publish: bool = True) -> int:
    """An idea with its needs in a voice's name, or its draft."""
    known = strategies(tx.db)
    text = IdeaText(
        title=title or f"Ein Lastenrad voller Werkzeug {next(_numbers)}",
        kind=known.current.kinds[0].key,
        summary="Die Werkstatt kommt auf den Platz.",
        scope=known.current.scopes[0].key,
        fields=[known.current.clusters[0].fields[0].key],
        needs=list(needs),
    )
    return (post if publish else draft)(tx, voice, text, known)


def needs_in(db: Connection, idea_id: int) -> list[Any]:
    """An idea's needs as they are stored."""
    return list(db.execute(select(Need.__table__).where(Need.idea_id == idea_id).order_by(Need.id)))


def commitments_in(db: Connection, idea_id: int) -> list[Any]:
    """An idea's commitments as they are stored."""
    return list(db.execute(select(Commitment.__table__).where(Commitment.idea_id == idea_id).order_by(Commitment.id)))


def counters(db: Connection, idea_id: int) -> tuple[int, int]:
    """How many take part and how many needs are open, as the idea says."""
    row = db.execute(select(Idea.team_count, Idea.open_need_count).where(Idea.id == idea_id)).one()
    return row.team_count, row.open_need_count


def counted(db: Connection, idea_id: int) -> tuple[int, int]:
    """The same, counted by hand; also checks how far each need says it is met."""
    team = [one for one in commitments_in(db, idea_id) if one.state in COUNTING]
    still = 0
    for need in needs_in(db, idea_id):
        brought = [one for one in team if one.need_id == need.id]
        met = len(brought) if need.amount is None else sum(one.amount or 0 for one in brought)
        assert abs(need.met - met) < 1e-6
        assert need.open == (need.closed_at is None and met < (need.amount or 1) - 1e-6)
        still += need.open
    return len({one.actor_id for one in team}), still


def pass_by(tx: Tx, need_id: int, days: int) -> None:
    """Let a need's last day be some days ago, without counting anew."""
    tx.db.execute(update(Need).where(Need.id == need_id).values(until=(tx.now - timedelta(days=days)).date()))

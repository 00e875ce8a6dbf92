"""An idea's needs: written with it, read with it."""

from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from arena.ideas.model import Idea
from arena.ideas.team_model import Need
from arena.ideas.text import NeedText
from arena.store import Tx


def write_needs(tx: Tx, idea_id: int, needs: list[NeedText]) -> None:
    """Replace a draft's needs and count the open ones."""
    tx.db.execute(delete(Need).where(Need.idea_id == idea_id))
    for need in needs:
        row = {"kind": need.kind, "what": need.what, "amount": need.amount, "unit": need.unit, "until": need.until}
        tx.db.execute(insert(Need).values(idea_id=idea_id, **row))
    count_open_needs(tx, idea_id)


def count_open_needs(tx: Tx, idea_id: int) -> None:
    """Bring an idea's counter of open needs up to date."""
    counted = select(func.count()).where(Need.idea_id == idea_id, Need.open).scalar_subquery()
    tx.db.execute(update(Idea).where(Idea.id == idea_id).values(open_need_count=counted))


def needs_of(db: Connection, idea_id: int) -> list[Row[Any]]:
    """An idea's needs, the open ones first."""
    return list(db.execute(select(Need.__table__).where(Need.idea_id == idea_id).order_by(Need.open.desc(), Need.id)))

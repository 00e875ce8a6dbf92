"""Ask for something more: a need that turns up after an idea was published."""

import msgspec
from sqlalchemy import func, insert, select

from arena.errors import Faults
from arena.ideas.check import NEED_ROWS, check_need, complete_need
from arena.ideas.count import count_team, today
from arena.ideas.queries import idea_for_act
from arena.ideas.rules import must_carry
from arena.ideas.team_model import Need
from arena.ideas.text import NeedText
from arena.journal.enter import enter
from arena.store import Tx
from arena.store.text import clean_line
from arena.voice import Voice


def ask_for(tx: Tx, voice: Voice, idea_id: int, need: NeedText) -> int:
    """Add a need to a published idea; carriers only. A second click finds it there. Returns the need's number."""
    idea = idea_for_act(tx, voice, idea_id)
    must_carry(tx.db, voice, idea)
    need = msgspec.structs.replace(need, what=clean_line(need.what), unit=clean_line(need.unit))
    faults = Faults()
    check_need(need, "", faults)
    complete_need(need, "", faults, today(tx.now))
    listed = (Need.idea_id == idea_id) & Need.closed_at.is_(None)
    if tx.db.execute(select(func.count()).where(listed)).scalar_one() >= NEED_ROWS:
        faults.add("what", "ideas.faults.needs", most=NEED_ROWS)
    faults.refuse()
    row = {"kind": need.kind, "what": need.what, "amount": need.amount, "unit": need.unit, "until": need.until}
    if (same := tx.db.execute(select(Need.id).filter_by(idea_id=idea_id, **row, closed_at=None)).scalar()) is not None:
        return int(same)
    number = int(tx.db.execute(insert(Need).values(idea_id=idea_id, **row).returning(Need.id)).scalar_one())
    count_team(tx, idea_id)
    enter(tx, voice, idea, "ideas.ask", need=need.what, need_id=number)
    return number

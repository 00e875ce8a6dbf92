"""Support an idea by one click, or take that back; only the number is public."""

from sqlalchemy import delete, func, insert, select, update

from arena.ideas.model import Idea, Support
from arena.ideas.queries import idea_for_act
from arena.store import Tx
from arena.voice import Voice


def support(tx: Tx, voice: Voice, idea_id: int, on: bool) -> int:
    """Set or take back a person's support, whichever name they speak in; doing so twice changes nothing.

    A withdrawn idea finds no new support, but support for it can be taken back. Returns the number of supporters.
    """
    idea = idea_for_act(tx, voice, idea_id, "published", *([] if on else ["withdrawn"]))
    mine = (Support.idea_id == idea_id) & (Support.person_id == voice.person_id)
    if not on:
        tx.db.execute(delete(Support).where(mine))
    elif tx.db.execute(select(Support.idea_id).where(mine)).first() is None:
        tx.db.execute(insert(Support).values(idea_id=idea_id, person_id=voice.person_id, at=tx.now))
    counted = select(func.count()).where(Support.idea_id == idea_id).scalar_subquery()
    told = update(Idea).where(Idea.id == idea_id).values(support_count=counted).returning(Idea.support_count)
    count = int(tx.db.execute(told).scalar_one())
    tx.hint("idea", idea_id)
    tx.hint("beside", idea.thread_id)
    return count

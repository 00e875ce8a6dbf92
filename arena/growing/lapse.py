"""Let proposals lapse whose idea was withdrawn, or has merged into another one, meanwhile."""

from sqlalchemy import and_, or_, select, update

from arena.growing.hold import Held, hold_proposal, tell_all
from arena.growing.model import MERGE, Proposal
from arena.ideas.queries import Found
from arena.store import Tx
from arena.voice import Voice


def lapse(tx: Tx, idea: Found, but: int = 0) -> None:
    """End whatever is proposed with an idea that has just ended; the caller holds the idea."""
    named = or_(Proposal.from_id == idea.id, and_(Proposal.to_id == idea.id, Proposal.kind == MERGE))
    found = select(Proposal.id).where(named, Proposal.state == "open", Proposal.id != but).order_by(Proposal.id)
    for number in tx.db.execute(found).scalars().all():
        held = hold_proposal(tx, number)
        if held.proposal.state == "open":
            close_proposal(tx, None, held, "lapsed", "growing.lapse", ended=idea.title)


def close_proposal(tx: Tx, voice: Voice | None, held: Held, state: str, kind: str, **facts: str) -> None:
    """Put down how an open proposal ended, on all its ideas."""
    number = held.proposal.id
    tx.db.execute(update(Proposal).where(Proposal.id == number).values(state=state, changed_at=tx.now))
    tell_all(tx, voice, held, kind, state, **facts)

"""Carry out a merge into a new idea: both ideas end in it, and whoever carried one of them carries it."""

from typing import Any

from sqlalchemy import select

from arena.growing.hold import Held, asked_for, names_of
from arena.growing.lapse import lapse
from arena.growing.merge import end_in
from arena.growing.split import carrying
from arena.growing.together import together
from arena.ideas.carry import begin_to_carry
from arena.ideas.model import Idea
from arena.ideas.post import post
from arena.journal.enter import enter
from arena.store import Tx
from arena.strategy.versions import Strategies
from arena.voice import Voice


def unite(tx: Tx, voice: Voice, held: Held, strategies: Strategies) -> None:
    """Publish the new idea in the name of whoever proposed it, then let both lead on to it; the caller holds them."""
    proposal = held.proposal
    first, *others = carrying(tx, proposal, asked_for(tx.db, proposal))
    number = post(tx, first, together(tx, held, strategies), strategies)
    joined: dict[str, tuple[Any, Any]] = {}
    for one in others:
        joined[f"commitment.{begin_to_carry(tx, one, number, 'carry')}"] = (None, "active")
    new = tx.db.execute(select(Idea.__table__).where(Idea.id == number)).one()
    settled: dict[str, tuple[Any, Any]] = {f"growing.proposal.{proposal.id}": ("open", "carried")}
    facts = names_of(held) | {"into": proposal.title, "reason": proposal.reason}
    for idea in held.ideas:
        told = facts | {"merged": idea.title}
        end_in(tx, voice, idea, number, settled, told)
        here = told | {"to": f"/ideas/{idea.id}"}
        enter(tx, voice, new, "growing.merge_here", why=proposal.reason, change=joined, **here)
        joined = {}
    for idea in held.ideas:
        lapse(tx, idea, but=proposal.id)

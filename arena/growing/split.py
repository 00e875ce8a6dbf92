"""Carry out a split: a part becomes an idea of its own, carried by those who agreed to carry it."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import insert, select, update

from arena.growing.hold import Held, voice_of
from arena.growing.model import SPLIT, Consent, Lineage, Proposal
from arena.ideas.carry import begin_to_carry
from arena.ideas.model import Idea
from arena.ideas.post import post
from arena.ideas.tags import tags_of, text_of
from arena.journal.enter import enter
from arena.store import Tx
from arena.strategy.versions import Strategies
from arena.voice import Voice


def split(tx: Tx, voice: Voice, held: Held, strategies: Strategies) -> None:
    """Publish the new idea in the name of the first who carries it; the caller holds the old one."""
    proposal, origin = held.proposal, held.origin
    texts = {"title": proposal.title, "summary": proposal.summary, "markdown": proposal.markdown or ""}
    text = msgspec.structs.replace(text_of(origin, tags_of(tx.db, origin.id)), needs=[], **texts)
    first, *others = carrying(tx, proposal, proposal.carriers)
    number = post(tx, first, text, strategies)
    joined: dict[str, tuple[Any, Any]] = {}
    for one in others:
        joined[f"commitment.{begin_to_carry(tx, one, number, 'carry')}"] = (None, "active")
    tx.db.execute(update(Proposal).where(Proposal.id == proposal.id).values(to_id=number))
    facts = {"title": proposal.title, "reason": proposal.reason, "origin": origin.title}
    change = {f"growing.proposal.{proposal.id}": ("open", "carried")}
    there = facts | {"to": f"/ideas/{number}"}
    entry = enter(tx, voice, origin, "growing.split", why=proposal.reason, change=change, **there)
    new = tx.db.execute(select(Idea.__table__).where(Idea.id == number)).one()
    here = facts | {"to": f"/ideas/{origin.id}"}
    enter(tx, voice, new, "growing.split_here", why=proposal.reason, change=joined, **here)
    row = {"from_id": origin.id, "to_id": number, "kind": SPLIT, "entry_id": entry, "at": tx.now}
    tx.db.execute(insert(Lineage).values(row))


def carrying(tx: Tx, proposal: Any, actors: Iterable[int]) -> list[Voice]:
    """The voices in which these actors agreed, the proposer's first."""
    agreed = select(Consent.actor_id, Consent.person_id).where(
        Consent.proposal_id == proposal.id, Consent.actor_id.in_(actors)
    )
    rows = sorted(tx.db.execute(agreed).all(), key=lambda row: (row.actor_id != proposal.actor_id, row.actor_id))
    return [voice_of(tx.db, row.person_id, row.actor_id) for row in rows]

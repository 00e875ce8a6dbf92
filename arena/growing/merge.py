"""Carry out a merge: one idea ends and leads on to the other, which its carriers carry from now on."""

from typing import Any

import msgspec
from sqlalchemy import delete, select, update

from arena.growing.hold import Held, names_of, voice_of
from arena.growing.lapse import lapse
from arena.growing.model import MERGE, TEXTS, Lineage, LineageAnswer
from arena.growing.say import over, texts_of
from arena.ideas.carry import begin_to_carry
from arena.ideas.count import count_team
from arena.ideas.model import Idea
from arena.ideas.needs import need_texts
from arena.ideas.queries import Found
from arena.ideas.revise import NOTE, revise
from arena.ideas.rules import carriers
from arena.ideas.steer_thread import all_threads
from arena.ideas.tags import tags_of, text_of
from arena.ideas.team_model import COUNTING, Commitment, Need
from arena.journal.enter import enter
from arena.store import Tx
from arena.store.upsert import insert_or
from arena.strategy.versions import Strategies
from arena.threads.close import close_thread
from arena.voice import Voice


def merge(tx: Tx, voice: Voice, held: Held, strategies: Strategies) -> None:
    """Let one idea merge into the other, in the voice of whoever agreed last; the caller holds both."""
    assert held.into is not None
    settled: dict[str, tuple[Any, Any]] = {f"growing.proposal.{held.proposal.id}": ("open", "carried")}
    facts = names_of(held) | {"reason": held.proposal.reason}
    end_in(tx, voice, held.origin, held.into.id, settled, facts)
    joined = hand_over(tx, held.origin.id, held.into.id)
    here = facts | {"to": f"/ideas/{held.origin.id}"}
    enter(tx, voice, held.into, "growing.merge_here", why=held.proposal.reason, change=settled | joined, **here)
    if held.proposal.rev is not None:
        _rewrite(tx, voice, held, strategies)
    lapse(tx, held.origin, but=held.proposal.id)


def end_in(
    tx: Tx, voice: Voice, idea: Found, into: int, settled: dict[str, tuple[Any, Any]], facts: dict[str, Any]
) -> None:
    """The idea leaves the lists; its page, its team and its threads stay readable and lead on to the other."""
    still = (Need.idea_id == idea.id) & Need.closed_at.is_(None)
    tx.db.execute(update(Need).where(still).values(closed_at=tx.now))
    ended = {"state": "withdrawn", "merged_into": into, "reason": facts["reason"]}
    tx.db.execute(update(Idea).where(Idea.id == idea.id).values(ended))
    count_team(tx, idea.id)
    told = facts | {"to": f"/ideas/{into}"}
    noted = [close_thread(tx, voice, thread, "growing.merge", **told) for thread in all_threads(tx, idea.id)]
    change = settled | {"state": ("published", "withdrawn"), "merged_into": (None, into)}
    entry = enter(tx, voice, idea, "growing.merge", why=facts["reason"], change=change, noted=noted[0], **told)
    _lead_on(tx, idea.id, into, entry)


def _lead_on(tx: Tx, origin: int, into: int, entry: int) -> None:
    """Put the way down; where the other was split off this one before, people are asked anew."""
    told = {"kind": MERGE, "entry_id": entry, "at": tx.now}
    way = insert_or(tx, Lineage).values(from_id=origin, to_id=into, **told)
    way = way.on_conflict_do_update(index_elements=["from_id", "to_id"], set_=told).returning(Lineage.id)
    number = tx.db.execute(way).scalar_one()
    tx.db.execute(delete(LineageAnswer).where(LineageAnswer.lineage_id == number))


def hand_over(tx: Tx, origin: int, into: int) -> dict[str, tuple[Any, Any]]:
    """Those who carried one idea carry the other; returns what changes there."""
    there = carriers(tx.db, into)
    carrying = select(Commitment.actor_id, Commitment.person_id).where(
        Commitment.idea_id == origin, Commitment.role == "carry", Commitment.state.in_(COUNTING)
    )
    change: dict[str, tuple[Any, Any]] = {}
    for row in tx.db.execute(carrying.order_by(Commitment.id)).all():
        if row.actor_id not in there:
            there.add(row.actor_id)
            number = begin_to_carry(tx, voice_of(tx.db, row.person_id, row.actor_id), into, "carry")
            change[f"commitment.{number}"] = (None, "active")
    return change


def _rewrite(tx: Tx, voice: Voice, held: Held, strategies: Strategies) -> None:
    """Give the idea that stays the text that was agreed to."""
    into = held.into
    assert into is not None
    before = text_of(into, tags_of(tx.db, into.id))
    said = over(held.proposal, texts_of(before))
    told = {name: getattr(said, name) for name in TEXTS}
    text = msgspec.structs.replace(before, needs=need_texts(tx.db, into.id), **told)
    revise(tx, voice, into.id, text, held.proposal.reason[:NOTE], into.rev, strategies)

"""Agree to a proposal: the last one who was asked carries it out by that, in the same transaction."""

from sqlalchemy import select, update

from arena.errors import Refusal
from arena.growing.hold import Held, asked_for, ending, hold_proposal, must_be_idea, tell_all
from arena.growing.merge import merge
from arena.growing.model import MERGE, Consent, Proposal
from arena.growing.say import WORD, line
from arena.growing.split import split
from arena.growing.unite import unite
from arena.store import Tx
from arena.store.upsert import insert_or
from arena.strategy.versions import Strategies
from arena.voice import Voice


def agree(tx: Tx, voice: Voice, proposal_id: int, word: str, strategies: Strategies) -> None:
    """Agree in an asked actor's name, with a word if wanted; a second click changes nothing."""
    held = hold_proposal(tx, proposal_id)
    before = must_be_asked(tx, voice, held)
    if before == "agreed" and held.proposal.state in ("open", "carried"):
        if held.proposal.state == "open":
            conclude(tx, voice, held, strategies)  # somebody who had not agreed may have left meanwhile
        return
    if held.proposal.state != "open":
        raise Refusal(409, "growing.refused.over")
    must_fit(held)
    said = line("word", word, most=WORD, least=0)
    answer(tx, voice, proposal_id, "agreed", said)
    tell_all(tx, voice, held, "growing.agree", sentence=said)
    conclude(tx, voice, held, strategies)


def must_be_asked(tx: Tx, voice: Voice, held: Held) -> str:
    """What this actor said before, `open` if nothing; 403 for whoever is not asked."""
    said = tx.db.execute(
        select(Consent.state).where(Consent.proposal_id == held.proposal.id, Consent.actor_id == voice.actor_id)
    ).scalar()
    if said != "agreed" and voice.actor_id not in asked_for(tx.db, held.proposal):
        raise Refusal(403, "errors.not_yours")
    return said or "open"


def must_fit(held: Held) -> None:
    """Refuse (409) where an idea that would end is a project by now, or the text that would change has moved on."""
    for idea in ending(held):
        must_be_idea(idea)
    if held.into is not None and held.proposal.rev is not None and held.into.rev != held.proposal.rev:
        raise Refusal(409, "growing.refused.moved_on")


def answer(tx: Tx, voice: Voice, proposal_id: int, state: str, word: str) -> None:
    """Keep what an asked actor says; whoever came to carry an idea later is asked like the others."""
    said = {"state": state, "person_id": voice.person_id, "word": word, "at": tx.now}
    row = {"proposal_id": proposal_id, "actor_id": voice.actor_id, **said}
    tx.db.execute(
        insert_or(tx, Consent).values(row).on_conflict_do_update(index_elements=["proposal_id", "actor_id"], set_=said)
    )


def conclude(tx: Tx, voice: Voice, held: Held, strategies: Strategies) -> None:
    """Carry a proposal out where everybody who must agree did."""
    number = held.proposal.id
    agreed = select(Consent.actor_id).where(Consent.proposal_id == number, Consent.state == "agreed")
    if asked_for(tx.db, held.proposal) - set(tx.db.execute(agreed).scalars()):
        return
    must_fit(held)
    done = update(Proposal).where(Proposal.id == number).values(state="carried", changed_at=tx.now)
    tx.db.execute(done)
    carry_out = unite if held.proposal.anew else merge if held.proposal.kind == MERGE else split
    carry_out(tx, voice, held, strategies)

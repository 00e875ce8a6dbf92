"""Hold what a proposal is about: its ideas in the order of their numbers, so that two acts never block each other."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from arena.actors.model import Actor
from arena.errors import Missing, Refusal
from arena.growing.model import MERGE, Proposal
from arena.ideas.queries import Found, hold
from arena.ideas.team_model import COUNTING, Commitment
from arena.journal.enter import enter
from arena.store import Tx
from arena.voice import Voice


class Held(msgspec.Struct, frozen=True):
    """A proposal and its ideas as they stand, ours until the commit.

    `into` is the idea that stays after a merge, or, where a new one comes out of it, the second that ends.
    """

    proposal: Row[Any]
    origin: Found
    into: Found | None

    @property
    def ideas(self) -> list[Found]:
        """The ideas whose carriers are asked."""
        return [self.origin] if self.into is None else [self.origin, self.into]


def ending(held: Held) -> list[Found]:
    """The ideas that end once the proposal is carried out."""
    if held.proposal.kind != MERGE:
        return []
    return held.ideas if held.proposal.anew else [held.origin]


def must_be_idea(idea: Found) -> None:
    """Refuse (409) to let a project or a measure end in another idea."""
    if idea.stage != "idea":
        raise Refusal(409, "growing.refused.stage")


def hold_all(tx: Tx, ids: Iterable[int]) -> dict[int, Found]:
    """Several ideas, ours until the commit; else 404."""
    found = {number: hold(tx, number) for number in sorted(set(ids))}
    return {number: _there(row) for number, row in found.items()}


def _there(row: Found | None) -> Found:
    if row is None or row.state == "draft":
        raise Missing
    return row


def hold_proposal(tx: Tx, proposal_id: int) -> Held:
    """A proposal with its ideas; else 404."""
    wanted = select(Proposal.__table__).where(Proposal.id == proposal_id)
    named = tx.db.execute(wanted).first()
    if named is None:
        raise Missing
    merging = named.kind == MERGE
    ideas = hold_all(tx, [named.from_id, named.to_id] if merging else [named.from_id])
    # What it came to is read once its ideas are ours.
    proposal = tx.db.execute(wanted.with_for_update()).one()
    return Held(proposal, ideas[named.from_id], ideas[named.to_id] if merging else None)


def asked_for(db: Connection, proposal: Row[Any]) -> set[int]:
    """The actors who must agree as things stand: all who carry one of the ideas, and who shall carry the new one."""
    ideas = [proposal.from_id, *([proposal.to_id] if proposal.kind == MERGE else [])]
    carrying = select(Commitment.actor_id).where(
        Commitment.idea_id.in_(ideas), Commitment.role == "carry", Commitment.state.in_(COUNTING)
    )
    return set(db.execute(carrying).scalars()) | set(proposal.carriers)


def tell_all(
    tx: Tx, voice: Voice | None, held: Held, kind: str, now: str = "", *, was: str | None = "open", **facts: Any
) -> None:
    """Enter an act on a proposal into the journal of each of its ideas; `now` is the state it leads to, if any."""
    change = {f"growing.proposal.{held.proposal.id}": (was, now)} if now else None
    why = facts.get("reason") or facts.get("sentence") or ""
    for idea in held.ideas:
        enter(tx, voice, idea, kind, why=why, change=change, **names_of(held) | facts)


def names_of(held: Held) -> dict[str, Any]:
    """What the words of an act on a proposal name, and where they lead."""
    second = "other" if held.proposal.anew else "into"
    named = {"merged": held.origin.title, second: held.into.title} if held.into is not None else {}
    return {"title": held.proposal.title or "", "to": f"/proposals/{held.proposal.id}", **named}


def voice_of(db: Connection, person_id: int, actor_id: int) -> Voice:
    """The voice of somebody who agreed earlier, in the name in which they did."""
    rows = db.execute(select(Actor.id, Actor.name, Actor.sector).where(Actor.id.in_((person_id, actor_id))))
    known = {row.id: row for row in rows}
    return Voice(person_id, actor_id, known[person_id].name, known[actor_id].name, known[actor_id].sector)

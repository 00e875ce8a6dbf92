"""Propose that ideas merge, one into the other or both into a new one: everybody who carries one of them is asked."""

from typing import Any

import msgspec
from sqlalchemy import and_, or_, select

from arena.errors import Faults, Refusal
from arena.growing.begin import begin, sent_before
from arena.growing.hold import hold_all, must_be_idea
from arena.growing.model import MERGE, Proposal
from arena.growing.say import REASON, Texts, changed, check_texts, cleaned_texts
from arena.ideas.queries import Found
from arena.ideas.rules import carriers
from arena.store import Tx
from arena.store.text import clean_line
from arena.strategy.versions import Strategies
from arena.voice import Voice


class Merge(msgspec.Struct, frozen=True):
    """What is proposed: which idea merges into which, why, and how the text of the one that stays shall read.

    With `anew` both end in a new idea with these texts.
    """

    from_id: int
    to_id: int
    reason: str
    texts: Texts | None = None
    rev: int = 0
    anew: bool = False


def propose_merge(tx: Tx, voice: Voice, merge: Merge, strategies: Strategies, client_key: str | None = None) -> int:
    """Propose a merge in a carrier's voice, which agrees by it; returns the proposal's number.

    Between two ideas one proposal to merge is open at a time, in whichever direction. Where nobody else carries
    one of the ideas, it is carried out at once.
    """
    if merge.from_id == merge.to_id:
        raise Refusal(409, "growing.refused.same")
    ideas = hold_all(tx, (merge.from_id, merge.to_id))
    if (known := sent_before(tx, voice, client_key)) is not None:
        return known
    origin, into = ideas[merge.from_id], ideas[merge.to_id]
    if voice.actor_id not in carriers(tx.db, origin.id) | carriers(tx.db, into.id):
        raise Refusal(403, "errors.not_yours")
    _possible(tx, origin, into, merge.anew)
    right = _right_anew(merge, origin, into) if merge.anew else _right(merge, into)
    row = right | {"kind": MERGE, "from_id": origin.id, "to_id": into.id, "carriers": []}
    return begin(tx, voice, row, strategies, client_key)


def _possible(tx: Tx, origin: Found, into: Found, anew: bool) -> None:
    if origin.state != "published" or into.state != "published":
        raise Refusal(409, "ideas.refused.state")
    for idea in (origin, into) if anew else (origin,):
        must_be_idea(idea)
    pair = or_(
        and_(Proposal.from_id == origin.id, Proposal.to_id == into.id),
        and_(Proposal.from_id == into.id, Proposal.to_id == origin.id),
    )
    if tx.db.execute(select(Proposal.id).where(pair, Proposal.state == "open")).first() is not None:
        raise Refusal(409, "growing.refused.open_already")


def _right(merge: Merge, into: Found) -> dict[str, Any]:
    """The proposal's columns; a text that changes nothing is none."""
    faults, reason = Faults(), clean_line(merge.reason)
    faults.text("reason", reason, most=REASON)
    texts = cleaned_texts(merge.texts) if merge.texts else None
    if texts:
        check_texts(texts, faults)
    faults.refuse()
    said = changed(texts, Texts(into.title, into.summary, into.markdown)) if texts else {}
    if said and merge.rev != into.rev:
        raise Refusal(409, "growing.refused.moved_on")
    return {"reason": reason, "rev": into.rev if said else None, **said}


def _right_anew(merge: Merge, origin: Found, into: Found) -> dict[str, Any]:
    """The same for a new idea: it has a title of its own."""
    faults, reason, texts = Faults(), clean_line(merge.reason), cleaned_texts(merge.texts or Texts())
    faults.text("reason", reason, most=REASON)
    check_texts(texts, faults, "new_")
    if texts.title and texts.title in (origin.title, into.title):
        faults.add("new_title", "growing.faults.same_title")
    faults.refuse()
    return {"reason": reason, "anew": True, **msgspec.structs.asdict(texts)}

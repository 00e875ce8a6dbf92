"""Propose to split a part of an idea off into one of its own: its carriers and those who shall carry it are asked."""

import msgspec

from arena.errors import Faults
from arena.growing.begin import begin, sent_before
from arena.growing.model import SPLIT
from arena.growing.say import REASON, Texts, check_texts, cleaned_texts
from arena.ideas.queries import idea_for_act
from arena.ideas.rules import must_carry, parts
from arena.store import Tx
from arena.store.text import clean_line
from arena.strategy.versions import Strategies
from arena.voice import Voice


class Split(msgspec.Struct, frozen=True):
    """What is proposed: the new idea's text, why, and who of the team shall carry it."""

    reason: str
    texts: Texts
    carriers: list[int]


def propose_split(
    tx: Tx, voice: Voice, idea_id: int, part: Split, strategies: Strategies, client_key: str | None = None
) -> int:
    """Propose a split in a carrier's voice, which agrees by it; returns the proposal's number."""
    idea = idea_for_act(tx, voice, idea_id)
    must_carry(tx.db, voice, idea)
    if (known := sent_before(tx, voice, client_key)) is not None:
        return known
    faults, reason, texts = Faults(), clean_line(part.reason), cleaned_texts(part.texts)
    faults.text("reason", reason, most=REASON)
    check_texts(texts, faults)
    if texts.title == idea.title:
        faults.add("title", "growing.faults.same_title")
    team = parts(tx.db, idea_id)
    if not part.carriers or any(one not in team for one in part.carriers):
        faults.add("carriers", "errors.unknown_choice" if part.carriers else "errors.choose")
    faults.refuse()
    row = {"kind": SPLIT, "from_id": idea_id, "reason": reason, "rev": idea.rev, **msgspec.structs.asdict(texts)}
    return begin(tx, voice, row | {"carriers": sorted(set(part.carriers))}, strategies, client_key)

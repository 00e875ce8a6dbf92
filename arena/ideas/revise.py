"""Revise a published idea: the earlier text stays readable, with a word on why it changed."""

from typing import Any

import msgspec
from sqlalchemy import insert, update

from arena.errors import Faults, Refusal
from arena.ideas.check import check_complete, check_form
from arena.ideas.columns import columns
from arena.ideas.count import today
from arena.ideas.model import Idea, IdeaRevision
from arena.ideas.needs import need_texts, write_needs
from arena.ideas.queries import idea_for_act
from arena.ideas.rules import must_carry
from arena.ideas.tags import tags_of, text_of, write_tags
from arena.ideas.text import IdeaText, cleaned, snapshot
from arena.journal.enter import enter
from arena.store import Tx
from arena.store.text import clean_line
from arena.strategy.versions import Strategies
from arena.voice import Voice

NOTE = 300


def revise(
    tx: Tx,
    voice: Voice,
    idea_id: int,
    text: IdeaText,
    note: str,
    rev: int,
    strategies: Strategies,
    *,
    html: str = "",
) -> int:
    """Replace the text by a carrier's; where somebody else was quicker than `rev`, 409. Returns the new revision."""
    idea = idea_for_act(tx, voice, idea_id)
    must_carry(tx.db, voice, idea)
    text, note = _right(tx, text, note, strategies)
    before = msgspec.structs.replace(text_of(idea, tags_of(tx.db, idea_id)), needs=need_texts(tx.db, idea_id))
    if _in_order(before) == _in_order(text):  # a second click changes nothing
        return int(idea.rev)
    if idea.rev != rev:
        raise Refusal(409, "ideas.refused.conflict")
    row = {"idea_id": idea_id, "person_id": voice.person_id, "actor_id": voice.actor_id, "at": tx.now}
    tx.db.execute(insert(IdeaRevision).values(rev=rev + 1, note=note, text=snapshot(text), **row))
    changed = columns(text, html) | {"rev": rev + 1, "strategy_id": strategies.id}
    tx.db.execute(update(Idea).where(Idea.id == idea_id).values(changed))
    write_tags(tx, idea_id, text)
    write_needs(tx, idea_id, text.needs)
    enter(tx, voice, idea, "ideas.revise", why=note, change={"rev": (rev, rev + 1)}, rev=rev + 1, note=note)
    return rev + 1


def _right(tx: Tx, text: IdeaText, note: str, strategies: Strategies) -> tuple[IdeaText, str]:
    text, note, faults = cleaned(text), clean_line(note), Faults()
    check_form(text, strategies, faults)
    check_complete(text, faults, today(tx.now), published=True)
    faults.text("note", note, most=NOTE)
    faults.refuse()
    return text, note


def _in_order(text: IdeaText) -> dict[str, Any]:
    data = snapshot(text)
    return data | {"fields": sorted(text.fields), "districts": sorted(text.districts)}

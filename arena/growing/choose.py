"""What the forms of a proposal need: who may propose, which ideas are alike, whom one can ask to carry."""

from typing import Any

import msgspec
from sqlalchemy import Connection, select

from arena.actors.model import Actor
from arena.errors import Refusal
from arena.ideas.filters import wanted_from
from arena.ideas.listing import Card, chosen_ideas
from arena.ideas.queries import Found, idea_for
from arena.ideas.rules import carriers
from arena.ideas.shelf import Shelf
from arena.ideas.similar import similar
from arena.ideas.team_model import COUNTING, Commitment
from arena.strategy.versions import Strategies
from arena.voice import Reader, Voice

MOST = 8


class Choosing(msgspec.Struct, frozen=True):
    """An idea, the voices that may propose something with it, the other idea once chosen, else what is alike."""

    idea: Found
    voices: list[Voice]
    other: Found | None
    alike: list[Card]


class Splitting(msgspec.Struct, frozen=True):
    """An idea, the voices that may propose a split, and the actors of its team."""

    idea: Found
    voices: list[Voice]
    team: list[Any]


def to_merge(
    db: Connection, me: Reader, idea_id: int, other_id: int | None, words: str, shelf: Shelf, strategies: Strategies
) -> Choosing:
    """The form for a merge of an idea with another; without the other one, ideas with these words, or like the idea."""
    idea = idea_for(db, me, idea_id)
    other = idea_for(db, me, other_id) if other_id and other_id != idea_id else None
    carrying = carriers(db, idea_id) | (carriers(db, other.id) if other else set())
    voices = _voices(me, idea, carrying)
    if other is not None and other.state != "published":
        raise Refusal(409, "ideas.refused.state")
    if other is not None:
        return Choosing(idea, voices, other, [])
    if not words:
        return Choosing(idea, voices, None, similar(db, me, idea.title, idea.summary, most=MOST, but=idea_id))
    shelf.refresh(db)
    found = chosen_ideas(db, shelf, strategies, wanted_from([("q", words)], strategies)).cards
    return Choosing(idea, voices, None, [card for card in found if card.entry.id != idea_id][:MOST])


def to_split(db: Connection, me: Reader, idea_id: int) -> Splitting:
    """The form for a split."""
    idea = idea_for(db, me, idea_id)
    voices = _voices(me, idea, carriers(db, idea_id))
    team = (
        select(Actor.id, Actor.name, Actor.kind)
        .join(Commitment, Commitment.actor_id == Actor.id)
        .where(Commitment.idea_id == idea_id, Commitment.state.in_(COUNTING))
        .distinct()
        .order_by(Actor.name, Actor.id)
    )
    return Splitting(idea, voices, list(db.execute(team)))


def _voices(me: Reader, idea: Found, carrying: set[int]) -> list[Voice]:
    """The reader's voices that carry; visitors are asked to sign in (401), others refused (403)."""
    if me is None:
        raise Refusal(401, "errors.sign_in")
    voices = [voice for voice in me.voices if voice.actor_id in carrying]
    if not voices:
        raise Refusal(403, "errors.not_yours")
    if idea.state != "published":
        raise Refusal(409, "ideas.refused.state")
    return voices

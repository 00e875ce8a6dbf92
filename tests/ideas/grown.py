"""A grown Arena: ideas with tags, needs and partners, made by the product's own acts."""

import random
from itertools import count
from typing import Any

from sqlalchemy import insert, update

from arena.actors.model import SECTORS
from arena.ideas.model import Idea
from arena.ideas.post import post
from arena.ideas.team_model import NEEDS, Commitment
from arena.ideas.text import IdeaText, NeedText
from arena.store import Tx
from arena.strategy.load import strategies
from arena.strategy.versions import Strategies
from arena.voice import Voice
from tests.people import Arena, Someone

_numbers = count(1)


def text(title: str, **facts: Any) -> IdeaText:
    """A text that may be published, with what a test wants to say about it."""
    told: dict[str, Any] = {
        "kind": "idea",
        "summary": "Ein Satz, der sagt, worum es geht.",
        "markdown": "Mehr dazu steht hier.",
        "scope": "city",
        "fields": ["liveable-city"],
    }
    return IdeaText(title=title, **(told | facts))


def known(arena: Arena) -> Strategies:
    """The strategies of this Arena."""
    return arena.store.read_now(strategies)


def publish(arena: Arena, author: Someone | Voice, title: str, **facts: Any) -> int:
    """Publish an idea; returns its number."""
    voice = author.voice if isinstance(author, Someone) else author
    assert voice
    return arena.store.write_now(post, voice, text(title, **facts), known(arena))


def partner(arena: Arena, idea_id: int, voice: Voice, state: str = "accepted") -> None:
    """Let somebody take part."""
    arena.store.write_now(_partner, idea_id, voice, state)


def voice_of(arena: Arena, sector: str) -> Voice:
    """A voice of an organisation of a sector."""
    someone, organisation = arena.member(sector)
    return Voice(someone.id, organisation, "Mira", f"{sector} {organisation}", sector)


def grow(arena: Arena, marker: str, number: int, seed: int = 7) -> list[int]:
    """Publish many different ideas whose titles carry a marker; the same seed grows the same ideas."""
    dice, strategy = random.Random(seed), known(arena).current
    voices = [arena.person().voice] + [voice_of(arena, sector) for sector in SECTORS]
    ids = []
    for n in range(number):
        author = dice.choice(voices)
        assert author
        needs = [NeedText(kind, "etwas davon") for kind in dice.sample(NEEDS, dice.choice([0, 0, 1, 2]))]
        idea_id = publish(
            arena,
            author,
            f"{marker} {next(_numbers)}",
            kind=dice.choice(strategy.kinds).key,
            scope=dice.choice(strategy.scopes).key,
            fields=dice.sample(list(strategy.fields), dice.choice([1, 1, 2, 3])),
            districts=[entry.key for entry in dice.sample(strategy.districts, dice.choice([0, 1, 2]))],
            criteria=dict.fromkeys(dice.sample(list(strategy.criteria), dice.choice([0, 1, 2])), "Weil es so ist."),
            needs=needs,
        )
        arena.store.write_now(_supported, idea_id, dice.choice([0, 0, 1, 2, n]))
        if dice.random() < 0.5:
            other = dice.choice(voices)
            assert other
            partner(arena, idea_id, other, dice.choice(["offered", "accepted", "active", "fulfilled", "withdrawn"]))
        ids.append(idea_id)
    return ids


def _supported(tx: Tx, idea_id: int, times: int) -> None:
    tx.db.execute(update(Idea).where(Idea.id == idea_id).values(support_count=times))


def _partner(tx: Tx, idea_id: int, voice: Voice, state: str) -> None:
    row = {"idea_id": idea_id, "person_id": voice.person_id, "actor_id": voice.actor_id, "role": "contribute"}
    row |= {"kind": "time", "state": state, "at": tx.now, "changed_at": tx.now, "changed_by": voice.actor_id}
    tx.db.execute(insert(Commitment).values(row))

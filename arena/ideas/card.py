"""A card's words: what it shows of an idea, in the reader's language."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

import msgspec

from arena.actors.model import RESIDENT, SECTORS
from arena.ideas.address import idea_address
from arena.ideas.filters import STEPS
from arena.ideas.listing import Card
from arena.ideas.team_model import NEEDS
from arena.strategy.versions import Strategies
from arena.words import words_in

FACETS = ("kind", "field", "district", "scope", "sector", "need", "answer")
Tag = tuple[str, str]  # a name and its icon
UNITS = (timedelta(days=7), timedelta(days=1), timedelta(hours=1), timedelta(minutes=1))


class Face(msgspec.Struct, frozen=True):
    """A card ready to be shown."""

    address: str
    title: str
    summary: str
    language: str
    kind: Tag
    step: str
    place: str
    fields: list[Tag]
    sectors: list[Tag]
    needs: str
    supports: int
    active_at: datetime
    ago: str
    answer: str = ""
    overdue: bool = False


def face_of(card: Card, strategies: Strategies, lang: str) -> Face:
    """What a card says in a language."""
    words, entry = words_in(lang), card.entry
    own = ("kind", "field", "district", "scope", "sector", "need", "answer", *STEPS)
    keys = {facet: entry.of(facet) for facet in own}
    answers = keys["answer"] - {"none", "overdue"}
    kind = next(iter(keys["kind"]))
    needs = [words.t(f"listing.need.{key}") for key in NEEDS if key in keys["need"]]
    return Face(
        idea_address(entry.id, card.title),
        card.title,
        card.summary,
        card.language,
        (_named(strategies, "kind", kind, lang), f"kind-{kind}"),
        _step(keys, lang),
        _place(keys["district"], keys["scope"], strategies, lang),
        _fields(keys["field"], strategies, lang),
        [(words.t(f"actors.sector.{key}"), f"sector-{key}") for key in (*SECTORS, RESIDENT) if key in keys["sector"]],
        words.t("listing.card.needs", what=words.list(needs)) if needs else "",
        entry.supported,
        entry.active_at,
        ago(entry.active_at, lang),
        next(iter(answers), ""),
        "overdue" in keys["answer"],
    )


def _step(keys: dict[str, set[str]], lang: str) -> str:
    """How far an idea has come: nothing while it is an idea, a measure with its status and phase."""
    say = words_in(lang).t
    if keys["type"]:
        told = ", ".join(say(f"listing.{facet}.{next(iter(keys[facet]))}") for facet in ("type", "status", "phase"))
        return told[:1].upper() + told[1:]
    return say("listing.stage.project") if "project" in keys["stage"] else ""


def ago(moment: datetime, lang: str) -> str:
    """How long ago, in one rough unit; said once for all cards of the same age."""
    past = datetime.now(UTC) - moment
    unit = next((unit for unit in UNITS if past >= unit), timedelta(minutes=1))
    return _ago(lang, unit, max(past // unit, 1))


@lru_cache(maxsize=2_000)
def _ago(lang: str, unit: timedelta, count: int) -> str:
    return words_in(lang).ago(datetime.now(UTC) - unit * count)


def _place(districts: set[str], scopes: set[str], strategies: Strategies, lang: str) -> str:
    if districts:
        return words_in(lang).list(sorted(_named(strategies, "district", key, lang) for key in districts))
    return ", ".join(_named(strategies, "scope", key, lang) for key in scopes)


def _fields(keys: set[str], strategies: Strategies, lang: str) -> list[Tag]:
    order = {key: number for number, key in enumerate(strategies.current.fields)}
    found = [strategies.field(key) for key in sorted(keys, key=lambda key: (order.get(key, len(order)), key))]
    return [(field.name.say(lang), field.icon) for field in found if field]


def _named(strategies: Strategies, facet: str, key: str, lang: str) -> str:
    entry = getattr(strategies, facet)(key)
    return entry.name.say(lang) if entry else key

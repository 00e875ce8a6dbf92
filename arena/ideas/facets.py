"""The filters beside the list: every value with its name, its icon, its count and the address that chooses it."""

from collections.abc import Iterator

import msgspec

from arena.actors.model import RESIDENT, SECTORS
from arena.ideas.filters import ANSWERS, FACETS, STEPS, Wanted
from arena.ideas.listing import Listing
from arena.ideas.team_model import NEEDS
from arena.strategy.shape import Entry
from arena.strategy.versions import Strategies
from arena.words.words import Words

MEASURES = ("type", "status", "phase")


class Option(msgspec.Struct, frozen=True):
    """One value of a filter; a `head` stands above those that follow, and may have no address."""

    label: str
    icon: str
    query: str
    count: str
    chosen: bool
    head: bool = False
    leads: bool = True


class Group(msgspec.Struct, frozen=True):
    """One filter with its values; open where something of it is chosen, or from the start."""

    label: str
    options: list[Option]
    open: bool


class Facets:
    """Builds the groups for one choice, in one language."""

    def __init__(self, strategies: Strategies, words: Words, wanted: Wanted, listing: Listing) -> None:
        self.strategy, self.words, self.wanted, self.counts = strategies.current, words, wanted, listing.counts
        self._query = {facet: wanted.toggling(facet) for facet in FACETS}

    def groups(self) -> list[Group]:
        """All groups, those people ask for most first."""
        return [
            self._group("field", self._fields(), shown=True),
            self._group("need", (self._plain("need", key, f"need-{key}") for key in NEEDS)),
            self._group("sector", self._sectors()),
            self._group("answer", (self._plain("answer", key) for key in ANSWERS)),
            self._group("district", self._named("district", self.strategy.districts)),
            self._group("kind", self._named("kind", self.strategy.kinds)),
            *(self._group(name, self._steps(name)) for name in self._path()),
            self._group("criterion", self._criteria()),
            self._group("scope", self._named("scope", self.strategy.scopes)),
        ]

    def _group(self, name: str, options: Iterator[Option], *, shown: bool = False) -> Group:
        found = list(options)
        label = self.words.t(f"listing.facet.{name}")
        return Group(label[:1].upper() + label[1:], found, shown or any(option.chosen for option in found))

    def _option(self, facet: str, key: str, label: str, icon: str = "", *, head: bool = False) -> Option:
        chosen, count = (facet, key) in self.wanted.values, self.counts.get((facet, key), 0)
        leads = chosen or count > 0
        query = self._query[facet](key) if leads else ""
        told = str(count) if count < 1_000 else self.words.number(count)
        return Option(label[:1].upper() + label[1:], icon, query, told, chosen, head, leads)

    def _plain(self, facet: str, key: str, icon: str = "") -> Option:
        return self._option(facet, key, self.words.t(word_key(facet, key)), icon)

    def _named(self, facet: str, entries: tuple[Entry, ...]) -> Iterator[Option]:
        for entry in entries:
            icon = f"kind-{entry.key}" if facet == "kind" else ""
            yield self._option(facet, entry.key, entry.name.say(self.words.lang), icon)

    def _fields(self) -> Iterator[Option]:
        for cluster in self.strategy.clusters:
            yield self._option("cluster", cluster.key, cluster.name.say(self.words.lang), head=True)
            for field in cluster.fields:
                yield self._option("field", field.key, field.name.say(self.words.lang), field.icon)

    def _sectors(self) -> Iterator[Option]:
        yield self._plain("partner", "none", "people")
        for key in (*SECTORS, RESIDENT):
            yield self._plain("sector", key, f"sector-{key}")

    def _path(self) -> Iterator[str]:
        """The filters of an idea's path: how far it is, and of measures more once somebody asks for them."""
        measures = "measure" in self.wanted.of("stage") or any(self.wanted.of(name) for name in MEASURES)
        yield "stage"
        yield from (name for name in MEASURES if measures)
        yield from (name for name in ("progress",) if self.wanted.of(name))

    def _steps(self, facet: str) -> Iterator[Option]:
        for key in STEPS[facet]:
            yield self._plain(facet, key)

    def _criteria(self) -> Iterator[Option]:
        for value in self.strategy.values:
            icon = f"value-{value.key}"
            yield self._option("value", value.key, value.name.say(self.words.lang), icon, head=True)
            for criterion in value.criteria:
                yield self._option("criterion", criterion.key, criterion.name.say(self.words.lang))


def word_key(facet: str, value: str) -> str:
    """The key of a value's word; sectors are words of the actors."""
    return f"{'actors' if facet == 'sector' else 'listing'}.{facet}.{value}"


def name_of(strategies: Strategies, words: Words, facet: str, value: str) -> str:
    """A filter's value as its readers call it."""
    if facet in ("need", "sector", "partner", "answer", *STEPS):
        name = words.t(word_key(facet, value))
        return name[:1].upper() + name[1:]
    if facet in ("cluster", "value"):
        heads = strategies.current.clusters if facet == "cluster" else strategies.current.values
        return next(head.name.say(words.lang) for head in heads if head.key == value)
    found: Entry | None = getattr(strategies, facet)(value)
    return found.name.say(words.lang) if found else value

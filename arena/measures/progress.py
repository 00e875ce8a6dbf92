"""The state of things: projects and measures counted by where they lie and how far they are, within a choice."""

from functools import reduce

import msgspec

from arena.ideas.bits import Members
from arena.ideas.filters import STEPS, Wanted
from arena.ideas.listing import Choice
from arena.ideas.shelf import Shelf
from arena.measures.coverage import RUNNING
from arena.measures.impact import Counted, Sum, sums
from arena.strategy.shape import Strategy
from arena.strategy.versions import Strategies

CHOSEN = ("field", "district", "stage", "type", "status", "phase")  # by which the page can be narrowed


class Part(msgspec.Struct, frozen=True):
    """One number: how many projects and measures have a value of a filter, and the query of their list."""

    facet: str
    key: str
    count: int
    query: str


class Progress(msgspec.Struct, frozen=True):
    """All numbers of the page; `query` lists everything that is counted, `figures` are those of the choice."""

    total: int
    query: str
    groups: dict[str, list[Part]]
    sums: list[Sum]

    def some(self, facet: str) -> list[Part]:
        """The parts of a filter in which there is something."""
        return [part for part in self.groups[facet] if part.count]


def narrowed(wanted: Wanted) -> Wanted:
    """The part of a choice that the page knows: filters alone, and projects and measures where it names no stage."""
    values = frozenset((facet, value) for facet, value in wanted.values if facet in CHOSEN)
    unknown = wanted.unknown or values != wanted.values
    if not any(facet == "stage" for facet, _ in values):
        values |= {("stage", stage) for stage in RUNNING}
    return Wanted(values, unknown=unknown)


def chosen_of(wanted: Wanted) -> frozenset[tuple[str, str]]:
    """What a reader has chosen, without what always holds."""
    stages = {("stage", stage) for stage in RUNNING}
    return wanted.values - stages if stages <= wanted.values else wanted.values


def within(shelf: Shelf, strategies: Strategies, wanted: Wanted, found: list[Counted]) -> list[Counted]:
    """The figures of the measures in a choice."""
    with shelf.lock:
        members, slots = Members(Choice(shelf, strategies, wanted, []).found), shelf.slots
        return [one for one in found if one.idea_id in slots and slots[one.idea_id] in members]


def progress(shelf: Shelf, strategies: Strategies, wanted: Wanted, found: list[Counted]) -> Progress:
    """Count on a fresh shelf; every number is that of the list its query leads to."""
    with shelf.lock:
        choice = Choice(shelf, strategies, wanted, [])
        total = choice.found.bit_count()
        groups = {
            facet: [_part(choice, wanted, facet, key) for key in keys]
            for facet, keys in _keys(strategies.current).items()
        }
    return Progress(total, wanted.query(), groups, sums(within(shelf, strategies, wanted, found)))


def _part(choice: Choice, wanted: Wanted, facet: str, key: str) -> Part:
    """A value within the whole choice, or beside it where the reader has chosen another of the same filter."""
    only = wanted.values - {pair for pair in wanted.values if pair[0] == facet} | {(facet, key)}
    narrower = Wanted(frozenset(only))
    beside = [bits for other, bits in choice.of.items() if other != facet]
    count = reduce(lambda left, right: left & right, beside, choice.having(facet, key)).bit_count()
    return Part(facet, key, count, narrower.query())


def _keys(strategy: Strategy) -> dict[str, list[str]]:
    steps = {facet: list(keys) for facet, keys in STEPS.items()}
    steps["stage"] = list(RUNNING)
    places = [district.key for district in strategy.districts]
    return steps | {"field": list(strategy.fields), "district": places}

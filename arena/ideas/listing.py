"""The list of ideas: which ones a choice of filters and words shows, in which order, and how many each filter has."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import reduce
from itertools import dropwhile, islice
from operator import or_

import msgspec
from sqlalchemy import Connection, select

from arena.ideas.bits import Members, numbers_in
from arena.ideas.filters import FACETS, RELEVANT, Wanted
from arena.ideas.model import Idea
from arena.ideas.search import hits
from arena.ideas.shelf import Place, Shelf
from arena.ideas.shelf_rows import Entry
from arena.strategy.versions import Strategies
from arena.voice import Reader

MOST = 20
FEW = 500  # up to this many are sorted by themselves; more are met soon on a walk along the whole order


class Card(msgspec.Struct, frozen=True):
    """What a card shows of an idea."""

    entry: Entry
    title: str
    summary: str
    language: str


class Listing(msgspec.Struct, frozen=True):
    """One page of the list, with how many ideas the choice has and how many each value of a filter would show."""

    cards: list[Card]
    total: int
    counts: dict[tuple[str, str], int]
    after: Place | None
    version: int


def list_ideas(db: Connection, _: Reader, shelf: Shelf, strategies: Strategies, wanted: Wanted) -> Listing:
    """Choose, count, sort and read one page; everybody sees the same list."""
    shelf.refresh(db)
    return chosen_ideas(db, shelf, strategies, wanted)


def chosen_ideas(db: Connection, shelf: Shelf, strategies: Strategies, wanted: Wanted) -> Listing:
    """The same from a shelf that is fresh already."""
    sought = hits(db, wanted.q) if wanted.q else []
    with shelf.lock:
        chosen = Choice(shelf, strategies, wanted, sought)
        ids, after = chosen.page()
        page = [shelf.entries[idea_id] for idea_id in ids]
        counts, version = chosen.counts(), shelf.version
    return Listing(read_cards(db, page), chosen.found.bit_count(), counts, after, version)


def read_cards(db: Connection, page: list[Entry]) -> list[Card]:
    """The cards of these ideas, read in one statement."""
    if not page:
        return []
    ids = [entry.id for entry in page]
    # The state is looked at here: asked for in SQL, it leads SQLite along an index of all published ideas.
    rows = db.execute(select(Idea.id, Idea.title, Idea.summary, Idea.language, Idea.state).where(Idea.id.in_(ids)))
    text = {row.id: row for row in rows if row.state == "published"}
    return [
        Card(entry, text[entry.id].title, text[entry.id].summary, text[entry.id].language)
        for entry in page
        if entry.id in text
    ]


class Choice:
    """The ideas on the shelf that a choice shows, as a set of slots."""

    def __init__(self, shelf: Shelf, strategies: Strategies, wanted: Wanted, sought: list[int]) -> None:
        self.shelf, self.strategies, self.wanted, self.sought = shelf, strategies, wanted, sought
        self.within = shelf.bits(sought) if wanted.q else shelf.all
        self.of = {facet: self._any(facet, wanted.of(facet)) for facet in FACETS if wanted.of(facet)}
        self.found = self._all_but("")

    def _any(self, facet: str, values: set[str]) -> int:
        return reduce(or_, (self.having(facet, value) for value in values), 0)

    def having(self, facet: str, value: str) -> int:
        """The ideas that have a value of a filter."""
        if facet == "cluster":
            fields = next(cluster.fields for cluster in self.strategies.current.clusters if cluster.key == value)
            return self._any("field", {field.key for field in fields})
        if facet == "value":
            criteria = next(one.criteria for one in self.strategies.current.values if one.key == value)
            return self._any("criterion", {criterion.key for criterion in criteria})
        return self.shelf.having.get((facet, value), 0)

    def _all_but(self, facet: str) -> int:
        found = self.within
        for other, bits in self.of.items():
            if other != facet:
                found &= bits
        return found

    def counts(self) -> dict[tuple[str, str], int]:
        """How many ideas each value would show beside the other filters."""
        counts = {}
        beside = {facet: self._all_but(facet) for facet in FACETS}
        for facet, value in self.shelf.having:
            if facet in beside:
                counts[facet, value] = (self.shelf.having[facet, value] & beside[facet]).bit_count()
        now = self.strategies.current
        for facet, entries in (("cluster", now.clusters), ("value", now.values)):
            for entry in entries:
                counts[facet, entry.key] = (self.having(facet, entry.key) & beside[facet]).bit_count()
        return counts

    def page(self) -> tuple[list[int], Place | None]:
        """The numbers of one page, and the place after which the next begins."""
        places = self._relevant() if self.wanted.order == RELEVANT else self._sorted()
        page = list(islice(places, MOST + 1))
        return [idea_id for _, idea_id in page[:MOST]], page[MOST - 1] if len(page) > MOST else None

    def _relevant(self) -> Iterator[Place]:
        """Best first; a page goes on after the idea the last one ended with, wherever it stands now."""
        if not self.wanted.after:
            return self._shown()
        place, last = self.wanted.after
        rest = dropwhile(lambda found: found[1] != last, self._shown())
        if next(rest, None) is None:  # that idea is gone: go on where it stood
            rest = dropwhile(lambda found: found[0] <= place, self._shown())
        return rest

    def _shown(self) -> Iterator[Place]:
        members, slots = Members(self.found), self.shelf.slots
        ids = (idea_id for idea_id in self.sought if idea_id in slots and slots[idea_id] in members)
        return ((number, idea_id) for number, idea_id in enumerate(ids, 1))

    def _sorted(self) -> Iterator[Place]:
        """From the highest place down, strictly below where the last page ended."""
        order = self.shelf.orders[self.wanted.order]
        if self.found.bit_count() <= FEW:
            sort = self.wanted.order
            ids = [self.shelf.ids[slot] for slot in numbers_in(self.found)]
            order = sorted((getattr(self.shelf.entries[idea_id], sort), idea_id) for idea_id in ids)
        end = bisect_left(order, self.wanted.after) if self.wanted.after else len(order)
        shown, slots = Members(self.found), self.shelf.slots
        return (order[n] for n in range(end - 1, -1, -1) if slots[order[n][1]] in shown)

"""What a reader wants to see of the list: filters, words, order and place, as the address says it.

Several values of one filter widen the choice (or), different filters narrow it (and). What an address says that
the Arena does not know is left out, and the page says so.
"""

import base64
import re
from collections.abc import Callable, Iterable
from urllib.parse import quote_plus

import msgspec

from arena.actors.model import RESIDENT, SECTORS
from arena.ideas.shelf import SORTS, Place
from arena.ideas.shelf_rows import PROGRESS
from arena.ideas.team_model import NEEDS
from arena.store.text import clean_line
from arena.strategy.versions import Strategies

# What the administration says to an idea, or that it says nothing yet, or not by the day it promised to.
ANSWERS = ("none", "considering", "qualified", "accepted", "rejected", "overdue")
# Where an idea stands on its path, by filter and value; `progress` in steps of a project's own hundred.
STEPS = {
    "stage": ("idea", "project", "measure"),
    "type": ("central", "decentral", "network"),
    "status": ("planned", "running", "finished"),
    "phase": ("1", "2", "3", "4", "5"),
    "progress": PROGRESS,
}
FACETS = (
    "cluster",
    "field",
    "value",
    "criterion",
    "kind",
    *STEPS,
    "answer",
    "scope",
    "district",
    "sector",
    "need",
    "partner",
)
RELEVANT = "relevant"
MOST_LETTERS = 200
PLACE = re.compile(r"(-?\d{1,18}):(\d{1,18})")


class Wanted(msgspec.Struct, frozen=True):
    """A choice of ideas: values by filter, words looked for, the order, and after which place the page begins."""

    values: frozenset[tuple[str, str]] = frozenset()
    q: str = ""
    sort: str = ""
    after: Place | None = None
    unknown: bool = False

    def of(self, facet: str) -> set[str]:
        """The chosen values of a filter."""
        return {value for name, value in self.values if name == facet}

    @property
    def order(self) -> str:
        """The order of the list: what was asked for, else by relevance where there are words, else by activity."""
        return self.sort or (RELEVANT if self.q else SORTS[0])

    @property
    def plain(self) -> bool:
        """Whether nothing is filtered and nothing looked for."""
        return not self.values and not self.q

    def toggled(self, facet: str, value: str) -> "Wanted":
        """The same choice with one value added, or taken away; its list begins at the top."""
        return msgspec.structs.replace(self, values=self.values ^ {(facet, value)}, after=None)

    def toggling(self, facet: str) -> Callable[[str], str]:
        """For many values of one filter: the query of the choice with that value toggled."""
        before, behind = (self._said(part) for part in _around(facet))
        tail, chosen = self._tail(), self.of(facet)

        def query(value: str) -> str:
            mine = [f"{facet}={quote_plus(key)}" for key in sorted(chosen ^ {value})]
            return "&".join([*before, *mine, *behind, *tail])

        return query

    def without_words(self) -> "Wanted":
        """The same choice without the words looked for."""
        return msgspec.structs.replace(self, q="", sort=self.sort if self.sort in SORTS else "", after=None)

    def sorted_by(self, sort: str) -> "Wanted":
        """The same choice in another order; the usual one needs no word in the address."""
        usual = RELEVANT if self.q else SORTS[0]
        return msgspec.structs.replace(self, sort="" if sort == usual else sort, after=None)

    def from_place(self, place: Place | None) -> "Wanted":
        """The same choice after a place."""
        return msgspec.structs.replace(self, after=place)

    def query(self) -> str:
        """The choice as the query of an address, always in the same order."""
        place = [f"after={_packed(self.after)}"] if self.after else []
        return "&".join(self._said(FACETS) + self._tail() + place)

    def _said(self, facets: Iterable[str]) -> list[str]:
        return [f"{facet}={quote_plus(value)}" for facet in facets for value in sorted(self.of(facet))]

    def _tail(self) -> list[str]:
        return [f"{name}={quote_plus(value)}" for name, value in (("q", self.q), ("sort", self.sort)) if value]

    def hidden(self) -> list[tuple[str, str]]:
        """What a form that changes the words carries along."""
        return [(facet, value) for facet in FACETS for value in sorted(self.of(facet))] + (
            [("sort", self.sort)] if self.sort else []
        )


def _around(facet: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    at = FACETS.index(facet)
    return FACETS[:at], FACETS[at + 1 :]


def wanted_from(query: Iterable[tuple[str, str]], strategies: Strategies) -> Wanted:
    """Read a choice from the parts of an address's query."""
    values: set[tuple[str, str]] = set()
    q, sort, after, unknown = "", "", None, False
    for name, value in query:
        if name in FACETS:
            known = _knows(strategies, name, value)
            values |= {(name, value)} if known else set()
            unknown |= not known and value != ""
        elif name == "q":
            q = clean_line(value)[:MOST_LETTERS]
        elif name == "sort" and value in (*SORTS, RELEVANT):
            sort = value
        elif name == "after":
            after = _unpacked(value)
            unknown |= after is None
    if sort == RELEVANT and not q:
        sort = ""
    return Wanted(frozenset(values), q, sort, after, unknown)


def _knows(strategies: Strategies, facet: str, value: str) -> bool:
    match facet:
        case "cluster":
            return any(cluster.key == value for cluster in strategies.current.clusters)
        case "value":
            return any(one.key == value for one in strategies.current.values)
        case "stage" | "type" | "status" | "phase" | "progress":
            return value in STEPS[facet]
        case "sector":
            return value in (*SECTORS, RESIDENT)
        case "need":
            return value in NEEDS
        case "partner":
            return value == "none"
        case "answer":
            return value in ANSWERS
        case _:
            return getattr(strategies, facet)(value) is not None


def _packed(place: Place) -> str:
    return base64.urlsafe_b64encode(f"{place[0]}:{place[1]}".encode()).decode().rstrip("=")


def _unpacked(text: str) -> Place | None:
    try:
        told = base64.b64decode(text[:80] + "=" * (-len(text[:80]) % 4), altchars=b"-_", validate=True).decode("ascii")
    except ValueError:
        return None
    match = PLACE.fullmatch(told)
    return (int(match[1]), int(match[2])) if match else None

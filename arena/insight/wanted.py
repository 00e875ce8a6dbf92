"""What a reader wants to see of the journal: filters that combine, and a place to go on from, as the address says."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from urllib.parse import urlencode

import msgspec

from arena.store.text import clean_line
from arena.strategy.versions import Strategies
from arena.words.catalogue import catalogue
from arena.words.words import ZONE

# Nouns whose acts stand in journals; one without a word for any act has no entries yet.
NOUNS = ("ideas", "compass", "answers", "growing", "sheets", "projects", "measures")
NOTE = "threads_note."
PLACE = re.compile(r"(?:(\d{1,17})-)?(\d{1,15})")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST_LETTERS = 80
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Place(msgspec.Struct, frozen=True):
    """Where a page begins or ends: a moment and the entry's number, or in one idea's journal its number there."""

    number: int
    at: datetime | None = None

    def __str__(self) -> str:
        """The place as an address says it."""
        return f"{(self.at - EPOCH) // MICROSECOND}-{self.number}" if self.at else str(self.number)


class Wanted(msgspec.Struct, frozen=True):
    """A choice of entries; `who` acted, in the `name` of. Both as typed: a number or a whole name."""

    kind: str = ""
    who: str = ""
    name: str = ""
    field: str = ""
    district: str = ""
    since: date | None = None
    until: date | None = None
    older: Place | None = None
    newer: Place | None = None
    unknown: bool = False

    @property
    def plain(self) -> bool:
        """Whether nothing is filtered."""
        return not self.said()

    @property
    def newest(self) -> bool:
        """Whether this is the page on which new entries appear."""
        return self.older is None and self.newer is None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of acts that are chosen: one, or all of a noun; none where all are shown."""
        return (self.kind,) if "." in self.kind else kinds_of(self.kind)

    def said(self) -> dict[str, str]:
        """The filters as an address names them."""
        told = {"kind": self.kind, "who": self.who, "name": self.name, "field": self.field, "district": self.district}
        told |= {"from": str(self.since or ""), "to": str(self.until or "")}
        return {name: value for name, value in told.items() if value}

    def query(self, **place: object) -> str:
        """The filters as the query of an address, from a place if wanted; with its question mark."""
        told = self.said() | {name: str(value) for name, value in place.items()}
        return f"?{urlencode(told)}" if told else ""

    def without(self, *names: str) -> str:
        """The query of the same choice without some filters."""
        told = {name: value for name, value in self.said().items() if name not in names}
        return f"?{urlencode(told)}" if told else ""

    def between(self) -> tuple[datetime | None, datetime | None]:
        """The period as moments: from its first day's beginning to before the day after its last, in the city."""
        return _begins(self.since), _begins(self.until + timedelta(days=1)) if self.until else None


@cache
def kinds_of(noun: str) -> tuple[str, ...]:
    """The kinds of a noun's acts for which there are words."""
    acts = (key.removeprefix(NOTE) for key in catalogue("de") if key.startswith(f"{NOTE}{noun}_"))
    return tuple(sorted(act.replace("_", ".", 1) for act in acts)) if noun else ()


def nouns() -> list[str]:
    """The nouns to choose from."""
    return [noun for noun in NOUNS if kinds_of(noun)]


def wanted_from(query: Iterable[tuple[str, str]], strategies: Strategies) -> Wanted:
    """Read a choice from an address; what it says that means nothing is left out, and the page says so."""
    found: dict[str, object] = {}
    for name, value in query:
        if not value:
            continue
        meant = _read(name, value, strategies)
        if meant is not None:
            found[{"from": "since", "to": "until"}.get(name, name)] = meant
        elif name in READ:
            found["unknown"] = True
    if "older" in found:
        found.pop("newer", None)
    return msgspec.convert(found, Wanted)


READ = ("kind", "who", "name", "field", "district", "from", "to", "older", "newer")


def _read(name: str, value: str, strategies: Strategies) -> object:
    match name:
        case "kind":
            return value if value in NOUNS or value in kinds_of(value.partition(".")[0]) else None
        case "who" | "name":
            return clean_line(value)[:MOST_LETTERS] or None
        case "field":
            return value if strategies.field(value) else None
        case "district":
            return value if strategies.district(value) else None
        case "from" | "to":
            return _day(value)
        case "older" | "newer":
            return place_of(value)
        case _:
            return None


def place_of(value: str) -> Place | None:
    """A place as an address says it; None for what is none."""
    found = PLACE.fullmatch(value) if value.isascii() else None
    if found is None:
        return None
    return Place(int(found[2]), EPOCH + int(found[1]) * MICROSECOND if found[1] else None)


def _day(value: str) -> date | None:
    try:
        day = date.fromisoformat(value) if DAY.fullmatch(value) else None
    except ValueError:
        return None
    return day if day and 1971 < day.year < 9000 else None


def _begins(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, ZONE).astimezone(UTC) if day else None

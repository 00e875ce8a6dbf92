"""The profile of an idea: how often each score was given, by perspective and sector, never as one number."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from arena.actors.model import RESIDENT, SECTORS
from arena.compass.model import ADMINISTRATION, CARRIERS, COMMUNITY, SCORES, AssessmentTally, AssessmentVoices
from arena.compass.reasons import newest_reasons
from arena.compass.tally import COLUMNS
from arena.errors import Missing
from arena.ideas.queries import idea_for
from arena.voice import Reader

ENOUGH = 5  # voices, from which on a group is shown
PEOPLE = (RESIDENT, *(one for one in SECTORS if one != ADMINISTRATION))  # who speaks for the community
Counts = tuple[int, ...]


class Spread(msgspec.Struct, frozen=True):
    """How often each score was given, from the lowest to the highest, and how often somebody could not say."""

    counts: Counts = (0,) * len(SCORES)
    unsure: int = 0

    @property
    def rated(self) -> int:
        """How many gave a score."""
        return sum(self.counts)

    @property
    def middle(self) -> float:
        """Where the scores lie on average; only ever compared, never shown."""
        return sum(n * score for n, score in zip(self.counts, SCORES, strict=True)) / self.rated


NOTHING = Spread()


class Line(msgspec.Struct, frozen=True):
    """What one group says. Too small a group is not shown: `missing` voices are left until it is.

    A group that is large enough and not shown either shields a smaller one, whose voices would be left over.
    """

    key: str
    voices: int
    shown: bool
    spreads: dict[str, Spread] = {}

    @property
    def missing(self) -> int:
        """How many voices are left until the group is shown."""
        return max(0, ENOUGH - self.voices)

    def of(self, criteria: Iterable[str]) -> Spread:
        """What the group says of several criteria together."""
        return together(self.spreads.get(key, NOTHING) for key in criteria)


class Profile(msgspec.Struct, frozen=True):
    """An idea with what each perspective says of it, the community also by sector, and the newest reasons."""

    idea: Row[Any]
    perspectives: list[Line]
    sectors: list[Line]
    reasons: list[Row[Any]]

    @property
    def criteria(self) -> set[str]:
        """Every criterion somebody spoke of, those of earlier strategies as well."""
        return {key for line in self.perspectives for key in line.spreads}


def together(spreads: Iterable[Spread]) -> Spread:
    """Several spreads as one."""
    some = list(spreads)
    counts = tuple(sum(numbers) for numbers in zip(*(one.counts for one in some), strict=True)) if some else ()
    return Spread(counts or NOTHING.counts, sum(one.unsure for one in some))


def profile(db: Connection, me: Reader, idea_id: int) -> Profile:
    """The profile of an idea this reader may see, in four statements however many assessed it; a draft has none."""
    idea = idea_for(db, me, idea_id)
    if idea.state == "draft":
        raise Missing
    voices = {(row.perspective, row.sector): row.voices for row in db.execute(_of(AssessmentVoices, idea_id))}
    spreads: dict[tuple[str, str], dict[str, Spread]] = {}
    for row in db.execute(_of(AssessmentTally, idea_id)):
        *counts, unsure = (getattr(row, name) for name in COLUMNS)
        if any(counts) or unsure:
            spreads.setdefault((row.perspective, row.sector), {})[row.criterion] = Spread(tuple(counts), unsure)
    return Profile(idea, _perspectives(voices, spreads), _sectors(voices, spreads), newest_reasons(db, idea_id))


def _of(table: Any, idea_id: int) -> Any:
    return select(table.__table__).where(table.idea_id == idea_id)


def _perspectives(voices: Mapping[Any, int], spreads: Mapping[Any, dict[str, Spread]]) -> list[Line]:
    lines = []
    for one in (CARRIERS, COMMUNITY, ADMINISTRATION):
        n = sum(count for (perspective, _), count in voices.items() if perspective == one)
        parts = [part for (perspective, _), part in spreads.items() if perspective == one]
        # Whoever carries an idea answers for it in public; all others are shown as groups.
        lines.append(_line(one, n, n >= (1 if one == CARRIERS else ENOUGH), parts))
    return lines


def _sectors(voices: Mapping[Any, int], spreads: Mapping[Any, dict[str, Spread]]) -> list[Line]:
    counts = {one: voices.get((COMMUNITY, one), 0) for one in PEOPLE}
    shown = open_sectors(counts)
    return [_line(one, n, one in shown, [spreads.get((COMMUNITY, one), {})]) for one, n in counts.items()]


def _line(key: str, voices: int, shown: bool, parts: list[dict[str, Spread]]) -> Line:
    criteria = {criterion for part in parts for criterion in part} if shown else set()
    return Line(key, voices, shown, {one: together(part[one] for part in parts if one in part) for one in criteria})


def open_sectors(voices: Mapping[str, int]) -> set[str]:
    """The sectors that can be shown beside the community as a whole.

    What all shown sectors leave over of the whole is nobody's, or at least as large as a group that may be shown.
    """
    shown = sorted((one for one, n in voices.items() if n >= ENOUGH), key=lambda one: voices[one])
    rest = sum(voices.values()) - sum(voices[one] for one in shown)
    while shown and 0 < rest < ENOUGH:
        rest += voices[shown.pop(0)]
    return set(shown)

"""What the page of a profile shows: value by value, for the perspectives or for the sectors of the community."""

import msgspec

from arena.compass.apart import Apart, furthest_apart
from arena.compass.draw import Chart, draw
from arena.compass.profile import NOTHING, Line, Profile, Spread
from arena.strategy.shape import Criterion, Value
from arena.strategy.versions import Strategies

Said = list[tuple[Line, Spread]]


class Part(msgspec.Struct, frozen=True):
    """One value: what is said of all its criteria together and of each, and the same as a drawing."""

    value: Value
    whole: Said
    criteria: list[tuple[Criterion, Said]]
    chart: Chart


class Shown(msgspec.Struct, frozen=True):
    """All parts of a profile, the groups that are compared, and where they lie furthest apart."""

    lines: list[Line]
    parts: list[Part]
    apart: Apart | None

    @property
    def visible(self) -> list[Line]:
        """The groups that are large enough."""
        return [line for line in self.lines if line.shown]

    @property
    def hidden(self) -> list[Line]:
        """The groups in which somebody could be recognised."""
        return [line for line in self.lines if not line.shown]


def shown(found: Profile, strategies: Strategies, lang: str, *, sectors: bool, whole: str) -> Shown:
    """A profile in the order of the strategy in force; `whole` is the name of all criteria of a value together."""
    lines = found.sectors if sectors else found.perspectives
    visible = [line for line in lines if line.shown]
    asked = strategies.current.criteria.keys() | found.criteria
    grouped = strategies.compass(asked)
    parts = [_part(value, criteria, visible, lang, whole) for value, criteria in grouped]
    order = [one.key for _, criteria in grouped for one in criteria]
    return Shown(lines, parts, furthest_apart(lines, order))


def _part(value: Value, criteria: list[Criterion], lines: list[Line], lang: str, whole: str) -> Part:
    keys = [one.key for one in criteria]
    all_of_them = [(line, line.of(keys)) for line in lines]
    each = [(one, [(line, line.spreads.get(one.key, NOTHING)) for line in lines]) for one in criteria]
    named = [(whole, all_of_them), *((one.name.say(lang), said) for one, said in each)]
    return Part(value, all_of_them, each, draw(named))

"""Where perspectives differ most: the criterion to talk about."""

from collections.abc import Iterable
from itertools import combinations

import msgspec

from arena.compass.model import CARRIERS
from arena.compass.profile import NOTHING, Line

FEW = 3  # scores from which on a group's opinion is compared; of the carriers one counts
FAR = 1.0  # steps of the scale


class Apart(msgspec.Struct, frozen=True):
    """A criterion two groups see differently, and which of them is more in favour."""

    criterion: str
    higher: str
    lower: str


def furthest_apart(lines: Iterable[Line], criteria: Iterable[str]) -> Apart | None:
    """The criterion and the two shown groups that lie furthest apart, at least one step; None where all are close."""
    best, found = FAR, None
    pairs = list(combinations([line for line in lines if line.shown], 2))
    for criterion in criteria:
        for pair in pairs:
            if not all(_heard(line, criterion) for line in pair):
                continue
            lower, higher = sorted(pair, key=lambda line: line.spreads[criterion].middle)
            far = higher.spreads[criterion].middle - lower.spreads[criterion].middle
            if far > best or (far == best and found is None):
                best, found = far, Apart(criterion, higher.key, lower.key)
    return found


def _heard(line: Line, criterion: str) -> bool:
    return line.spreads.get(criterion, NOTHING).rated >= (1 if line.key == CARRIERS else FEW)

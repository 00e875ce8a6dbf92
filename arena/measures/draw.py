"""Draw figures: the course of one over its days, and bars of several numbers; they fit a phone and keep on paper."""

from collections.abc import Sequence

import msgspec

from arena.measures.page import Shown

WIDTH, HEIGHT, LEFT, TOP = 320.0, 132.0, 8.0, 16.0
BAR, NAME, COUNT = 33.0, 14.0, 44.0


class Course(msgspec.Struct, frozen=True):
    """A figure's course: its line, its points, and how high target and baseline lie."""

    line: str
    points: list[tuple[float, float, float]]
    target: float | None
    baseline: float | None
    height: float = HEIGHT


class Bar(msgspec.Struct, frozen=True):
    """One number as a bar: where it begins, how long it is."""

    y: float
    width: float
    label: str
    count: int


class Bars(msgspec.Struct, frozen=True):
    """Several numbers beneath one another."""

    height: float
    bars: list[Bar]


def course(figure: Shown) -> Course | None:
    """The course of a figure; nothing where there is no value yet."""
    values = figure.valid
    if not values:
        return None
    marks = [one.value for one in values] + [
        mark for mark in (figure.row.target, figure.row.baseline) if mark is not None
    ]
    low, high = min(0.0, *marks), max(0.0, *marks)
    first, days = values[0].day, (values[-1].day - values[0].day).days

    def at(value: float) -> float:
        return round(float(HEIGHT - TOP - (value - low) / ((high - low) or 1) * (HEIGHT - 2 * TOP)), 1)

    def across(day: int) -> float:
        return round(LEFT + float(day / days if days else 0.5) * (WIDTH - 8 * LEFT), 1)

    points = [(across((one.day - first).days), at(one.value), one.value) for one in values]
    line = "M" + "L".join(f"{x:g} {y:g}" for x, y, _ in points)
    row = figure.row
    target, baseline = (None if mark is None else at(mark) for mark in (row.target, row.baseline))
    return Course(line, points, target, baseline)


def bars(counted: Sequence[tuple[str, int]]) -> Bars:
    """Bars for several counts, the longest across; each has its name above it."""
    most = max((count for _, count in counted), default=0) or 1
    drawn = [
        Bar(round(n * BAR + NAME, 1), round(count / most * (WIDTH - COUNT), 1), label, count)
        for n, (label, count) in enumerate(counted)
    ]
    return Bars(len(counted) * BAR + 4, drawn)

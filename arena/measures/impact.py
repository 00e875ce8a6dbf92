"""Impact: the newest values of all figures, summed where kind and unit agree, and each to be looked up."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from arena.ideas.model import Idea
from arena.measures.model import KINDS, Indicator
from arena.store.text import fold

PAGE = 50


class Counted(msgspec.Struct, frozen=True):
    """The newest value of a figure, of which measure and kind, and whether it may be added up."""

    id: int
    idea_id: int
    kind: str
    unit: str
    adds: bool
    value: float


class Sum(msgspec.Struct, frozen=True):
    """How many figures of a kind share a unit; their sum, where every one of them may be added up."""

    kind: str
    unit: str
    figures: int
    sum: float | None


class Named(msgspec.Struct, frozen=True):
    """A figure with the measure it belongs to."""

    id: int
    idea_id: int
    title: str
    language: str
    name: str
    unit: str
    value: float
    day: date


def counted(db: Connection) -> list[Counted]:
    """Every figure that has a value; one statement, asked anew only when an idea has changed."""
    one = Indicator
    rows: Any = select(one.id, one.idea_id, one.kind, one.unit, one.adds, one.value).where(one.value.is_not(None))
    return [Counted(*row) for row in db.execute(rows.order_by(one.id))]


def sums(found: Iterable[Counted]) -> list[Sum]:
    """Figures by kind and unit, however a unit is capitalised; said as the first of them says it."""
    groups: dict[tuple[str, str], list[Counted]] = {}
    for one in found:
        groups.setdefault((one.kind, fold(one.unit)), []).append(one)
    order = sorted(groups, key=lambda key: (KINDS.index(key[0]), -len(groups[key]), key[1]))
    return [_sum(groups[key]) for key in order]


def _sum(some: list[Counted]) -> Sum:
    total = sum(one.value for one in some) if all(one.adds for one in some) else None
    return Sum(some[0].kind, some[0].unit, len(some), total)


def alike(found: Iterable[Counted], kind: str, unit: str) -> list[Counted]:
    """The figures of a kind and a unit."""
    return [one for one in found if one.kind == kind and fold(one.unit) == fold(unit)]


def named(db: Connection, some: list[Counted]) -> list[Named]:
    """These figures with their measures, for one page."""
    ids = [one.id for one in some]
    rows: Any = (
        select(Indicator.id, Indicator.idea_id, Idea.title, Idea.language)
        .add_columns(Indicator.name, Indicator.unit, Indicator.value, Indicator.day)
        .join(Idea, Idea.id == Indicator.idea_id)
        .where(Indicator.id.in_(ids))
        .order_by(Indicator.id)
    )
    return [Named(*row) for row in db.execute(rows)] if ids else []

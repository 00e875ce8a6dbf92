"""All measures as open data, without a person's name: as structs for JSON, and as the rows of a table."""

import csv
import io
from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from arena.actors.model import Actor
from arena.ideas.address import idea_address
from arena.ideas.bits import numbers_in
from arena.ideas.model import Idea
from arena.ideas.shelf import Shelf
from arena.measures.model import Indicator, Measure

MOST = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet would take a cell for a formula


class FigureData(msgspec.Struct, frozen=True):
    """A figure with its newest value."""

    kind: str
    name: str
    unit: str
    baseline: float | None
    target: float | None
    value: float | None
    day: str | None


class MeasureData(msgspec.Struct, frozen=True):
    """A measure; fields and districts by their keys in the strategy."""

    id: int
    url: str
    title: str
    language: str
    type: str
    status: str
    phase: int
    responsible: str
    starts: str | None
    ends: str | None
    since: str
    progress: int | None
    fields: list[str]
    districts: list[str]
    figures: list[FigureData]


_rows = (
    select(Idea.id, Idea.title, Idea.language, Idea.measure_type, Idea.measure_status, Idea.measure_phase)
    .add_columns(Idea.progress, Measure.starts, Measure.ends, Measure.at, Actor.name.label("responsible"))
    .join(Measure, Measure.idea_id == Idea.id)
    .join(Actor, Actor.id == Measure.responsible_id)
)


def measures(db: Connection, shelf: Shelf, address: str, after: int) -> tuple[list[MeasureData], int | None]:
    """One page of all published measures by their number, and after which number the next begins."""
    shelf.refresh(db)
    with shelf.lock:
        slots = numbers_in(shelf.having.get(("stage", "measure"), 0))
        known = {shelf.ids[slot]: shelf.entries[shelf.ids[slot]] for slot in slots}
    ids = sorted(idea_id for idea_id in known if idea_id > after)[: MOST + 1]
    page = ids[:MOST]
    figures: dict[int, list[FigureData]] = {idea_id: [] for idea_id in page}
    mine = select(Indicator.__table__).where(Indicator.idea_id.in_(page)).order_by(Indicator.id)
    for one in db.execute(mine):
        told = FigureData(one.kind, one.name, one.unit, one.baseline, one.target, one.value, _day(one.day))
        figures[one.idea_id].append(told)
    rows = db.execute(_rows.where(Idea.id.in_(page)).order_by(Idea.id))
    found = [
        MeasureData(
            **{name: getattr(row, name) for name in ("id", "title", "language", "responsible", "progress")},
            **{name: getattr(row, f"measure_{name}") for name in ("type", "status", "phase")},
            url=f"{address}/{'en' if row.language == 'en' else 'de'}{idea_address(row.id, row.title)}",
            starts=_day(row.starts),
            ends=_day(row.ends),
            since=row.at.date().isoformat(),
            fields=sorted(known[row.id].of("field")),
            districts=sorted(known[row.id].of("district")),
            figures=figures[row.id],
        )
        for row in rows
    ]
    return found, page[-1] if len(ids) > MOST else None


def table(found: Iterable[MeasureData]) -> str:
    """The same as CSV, a row for each measure; its figures stand in one cell."""
    file = io.StringIO()
    writer = csv.writer(file)
    names = MeasureData.__struct_fields__
    writer.writerow(names)
    for one in found:
        writer.writerow([_cell(getattr(one, name)) for name in names])
    return file.getvalue()


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, list):
        value = "; ".join(_said(one) if isinstance(one, FigureData) else str(one) for one in value)
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def _said(figure: FigureData) -> str:
    value = "" if figure.value is None else f" {figure.value:g} {figure.unit} ({figure.day})"
    return f"{figure.kind}: {figure.name}:{value}"


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None

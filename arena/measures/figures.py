"""The figures of a measure: carriers add them with their values; a wrong value is corrected by a later one."""

from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Row, func, insert, select, update

from arena.errors import Faults, Missing, Refusal
from arena.journal.enter import enter
from arena.measures.model import KINDS, Indicator, IndicatorValue
from arena.measures.queries import measure_for_act
from arena.measures.rules import SIDES
from arena.store import Tx
from arena.store.text import clean_line
from arena.voice import Voice
from arena.words.words import local_day

MOST_FIGURES, MOST_VALUES = 12, 120
NAME, UNIT, SOURCE = 120, 40, 300


class Figure(msgspec.Struct, frozen=True):
    """A figure as it is added; `adds` says whether equal figures of several measures may be added up."""

    kind: str
    name: str
    unit: str
    adds: bool = True
    baseline: float | None = None
    target: float | None = None


class Reading(msgspec.Struct, frozen=True):
    """A value on a day with where it is from; it may stand for an earlier one that was wrong."""

    value: float | None
    day: date | None
    source: str
    corrects: int | None = None


def add_figure(tx: Tx, voice: Voice, idea_id: int, figure: Figure) -> int:
    """Add a figure; the same name twice is the same figure once. Returns its number."""
    idea, _ = measure_for_act(tx, voice, idea_id, *SIDES["add_figure"])
    figure = msgspec.structs.replace(figure, name=clean_line(figure.name), unit=clean_line(figure.unit))
    known = {one.name: one for one in tx.db.execute(select(Indicator.__table__).where(Indicator.idea_id == idea_id))}
    if figure.name in known:
        if (known[figure.name].kind, known[figure.name].unit) == (figure.kind, figure.unit):
            return int(known[figure.name].id)
        raise Refusal(409, "measures.refused.figure_known")
    if len(known) >= MOST_FIGURES:
        raise Refusal(409, "measures.refused.figures", most=MOST_FIGURES)
    faults = Faults()
    faults.one_of("kind", figure.kind, KINDS)
    faults.text("name", figure.name, most=NAME)
    faults.text("unit", figure.unit, most=UNIT)
    faults.refuse()
    row = {"idea_id": idea_id, "at": tx.now} | msgspec.structs.asdict(figure)
    number = int(tx.db.execute(insert(Indicator).values(row).returning(Indicator.id)).scalar_one())
    change = {f"measures.figure.{number}": (None, figure.name)}
    enter(tx, voice, idea, "measures.add_figure", change=change, kind_of=figure.kind, name=figure.name)
    return number


def add_value(tx: Tx, voice: Voice, figure_id: int, reading: Reading, client_key: str | None = None) -> int:
    """Add a value to a figure; sent again with the same key it is the same value. Returns the idea's number."""
    idea_id = tx.db.execute(select(Indicator.idea_id).where(Indicator.id == figure_id)).scalar()
    if idea_id is None:
        raise Missing
    idea, _ = measure_for_act(tx, voice, idea_id, *SIDES["add_value"])
    figure = tx.db.execute(select(Indicator.__table__).where(Indicator.id == figure_id)).one()
    value = IndicatorValue
    mine = select(value.id).where(value.client_key == client_key, value.person_id == voice.person_id)
    if client_key and tx.db.execute(mine).first():
        return int(idea_id)
    source = clean_line(reading.source)
    _check(tx, figure_id, reading, source)
    row: dict[str, Any] = {"indicator_id": figure_id, "day": reading.day, "value": reading.value, "source": source}
    row |= {"corrects": reading.corrects, "person_id": voice.person_id, "actor_id": voice.actor_id}
    tx.db.execute(insert(value).values(row | {"at": tx.now, "client_key": client_key}))
    now = _newest(tx, figure_id)
    tx.db.execute(update(Indicator).where(Indicator.id == figure_id).values(value=now.value, day=now.day))
    change = {f"measures.value.{figure_id}": (figure.value, now.value)} if now.value != figure.value else {}
    act = "measures.correct_value" if reading.corrects else "measures.add_value"
    facts = {"name": figure.name, "value": reading.value, "unit": figure.unit, "sentence": source}
    enter(tx, voice, idea, act, why=source, change=change, **facts)
    return int(idea_id)


def _check(tx: Tx, figure_id: int, reading: Reading, source: str) -> None:
    faults = Faults()
    if reading.value is None:
        faults.add("value", "measures.faults.value")
    if reading.day is None or reading.day > local_day(tx.now):
        faults.add("day", "measures.faults.day")
    faults.text("source", source, most=SOURCE)
    faults.refuse()
    value = IndicatorValue
    count = select(func.count()).select_from(value).where(value.indicator_id == figure_id)
    if tx.db.execute(count).scalar_one() >= MOST_VALUES:
        raise Refusal(409, "measures.refused.values", most=MOST_VALUES)
    if reading.corrects is None:
        return
    wrong = select(value.id).where(value.id == reading.corrects, value.indicator_id == figure_id)
    if tx.db.execute(wrong).first() is None:
        raise Missing
    if tx.db.execute(select(value.id).where(value.corrects == reading.corrects)).first():
        raise Refusal(409, "measures.refused.corrected")


def _newest(tx: Tx, figure_id: int) -> Row[float, date]:
    """The value of the latest day among those that nothing corrects; of one day the one said last."""
    value, later = IndicatorValue, IndicatorValue.__table__.alias()
    corrected = select(later.c.id).where(later.c.corrects == value.id).exists()
    valid = select(value.value, value.day).where(value.indicator_id == figure_id, ~corrected)
    return tx.db.execute(valid.order_by(value.day.desc(), value.id.desc()).limit(1)).one()

"""The page of a measure: what it is, every step with its reason, its figures, and what this reader may do."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.errors import Missing
from arena.ideas.queries import idea_for
from arena.journal.model import JournalEntry
from arena.measures.model import Indicator, IndicatorValue, Measure
from arena.measures.outline import team_of_measure
from arena.measures.rules import OTHER, SIDES, is_project, sides
from arena.measures.stand import STEP_KINDS
from arena.voice import Reader, Voice

MOST_STEPS = 100
_person, _actor = aliased(Actor), aliased(Actor)
_steps = (
    select(JournalEntry.no, JournalEntry.kind, JournalEntry.at, JournalEntry.facts, JournalEntry.why)
    .add_columns(JournalEntry.person_id, JournalEntry.actor_id, JournalEntry.id, JournalEntry.corrects)
    .add_columns(_person.name.label("person"), _actor.name.label("actor_name"))
    .outerjoin(_person, _person.id == JournalEntry.person_id)
    .outerjoin(_actor, _actor.id == JournalEntry.actor_id)
)
_measure = select(Measure.__table__, Actor.name.label("responsible")).join(Actor, Actor.id == Measure.responsible_id)
_figures = (
    select(Indicator.__table__, IndicatorValue.id.label("value_id"), IndicatorValue.day.label("on"))
    .add_columns(IndicatorValue.value.label("was"), IndicatorValue.source, IndicatorValue.corrects)
    .outerjoin(IndicatorValue, IndicatorValue.indicator_id == Indicator.id)
)


class Value(msgspec.Struct, frozen=True):
    """A value of a figure; one that a later one corrects counts no more."""

    id: int
    day: Any
    value: float
    source: str
    corrects: int | None
    corrected: bool


class Shown(msgspec.Struct, frozen=True):
    """A figure with its values, the latest day first."""

    row: Row[Any]
    values: list[Value]

    @property
    def valid(self) -> list[Value]:
        """The values that count, the earliest day first."""
        return [one for one in reversed(self.values) if not one.corrected]


class MeasurePage(msgspec.Struct, frozen=True):
    """A measure as one reader sees it; `may` names for each act the voices in which the reader may do it.

    `organisations` are those that can be responsible: they take part, or this reader speaks for them.
    """

    idea: Row[Any]
    measure: Row[Any] | None
    steps: list[Row[Any]]
    figures: list[Shown]
    organisations: list[tuple[int, str]]
    may: dict[str, list[Voice]]

    @property
    def begun(self) -> bool:
        """Whether the idea is a measure already."""
        return self.measure is not None and not self.measure.proposed


def measure_page(db: Connection, me: Reader, idea_id: int) -> MeasurePage:
    """The page of an idea that is a measure, or might become one; a draft has none."""
    idea = idea_for(db, me, idea_id)
    if idea.state == "draft":
        raise Missing
    measure = db.execute(_measure.where(Measure.idea_id == idea_id)).first()
    team = team_of_measure(db, idea_id)
    mine = JournalEntry.idea_id == idea_id
    steps = _steps.where(mine, JournalEntry.kind.in_(STEP_KINDS)).order_by(JournalEntry.no.desc()).limit(MOST_STEPS)
    figures = _figures.where(Indicator.idea_id == idea_id)
    order = Indicator.kind, Indicator.id, IndicatorValue.day.desc(), IndicatorValue.id.desc()
    may = _may(db, me, idea, measure, {one.id for one in team if one.role == "carry"})
    shown = _shown(db.execute(figures.order_by(*order)).all())
    return MeasurePage(idea, measure, list(db.execute(steps)), shown, _organisations(team, me, measure), may)


def _may(db: Connection, me: Reader, idea: Row[Any], measure: Any, carrying: set[int]) -> dict[str, list[Voice]]:
    if me is None or idea.state != "published":
        return {}
    responsible = measure.responsible_id if measure is not None else None
    standing = {voice: sides(db, voice, carrying, responsible) for voice in me.voices}
    found = {act: [voice for voice in me.voices if standing[voice] & on] for act, on in _acts(idea, measure).items()}
    return {act: voices for act, voices in found.items() if voices}


def _acts(idea: Row[Any], measure: Any) -> dict[str, set[str]]:
    """The acts that are possible now, and the sides that may do them."""
    if measure is None:
        return {"begin": SIDES["begin"]} if is_project(idea) else {}
    if measure.proposed:
        other = {OTHER[measure.side]}
        return {"agree": other, "decline": other, "take_back": {measure.side}}
    figures = ["add_figure", "add_value"]
    if idea.measure_status == "finished":
        return {act: SIDES[act] for act in ("correct", *figures)}
    last = ["finish"] if idea.measure_status == "running" else []
    return {act: SIDES[act] for act in ("set_phase", "set_status", *last, "set_period", "correct", *figures)}


def _organisations(team: list[Any], me: Reader, measure: Any) -> list[tuple[int, str]]:
    found = {one.id: one.name for one in team if one.kind == "organisation"}
    found |= {voice.actor_id: voice.actor for voice in (me.voices if me else ()) if not voice.own}
    found |= {measure.responsible_id: measure.responsible} if measure is not None else {}
    return sorted(found.items(), key=lambda one: one[1])


def _shown(rows: Iterable[Any]) -> list[Shown]:
    found: dict[int, Shown] = {}
    rows = list(rows)
    corrected = {row.corrects for row in rows if row.corrects}
    for row in rows:
        one = found.setdefault(row.id, Shown(row, []))
        if row.value_id is not None:
            gone = row.value_id in corrected
            one.values.append(Value(row.value_id, row.on, row.was, row.source, row.corrects, gone))
    return list(found.values())

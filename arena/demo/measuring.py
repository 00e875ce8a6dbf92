"""The shape of a measure in the demo: how it began, the steps it took, and its figures with their values."""

from typing import Literal

from msgspec import field

from arena.demo.actors import Row
from arena.demo.kinds import Age, Line, Message, Sentence, Unit


class Word(Row, frozen=True, kw_only=True):
    """Who did something with a measure, in whose name, when, and why."""

    by: str
    on_behalf_of: str | None = field(name="for", default=None)
    days_ago: Age
    why: Message


class Step(Word, frozen=True, kw_only=True):
    """A step of a measure: its new phase or its new status."""

    phase: int | None = None
    status: Literal["planned", "running", "finished"] | None = None


class Value(Row, frozen=True, kw_only=True):
    """What a figure came to on a day, and where that is from; without `by` the author enters it."""

    days_ago: Age
    value: float
    source: Sentence


class Figure(Row, frozen=True, kw_only=True):
    """A figure of a measure; the author adds it with its first value."""

    kind: Literal["output", "outcome", "process"]
    name: Line
    unit: Unit
    adds: bool = True
    baseline: float | None = None
    target: float | None = None
    values: tuple[Value, ...]


class Measure(Word, frozen=True, kw_only=True):
    """A measure: who began or proposed it, who agreed, who is responsible from when until when (days from today)."""

    type: Literal["central", "decentral", "network"]
    phase: int
    status: Literal["planned", "running"]
    responsible: str
    starts_days: int | None = None
    ends_days: int | None = None
    agreed: Word | None = None
    step: tuple[Step, ...] = ()
    figure: tuple[Figure, ...] = ()

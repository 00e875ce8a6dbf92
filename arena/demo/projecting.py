"""The shape of a project in the demo: its plan, what was reported, its risks, and when to look at the outcome."""

from typing import Annotated, Literal

from msgspec import Meta, field

from arena.demo.actors import Row
from arena.demo.drawings import Drawing
from arena.demo.kinds import Age, Key, Language, Line, Message, Name, Sentence, Text

Level = Literal["low", "medium", "high"]


class Milestone(Row, frozen=True, kw_only=True):
    """A milestone or, `under` another, a task; days count from today, `first_days` before it was moved."""

    key: Key
    title: Line
    days_ago: Age
    due_days: int | None = None
    weight: Annotated[int, Meta(ge=1, le=100)] = 1
    under: str | None = None
    first_days: int | None = None
    moved_days_ago: Age | None = None
    why: Message | None = None
    reached_days_ago: Age | None = None
    dropped_days_ago: Age | None = None
    word: Message | None = None


class Picture(Row, frozen=True, kw_only=True):
    """A picture of an update, drawn when the demo is sown."""

    drawing: Drawing
    alt: Sentence
    caption: Line | None = None
    author: Name | None = None


class Update(Row, frozen=True, kw_only=True):
    """What somebody of the team reported; without `language` as the idea."""

    by: str
    on_behalf_of: str | None = field(name="for", default=None)
    days_ago: Age
    title: Line
    text: Text
    language: Language | None = None
    picture: tuple[Picture, ...] = ()


class Risk(Row, frozen=True, kw_only=True):
    """What may go wrong; with a word it is closed again."""

    text: Sentence
    likelihood: Level
    impact: Level
    measures: Message
    days_ago: Age
    closed_days_ago: Age | None = None
    word: Message | None = None


class Project(Row, frozen=True, kw_only=True):
    """That an idea became a project; without `by` its author keeps it."""

    by: str | None = None
    on_behalf_of: str | None = field(name="for", default=None)
    days_ago: Age
    why: Message
    review_days: int | None = None
    roles: dict[str, Name] = field(default_factory=dict)
    milestone: tuple[Milestone, ...] = ()
    update: tuple[Update, ...] = ()
    risk: tuple[Risk, ...] = ()

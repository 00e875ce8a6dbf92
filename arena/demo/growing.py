"""The shape of growing together in the demo: merges with those who agree, suggestions with their answers."""

from typing import Literal

from msgspec import field

from arena.demo.actors import Row
from arena.demo.kinds import Age, Line, Message, Sentence, Text


class Agreed(Row, frozen=True, kw_only=True):
    """Who agreed to a merge, with which word."""

    by: str
    on_behalf_of: str | None = field(name="for", default=None)
    word: Message | None = None


class Becomes(Row, frozen=True, kw_only=True):
    """The text of the new idea that two would become."""

    title: Line
    summary: Sentence
    body: Text | None = None


class Merge(Row, frozen=True, kw_only=True):
    """That this idea merges into another one: proposed by whom, agreed to by whom; open without `carried_days_ago`.

    With `becomes` both would end in a new idea; in the demo that is only proposed.
    """

    into: str
    by: str
    on_behalf_of: str | None = field(name="for", default=None)
    reason: Message
    days_ago: Age
    agreed: tuple[Agreed, ...] = ()
    carried_days_ago: Age | None = None
    becomes: Becomes | None = None


class Suggestion(Row, frozen=True, kw_only=True):
    """A suggestion to put words of the body in another way, and what became of it.

    `adapted` is what the carriers made of the words.
    """

    by: str
    on_behalf_of: str | None = field(name="for", default=None)
    old: Text
    new: Text
    why: Sentence
    days_ago: Age
    state: Literal["open", "accepted", "adapted", "declined", "withdrawn"] = "open"
    adapted: Text | None = None
    answer: Message | None = None


def ended(merges: tuple[Merge, ...], withdrawn_days_ago: float | None) -> float | None:
    """How many days ago an idea was withdrawn, or merged into another one."""
    merged = (one.carried_days_ago for one in merges if one.carried_days_ago is not None)
    return next(merged, withdrawn_days_ago)

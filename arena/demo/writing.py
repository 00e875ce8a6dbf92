"""The shape of profiles in the demo: what carriers wrote into which part, and when."""

from typing import Annotated, Literal

from msgspec import Meta, field

from arena.demo.actors import Row
from arena.demo.kinds import Age, Sentence
from arena.sheets.parts import MOST

PartKey = Literal["purpose", "progress", "examples", "projects", "doing", "schedule", "funding", "remark"]
PartText = Annotated[str, Meta(min_length=10, max_length=MOST)]


class Part(Row, frozen=True, kw_only=True):
    """One version of a part; without `by` the author wrote it, the same part again is a later version."""

    part: PartKey
    by: str | None = None
    on_behalf_of: str | None = field(name="for", default=None)
    days_ago: Age
    text: PartText
    why: Sentence | None = None

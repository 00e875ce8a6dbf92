"""The shape of assessments in the demo: scores by value, in the order of its criteria, and reasons by criterion."""

from typing import Annotated, Literal

from msgspec import Meta, field

from arena.demo.actors import Row
from arena.demo.kinds import Age, Text
from arena.strategy.shape import Strategy

Score = Annotated[int, Meta(ge=-2, le=2)] | Literal["?"]


class Assessment(Row, frozen=True, kw_only=True):
    """What somebody says of an idea by the value compass; "?" stands for what they cannot say."""

    by: str
    on_behalf_of: str | None = field(name="for", default=None)
    days_ago: Age
    scores: dict[str, tuple[Score, ...]]
    reasons: dict[str, Text] = field(default_factory=dict)

    def by_criterion(self, strategy: Strategy) -> dict[str, str]:
        """The scores as the form sends them."""
        criteria = {value.key: [one.key for one in value.criteria] for value in strategy.values}
        return {
            key: "unsure" if score == "?" else str(score)
            for value, scores in self.scores.items()
            for key, score in zip(criteria[value], scores, strict=True)
        }

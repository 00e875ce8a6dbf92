"""Check the assessments of an idea: speakers, times, values and criteria."""

from collections.abc import Iterator

from arena.demo.references import older, speaker, twice, unknown
from arena.demo.shape import Demo, Idea
from arena.strategy.shape import Strategy


def problems_of_assessments(idea: Idea, demo: Demo, strategy: Strategy) -> Iterator[str]:
    """Say what is wrong with an idea's assessments."""
    yield from twice("assessment", (f"{one.by} for {one.on_behalf_of or one.by}" for one in idea.assessment))
    values = {value.key: len(value.criteria) for value in strategy.values}
    for row, one in enumerate(idea.assessment, 1):
        where = f"assessment {row} ({one.by})"
        yield from speaker(where, one.by, one.on_behalf_of, demo)
        yield from older(where, one.days_ago, idea)
        yield from unknown(f"{where}: scores", one.scores, values)
        yield from unknown(f"{where}: reasons", one.reasons, strategy.criteria)
        for value, scores in one.scores.items():
            if value in values and len(scores) != values[value]:
                yield f"{where}: {value!r} has {values[value]} criteria, and {len(scores)} scores are given"
        if idea.state == "draft":
            yield f"{where}: a draft is not assessed"

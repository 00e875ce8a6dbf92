"""Check the measure of an idea: speakers, organisations and times."""

from collections.abc import Iterator

from arena.demo.references import older, speaker, twice, unknown
from arena.demo.shape import Demo, Idea


def problems_of_measure(idea: Idea, demo: Demo) -> Iterator[str]:
    """Say what is wrong with what an idea's file says of its measure."""
    measure = idea.measure
    if measure is None:
        return
    words = {"measure": measure} | ({"measure, agreed": measure.agreed} if measure.agreed else {})
    words |= {f"measure, step {row}": step for row, step in enumerate(measure.step, 1)}
    for where, word in words.items():
        yield from speaker(where, word.by, word.on_behalf_of, demo)
        yield from older(where, word.days_ago, idea)
    yield from unknown("measure: responsible", [measure.responsible], demo.organisations)
    yield from twice("measure, figure", (one.name for one in measure.figure))
    for one in measure.figure:
        for value in one.values:
            yield from older(f"measure, figure {one.name!r}", value.days_ago, idea)
    if idea.kind != "project":
        yield "measure: only a project becomes one"

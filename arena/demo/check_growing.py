"""Check what grows together in the demo: speakers, times, the other idea, the words that are put in another way."""

from collections.abc import Iterator

from arena.demo.references import older, speaker, unknown
from arena.demo.shape import Demo, Idea


def problems_of_growing(idea: Idea, demo: Demo) -> Iterator[str]:
    """Say what is wrong with an idea's merges and suggestions."""
    for row, one in enumerate(idea.merge, 1):
        where = f"merge {row} ({one.into})"
        yield from unknown(f"{where}: into", [one.into], demo.ideas)
        yield from speaker(where, one.by, one.on_behalf_of, demo)
        yield from older(where, one.days_ago, idea)
        if one.into in demo.ideas:
            yield from older(f"{where}: into", one.days_ago, demo.ideas[one.into])
        if one.carried_days_ago is not None and one.carried_days_ago > one.days_ago:
            yield f"{where}: is carried out before it is proposed"
        if one.becomes is not None and one.carried_days_ago is not None:
            yield f"{where}: a new idea is only proposed here"
        for who in one.agreed:
            yield from speaker(f"{where}: agreed", who.by, who.on_behalf_of, demo)
    for row, said in enumerate(idea.suggestion, 1):
        where = f"suggestion {row} ({said.by})"
        yield from speaker(where, said.by, said.on_behalf_of, demo)
        yield from older(where, said.days_ago, idea)
        if said.old not in idea.body:
            yield f"{where}: its old words do not stand in the body"
        if (said.state == "adapted") != (said.adapted is not None):
            yield f"{where}: whoever adapts says how, and nobody else"
        if said.state == "declined" and not said.answer:
            yield f"{where}: declining needs a word"

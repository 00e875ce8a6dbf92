"""Check the answers: offices, speakers, a second pair of eyes, times and days."""

from collections.abc import Iterator

from arena.answers.states import PROMISING, STATES
from arena.demo.references import older, speaker, unknown
from arena.demo.shape import Demo


def problems_of_answers(demo: Demo) -> Iterator[str]:
    """Say what is wrong with the answers."""
    for row, one in enumerate(demo.answers, 1):
        where = f"answers.toml: answer {row} ({one.idea})"
        yield from unknown(f"{where}: idea", [one.idea], demo.ideas)
        yield from unknown(f"{where}: answer", [one.answer], STATES)
        for who in (one.by, one.checked_by, *(note.by for note in one.note)):
            if who is not None:
                yield from speaker(where, who, one.on_behalf_of, demo)
        if one.idea in demo.ideas:
            yield from older(where, one.days_ago, demo.ideas[one.idea])
            if demo.ideas[one.idea].state != "published":
                yield f"{where}: only a published idea is answered"
        office = demo.organisations.get(one.on_behalf_of)
        if office and not office.office:
            yield f"{where}: {one.on_behalf_of!r} is no office"
        if one.checked_by == one.by:
            yield f"{where}: whoever writes an answer does not approve it"
        if not one.draft and one.checked_by is None:
            yield f"{where}: nobody checked it"
        if (one.answer in PROMISING) != (one.due_days is not None):
            yield f"{where}: every answer but a rejection names due_days"

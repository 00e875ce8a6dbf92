"""Check the profile of an idea: speakers and times."""

from collections.abc import Iterator

from arena.demo.references import older, speaker
from arena.demo.shape import Demo, Idea


def problems_of_sheet(idea: Idea, demo: Demo) -> Iterator[str]:
    """Say what is wrong with the parts of an idea's profile."""
    carrying = {idea.on_behalf_of or idea.by}
    carrying |= {one.on_behalf_of or one.by for one in idea.commitment if one.role == "carry"}
    for row, one in enumerate(idea.sheet, 1):
        where = f"sheet {row} ({one.part})"
        if one.by:
            yield from speaker(where, one.by, one.on_behalf_of, demo)
            if (one.on_behalf_of or one.by) not in carrying:
                yield f"{where}: {one.by!r} does not carry the idea"
        yield from older(where, one.days_ago, idea)
        if idea.state == "draft":
            yield f"{where}: a draft has no profile"

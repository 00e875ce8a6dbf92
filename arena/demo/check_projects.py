"""Check the project of an idea: who speaks, what lies under what, and that nothing happens before it could."""

from collections.abc import Iterator

from arena.demo.projecting import Project
from arena.demo.references import older, speaker, twice, unknown
from arena.demo.shape import Demo, Idea


def problems_of_project(idea: Idea, demo: Demo) -> Iterator[str]:
    """Say what is wrong with an idea's project."""
    if (project := idea.project) is None:
        return
    yield from speaker("project", project.by or idea.by, project.on_behalf_of, demo)
    yield from older("project", project.days_ago, idea)
    yield from unknown("project: roles", project.roles, {*demo.persons, *demo.organisations})
    yield from twice("milestone", (one.key for one in project.milestone))
    known: set[str] = set()
    for one in project.milestone:
        where = f"milestone {one.key!r}"
        yield from unknown(f"{where}: under", [one.under] if one.under else [], known)
        known.add(one.key)
        if one.due_days is None and one.under is None:
            yield f"{where}: needs due_days"
        if (one.first_days is None) != (one.moved_days_ago is None) or (one.first_days is not None and not one.why):
            yield f"{where}: what was moved has first_days, moved_days_ago and why"
        if one.dropped_days_ago is not None and not one.word:
            yield f"{where}: what was dropped has a word"
        times = (one.moved_days_ago, one.reached_days_ago, one.dropped_days_ago)
        yield from _order(where, one.days_ago, times, project)
    for row, update in enumerate(project.update, 1):
        yield from speaker(f"update {row}", update.by, update.on_behalf_of, demo)
        yield from _order(f"update {row}", update.days_ago, (), project)
    for row, risk in enumerate(project.risk, 1):
        yield from _order(f"risk {row}", risk.days_ago, (risk.closed_days_ago,), project)


def _order(where: str, begun: float, times: tuple[float | None, ...], project: Project) -> Iterator[str]:
    if begun > project.days_ago:
        yield f"{where}: is older than the project"
    if any(time is not None and time >= begun for time in times):
        yield f"{where}: something happens to it before it is there"

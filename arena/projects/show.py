"""Show a project: all that its page says, in six statements however much there is."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.errors import Missing
from arena.ideas.count import today
from arena.ideas.model import Idea
from arena.ideas.rules import may_see
from arena.ideas.team import Member, NeedSeen, members, needs_of
from arena.ideas.team_model import COUNTING, ROLES, Commitment
from arena.projects.model import OPEN, Milestone, MilestoneStep, Project, ProjectReview, ProjectRole, Risk
from arena.projects.tree import Branch, grow
from arena.projects.updates import UpdateSeen, newest_updates
from arena.voice import Reader, Voice

FIRST = 3  # updates on the project's own page
_actor = aliased(Actor)
_head = select(
    *(getattr(Idea, name) for name in ("id", "title", "language", "state", "stage", "progress", "thread_id")),
    *(Idea.person_id, Idea.actor_id, Idea.next_milestone, Idea.next_due),
    *(Project.begun_at, Project.why, Project.review_due),
).outerjoin(Project, Project.idea_id == Idea.id)
# Every look back comes with the project itself; there are few, and a page asks once.
_whole = _head.add_columns(
    *(ProjectReview.id.label("review"), ProjectReview.at, ProjectReview.html, ProjectReview.due),
    *(ProjectReview.actor_id.label("by"), _actor.name.label("by_name")),
).outerjoin(ProjectReview, ProjectReview.idea_id == Idea.id)
_whole = _whole.outerjoin(_actor, _actor.id == ProjectReview.actor_id)


class Seat(msgspec.Struct, frozen=True):
    """A member of the team, and what they are called in the project."""

    member: Member
    name: str | None


class ProjectPage(msgspec.Struct, frozen=True):
    """A project as one reader sees it; `voices` are those in which they carry it, `speaking` those that take part."""

    idea: Row[Any]
    reviews: list[Row[Any]]
    seats: list[Seat]
    needs: list[NeedSeen]
    plan: tuple[Branch, ...]
    steps: dict[int, list[Row[Any]]]
    risks: Sequence[Row[Any]]
    updates: list[UpdateSeen]
    voices: tuple[Voice, ...]
    speaking: tuple[Voice, ...]
    today: date

    @property
    def runs(self) -> bool:
        """Whether it is a project now."""
        return bool(self.idea.state == "published" and self.idea.stage != "idea")

    @property
    def review_over(self) -> bool:
        """Whether the day to look at the outcome has passed without anybody doing so."""
        return bool(self.idea.review_due and self.idea.review_due < self.today)


def project_page(db: Connection, me: Reader, idea_id: int, now: Any) -> ProjectPage:
    """The page of an idea that is or was a project, else 404."""
    rows: Any = db.execute(_whole.where(Idea.id == idea_id).order_by(ProjectReview.id.desc())).all()
    if not rows or not _is_project(rows[0]) or not may_see(rows[0], me):
        raise Missing
    seats = seats_of(db, idea_id)
    plan, steps = plan_of(db, idea_id)
    return ProjectPage(
        idea=rows[0],
        reviews=[row for row in rows if row.review is not None],
        seats=seats,
        needs=[need for need in needs_of(db, idea_id) if need.state == "open"],
        plan=plan,
        steps=steps,
        risks=risks_of(db, idea_id),
        updates=newest_updates(db, idea_id, FIRST),
        voices=_among(me, seats, carry=True),
        speaking=_among(me, seats, carry=False),
        today=today(now),
    )


def project_head(db: Connection, me: Reader, idea_id: int) -> Row[Any]:
    """What every page of a project says at its head, else 404."""
    row: Any = db.execute(_head.where(Idea.id == idea_id)).first()
    if row is None or not _is_project(row) or not may_see(row, me):
        raise Missing
    found: Row[Any] = row
    return found


def _is_project(row: Any) -> bool:
    """Whether it is or was one; what became a measure at once has never been entered as a project."""
    return row.begun_at is not None or row.stage != "idea"


def seats_of(db: Connection, idea_id: int) -> list[Seat]:
    """The team with the names of their roles, those who carry first."""
    named = and_(ProjectRole.idea_id == Commitment.idea_id, ProjectRole.actor_id == Commitment.actor_id)
    rows = db.execute(
        members()
        .add_columns(ProjectRole.name)
        .outerjoin(ProjectRole, named)
        .where(Commitment.idea_id == idea_id, Commitment.state.in_(COUNTING))
        .order_by(Commitment.id)
    )
    found: dict[int, Seat] = {}
    for row in sorted(rows, key=lambda row: ROLES.index(row.role)):
        found.setdefault(row.actor_id, Seat(Member(*row[:-1]), row[-1]))
    return list(found.values())


def plan_of(db: Connection, idea_id: int) -> tuple[tuple[Branch, ...], dict[int, list[Row[Any]]]]:
    """The milestones as a tree, and what happened to each, oldest first."""
    told = (
        select(Milestone.__table__)
        .add_columns(MilestoneStep.id.label("step"), MilestoneStep.act, MilestoneStep.was, MilestoneStep.why)
        .add_columns(MilestoneStep.due.label("step_due"), MilestoneStep.at)
        .outerjoin(MilestoneStep, MilestoneStep.milestone_id == Milestone.id)
        .where(Milestone.idea_id == idea_id)
        .order_by(Milestone.position, Milestone.id, MilestoneStep.id)
    )
    nodes: dict[int, Row[Any]] = {}
    steps: dict[int, list[Row[Any]]] = {}
    for row in db.execute(told):
        nodes.setdefault(row.id, row)
        if row.step is not None:
            steps.setdefault(row.id, []).append(row)
    return grow(nodes.values()), steps


def risks_of(db: Connection, idea_id: int) -> list[Row[Any]]:
    """A project's risks: the open ones first, the gravest of them on top."""
    rows = db.execute(select(Risk.__table__).where(Risk.idea_id == idea_id).order_by(Risk.id)).all()
    grave = {"low": 1, "medium": 2, "high": 3}
    return sorted(rows, key=lambda one: (one.state != OPEN, -grave[one.likelihood] * grave[one.impact]))


def _among(me: Reader, seats: list[Seat], *, carry: bool) -> tuple[Voice, ...]:
    if me is None:
        return ()
    taking_part = {seat.member.actor_id for seat in seats if not carry or seat.member.role == "carry"}
    return tuple(voice for voice in me.voices if voice.actor_id in taking_part)

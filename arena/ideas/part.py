"""Who has a part in an idea's threads, and how loudly they hear them unless they choose otherwise."""

from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_, select
from sqlalchemy.orm import aliased

from arena.actors.model import Membership
from arena.ideas.model import Follow, Idea, Support
from arena.ideas.team_model import COUNTING, Commitment
from arena.ideas.thread_model import IdeaThread
from arena.threads.hear import decisions
from arena.threads.level import Part, concerned, parts

# Each state said by itself: prepared statements, of which these become a part, know no list but that of their keys.
_COUNTING = [literal(state) for state in COUNTING]
_OFFERED = [literal("offered"), *_COUNTING]


def _in(threads: Any, idea: Any) -> list[Part]:
    team = select(threads, Commitment.person_id).join(Commitment, Commitment.idea_id == idea)
    return [
        Part("loud", team.where(Commitment.role == "carry", Commitment.state.in_(_COUNTING))),
        Part("normal", team.where(Commitment.state.in_(_OFFERED))),
        Part("normal", select(threads, Support.person_id).join(Support, Support.idea_id == idea)),
        Part("normal", select(threads, Follow.person_id).join(Follow, Follow.idea_id == idea)),
    ]


def concerns_them(thread: Any, person: Any) -> ColumnElement[bool]:
    """Whether the idea of a thread is among those whose news a person finds in their lists."""
    talk = select(Idea.id).where(Idea.thread_id == thread).correlate_except(Idea).scalar_subquery()
    named = select(IdeaThread.idea_id).where(IdeaThread.thread_id == thread).correlate_except(IdeaThread)
    return _one_of(func.coalesce(talk, named.scalar_subquery()), person)


def _one_of(idea: Any, person: Any) -> ColumnElement[bool]:
    theirs, team, followed = aliased(Idea), aliased(Commitment), aliased(Follow)

    def in_their_name(actor: Any) -> ColumnElement[bool]:
        spoken_for = (Membership.organisation_id == actor, Membership.person_id == person)
        active = Membership.state == literal("active")
        return or_(actor == person, select(literal(1)).where(*spoken_for, active).correlate_except(Membership).exists())

    return or_(
        select(literal(1))
        .where(theirs.id == idea, or_(theirs.person_id == person, in_their_name(theirs.actor_id)))
        .exists(),
        select(literal(1)).where(team.idea_id == idea, in_their_name(team.actor_id)).exists(),
        select(literal(1)).where(followed.idea_id == idea, followed.person_id == person).exists(),
    )


concerned.append(concerns_them)
parts += [*_in(Idea.thread_id, Idea.id), *_in(IdeaThread.thread_id, IdeaThread.idea_id)]
decisions |= {"ideas.publish", "ideas.revise", "ideas.withdraw"}

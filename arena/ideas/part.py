"""Who has a part in an idea's threads, and how loudly they hear them unless they choose otherwise."""

from typing import Any

from sqlalchemy import literal, select

from arena.ideas.model import Follow, Idea, Support
from arena.ideas.team_model import COUNTING, Commitment
from arena.ideas.thread_model import IdeaThread
from arena.threads.hear import decisions
from arena.threads.level import Part, parts

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


parts += [*_in(Idea.thread_id, Idea.id), *_in(IdeaThread.thread_id, IdeaThread.idea_id)]
decisions |= {"ideas.publish", "ideas.revise", "ideas.withdraw"}

"""Which idea a thread belongs to."""

from typing import Any

from sqlalchemy import bindparam, func, select

from arena.ideas.model import Idea
from arena.ideas.thread_model import IdeaThread

_talk = (
    select(Idea.thread_id)
    .join(IdeaThread, IdeaThread.idea_id == Idea.id)
    .where(IdeaThread.thread_id == bindparam("thread"))
    .scalar_subquery()
)
# The idea that owns `thread`: a named thread leads to its talk, any other is itself the talk or belongs to no idea.
OWNS: Any = Idea.thread_id == func.coalesce(_talk, bindparam("thread"))

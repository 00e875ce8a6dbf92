"""Which idea a thread belongs to, for lists that say where something stands."""

from typing import Any

from sqlalchemy import Select, func
from sqlalchemy.orm import aliased

from arena.ideas.model import Idea
from arena.ideas.thread_model import IdeaThread

_owner = aliased(Idea)


def with_idea(statement: Select[Any], thread: Any) -> Select[Any]:
    """Add the `title` of a thread's idea and its language (`speech`); both are empty where it belongs to none."""
    return (
        statement.add_columns(
            func.coalesce(Idea.title, _owner.title, "").label("title"),
            func.coalesce(Idea.language, _owner.language, "").label("speech"),
        )
        .outerjoin(Idea, Idea.thread_id == thread)
        .outerjoin(IdeaThread, IdeaThread.thread_id == thread)
        .outerjoin(_owner, _owner.id == IdeaThread.idea_id)
    )

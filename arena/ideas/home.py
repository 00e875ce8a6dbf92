"""The threads of an idea are read on its pages."""

from sqlalchemy import Connection, and_, bindparam, select

from arena.ideas.address import idea_address, thread_address
from arena.ideas.model import Idea
from arena.ideas.owner import OWNS
from arena.ideas.thread_model import IdeaThread
from arena.threads.home import Home, homes

_named = and_(IdeaThread.idea_id == Idea.id, IdeaThread.thread_id == bindparam("thread"))
_home = select(
    Idea.id, Idea.title, Idea.language, IdeaThread.title.label("name"), IdeaThread.kind.label("about")
).outerjoin(IdeaThread, _named)


def home_in_idea(db: Connection, thread_id: int) -> Home | None:
    """The page of an idea's thread: the idea's own for its talk, one of its own for a named one."""
    row = db.execute(_home.where(OWNS), {"thread": thread_id}).first()
    if row is None:
        return None
    idea = idea_address(row.id, row.title)
    if row.name is None:
        return Home(idea, "", row.title, idea, row.language)
    own = thread_address(row.id, thread_id, row.name)
    return Home(own, row.name, row.title, idea, row.language, asks=row.about == "questions")


homes.append(home_in_idea)

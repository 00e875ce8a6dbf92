"""What is new in the threads of the ideas a person has a part in or follows; muted threads say nothing."""

from typing import Any

from sqlalchemy import Connection, Row, func, select, union
from sqlalchemy.orm import aliased

from arena.ideas.model import Follow, Idea
from arena.ideas.team_model import Commitment
from arena.ideas.thread_model import IdeaThread
from arena.store import Tx
from arena.threads.level import own_marks, unread
from arena.threads.model import Thread, ThreadRead
from arena.threads.own_model import ThreadFollow
from arena.threads.read import mark_all_read
from arena.voice import Me, Reader

FEW = 5


_thread, _marks = aliased(Thread), (aliased(ThreadRead), aliased(ThreadFollow))


def with_unread(statement: Any, person_id: int) -> Any:
    """Add to a statement over `Idea` how many contributions of its threads a person has not seen."""
    named = select(func.sum(unread(_thread, _marks))).select_from(IdeaThread)
    named = own_marks(named.join(_thread, _thread.id == IdeaThread.thread_id), person_id, _thread, _marks)
    named = named.where(IdeaThread.idea_id == Idea.id, IdeaThread.merged_into.is_(None)).correlate(Idea)
    new = unread() + func.coalesce(named.scalar_subquery(), 0)
    talk = statement.add_columns(new.label("unread")).join(Thread, Thread.id == Idea.thread_id)
    return own_marks(talk, person_id)


def news(db: Connection, me: Reader) -> list[Row[Any]]:
    """A person's ideas with something unread, the last active first; the few that a start page has room for."""
    if me is None:
        return []
    found = with_unread(select(Idea.id, Idea.title, Idea.language), me.person_id)
    mine = found.add_columns(Idea.active_at).where(Idea.id.in_(_concerning(me)), Idea.state != "draft").subquery()
    new = select(mine).where(mine.c.unread > 0).order_by(mine.c.active_at.desc(), mine.c.id.desc())
    return list(db.execute(new.limit(FEW)))


def read_all(tx: Tx, me: Me) -> None:
    """Mark what is new in all of a person's ideas as seen."""
    talks = select(Idea.thread_id).where(Idea.id.in_(_concerning(me)), Idea.state != "draft")
    named = select(IdeaThread.thread_id).where(IdeaThread.idea_id.in_(_concerning(me)))
    mark_all_read(tx, me.own, union(talks, named))


def _concerning(me: Me) -> Any:
    names = [voice.actor_id for voice in me.voices]
    return union(
        select(Idea.id).where(Idea.person_id == me.person_id),
        select(Idea.id).where(Idea.actor_id.in_(names)),
        select(Commitment.idea_id).where(Commitment.actor_id.in_(names)),
        select(Follow.idea_id).where(Follow.person_id == me.person_id),
    )

"""What is new in the threads of the ideas a person has a part in or follows; muted threads say nothing."""

from typing import Any

from sqlalchemy import Connection, bindparam, func, select, union
from sqlalchemy.orm import aliased

from arena.ideas.model import Follow, Idea
from arena.ideas.team_model import Commitment
from arena.ideas.thread_model import IdeaThread
from arena.store import Tx
from arena.store.prepared import Prepared
from arena.threads.level import own_marks, unread
from arena.threads.model import Thread, ThreadRead
from arena.threads.own_model import ThreadFollow
from arena.threads.read import mark_all_read
from arena.voice import Me, Reader

FEW = 5


_thread, _marks = aliased(Thread), (aliased(ThreadRead), aliased(ThreadFollow))


def with_unread(statement: Any, person_id: Any) -> Any:
    """Add to a statement over `Idea` how many contributions of its threads a person has not seen."""
    named = select(func.sum(unread(person_id, _thread, _marks))).select_from(IdeaThread)
    named = own_marks(named.join(_thread, _thread.id == IdeaThread.thread_id), person_id, _thread, _marks)
    named = named.where(IdeaThread.idea_id == Idea.id, IdeaThread.merged_into.is_(None)).correlate(Idea)
    new = unread(person_id) + func.coalesce(named.scalar_subquery(), 0)
    talk = statement.add_columns(new.label("unread")).join(Thread, Thread.id == Idea.thread_id)
    return own_marks(talk, person_id)


def _concerning(person: Any, names: Any) -> Any:
    """The ideas whose news a person finds in their lists; `concerns_them` asks the same of one thread."""
    return union(
        select(Idea.id).where(Idea.person_id == person),
        select(Idea.id).where(Idea.actor_id.in_(names)),
        select(Commitment.idea_id).where(Commitment.actor_id.in_(names)),
        select(Follow.idea_id).where(Follow.person_id == person),
    )


def _new() -> Prepared:
    person: Any = bindparam("person")
    names: Any = bindparam("names", expanding=True)
    found = with_unread(select(Idea.id, Idea.title, Idea.language, Idea.active_at), person)
    mine = found.where(Idea.id.in_(_concerning(person, names)), Idea.state != "draft").subquery()
    new = select(mine).where(mine.c.unread > 0).order_by(mine.c.active_at.desc(), mine.c.id.desc())
    return Prepared(new.limit(FEW), among="names")


_newest = _new()


def news(db: Connection, me: Reader) -> list[Any]:
    """A person's ideas with something unread, the last active first; the few that a start page has room for."""
    if me is None:
        return []
    found = _newest.all(db, {"person": me.person_id, "names": [voice.actor_id for voice in me.voices]})
    # Whoever speaks in more names than one statement takes is asked for in several.
    return sorted(set(found), key=lambda idea: (idea.active_at, idea.id), reverse=True)[:FEW]


def read_all(tx: Tx, me: Me) -> None:
    """Mark what is new in all of a person's ideas as seen."""
    concerning = _concerning(me.person_id, [voice.actor_id for voice in me.voices])
    talks = select(Idea.thread_id).where(Idea.id.in_(concerning), Idea.state != "draft")
    named = select(IdeaThread.thread_id).where(IdeaThread.idea_id.in_(concerning))
    mark_all_read(tx, me.own, union(talks, named))

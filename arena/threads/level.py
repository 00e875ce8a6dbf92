"""How loudly a person hears a thread: as they chose, else as their part in it suggests."""

from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, case, false, func, literal, or_, select
from sqlalchemy.orm import aliased

from arena.threads.model import Post, Thread, ThreadRead
from arena.threads.own_model import ThreadFollow

LEVELS = ("mute", "quiet", "normal", "loud")


class Part(msgspec.Struct, frozen=True):
    """People with a part in threads, as a statement of (thread, person), and how loudly they hear them by default."""

    level: str
    people: Any

    def within(self, thread: Any) -> Any:
        """Those with this part in one thread."""
        return self.people.where(self.people.selected_columns[0] == thread)

    def has(self, thread: Any, person: Any) -> ColumnElement[bool]:
        """Whether a person has this part in a thread."""
        found: ColumnElement[bool] = self.within(thread).where(self.people.selected_columns[1] == person).exists()
        return found


# Whoever has contributed takes part; later nouns add whom they know.
parts: list[Part] = [Part("normal", select(Post.thread_id, Post.person_id).where(Post.no.is_not(None)))]


def level_of(person: Any) -> ColumnElement[str]:
    """A person's level in `Thread`, where `ThreadFollow` is joined: chosen, else loud or normal."""
    loud = or_(false(), *(part.has(Thread.id, person) for part in parts if part.level == "loud"))
    return func.coalesce(ThreadFollow.level, case((loud, literal("loud")), else_=literal("normal")))


MARKS = (ThreadRead, ThreadFollow)


def own_marks(statement: Any, person: Any, thread: Any = Thread, tables: tuple[Any, Any] = MARKS) -> Any:
    """Join what a person has read of a thread and how loudly they chose to hear it."""
    for table in tables:
        statement = statement.outerjoin(table, and_(table.thread_id == thread.id, table.person_id == person))
    return statement


# Whose ideas a thread belongs to, or who waits for what comes of them, as conditions on (thread, person). All of such a
# thread is new to them until they have read there: whoever comes once a month finds the same number in their lists and
# in the thread, and begins with its first contribution. To everybody else a thread they never read is just a thread:
# counting hundreds of contributions as theirs to read would help nobody.
concerned: list[Callable[[Any, Any], ColumnElement[bool]]] = []


def concerns(thread: Any, person: Any) -> ColumnElement[bool]:
    """Whether what is said in a thread is new to a person even before they ever read there."""
    return or_(false(), *(one(thread, person) for one in concerned))


def own_since(person: Any, thread: Any = Thread, read: Any = ThreadRead) -> Any:
    """How many contributions beyond their read mark are a person's own: nobody has to read those."""
    own = aliased(Post)
    since = (own.person_id == person, own.thread_id == thread.id, own.no > func.coalesce(read.no, 0))
    return select(func.count()).select_from(own).where(*since).correlate(thread, read).scalar_subquery()


def unread(person: Any, thread: Any = Thread, tables: tuple[Any, Any] = MARKS) -> Any:
    """How many contributions of a thread somebody has not seen, with `own_marks` joined; 0 where it is muted."""
    read, follow = tables
    new = thread.post_no - func.coalesce(read.no, 0) - own_since(person, thread, read)
    return case((follow.level == "mute", 0), else_=new)

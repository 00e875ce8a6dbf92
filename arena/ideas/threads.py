"""An idea's threads: the talk it begins with, and those with a name of their own."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, bindparam, func, select, union_all

from arena.ideas.address import idea_address, thread_address
from arena.ideas.model import Idea
from arena.ideas.part import concerns_them
from arena.ideas.thread_model import TALK, IdeaThread
from arena.threads.level import own_since
from arena.threads.model import Thread, ThreadRead
from arena.threads.own_model import ThreadFollow
from arena.voice import Reader

_own = union_all(
    select(Idea.thread_id.label("id")).where(Idea.id == bindparam("idea")),
    select(IdeaThread.thread_id).where(IdeaThread.idea_id == bindparam("idea")),
).subquery()
_read = and_(ThreadRead.thread_id == Thread.id, ThreadRead.person_id == bindparam("person"))
_follow = and_(ThreadFollow.thread_id == Thread.id, ThreadFollow.person_id == bindparam("person"))
_threads: Any = (
    select(
        Thread.id,
        func.coalesce(IdeaThread.place, 0).label("place"),
        func.coalesce(IdeaThread.kind, TALK).label("kind"),
        func.coalesce(IdeaThread.title, "").label("title"),
        func.coalesce(IdeaThread.purpose, "").label("purpose"),
        Thread.post_no,
        ThreadRead.no.label("read_no"),
        Thread.locked,
        Thread.slow_mode_s,
        IdeaThread.merged_into,
        (func.coalesce(ThreadFollow.level, "") == "mute").label("muted"),
        concerns_them(Thread.id, bindparam("person")).label("concerned"),
        own_since(bindparam("person")).label("since"),
    )
    .join(_own, _own.c.id == Thread.id)
    .outerjoin(IdeaThread, IdeaThread.thread_id == Thread.id)
    .outerjoin(ThreadRead, _read)
    .outerjoin(ThreadFollow, _follow)
    .order_by("place", Thread.id)
)


ICONS = {TALK: "quote", "questions": "kind-question", "evidence": "react-evidence", "collaboration": "kind-offer"}


class Named(msgspec.Struct, frozen=True):
    """A thread of an idea with its name; the talk (place 0) is called by the words of the page."""

    id: int
    place: int
    kind: str
    title: str
    purpose: str
    posts: int
    read_no: int | None
    locked: bool
    slow_mode_s: int
    merged_into: int | None
    muted: bool = False
    concerned: bool = False
    since: int = 0

    @property
    def first(self) -> bool:
        """Whether this is the talk the idea began with."""
        return self.place == 0

    @property
    def icon(self) -> str:
        """The icon of its kind."""
        return ICONS[self.kind]


def threads_of(db: Connection, me: Reader, idea_id: int) -> list[Named]:
    """All threads of an idea, the talk first, with how far this reader has read each."""
    asked = {"idea": idea_id, "person": me.person_id if me else None}
    return [Named(*row) for row in db.execute(_threads, asked)]


def address_of(idea: Any, named: Named) -> str:
    """Where a thread of an idea is read, without the language."""
    if named.first:
        return idea_address(idea.id, idea.title)
    return thread_address(idea.id, named.id, named.title)


def unread(threads: Iterable[Named]) -> dict[int, int]:
    """How many contributions are new to a reader, by thread; a muted one says nothing, nor any to a newcomer."""
    known = list(threads)
    if all(one.read_no is None and not one.concerned for one in known):
        return {}
    new = {one.id: one.posts - (one.read_no or 0) - one.since for one in known if not one.muted}
    return {thread: n for thread, n in new.items() if n > 0}

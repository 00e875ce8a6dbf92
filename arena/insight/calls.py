"""What was said to a person: contributions that call on them, and those to threads they hear whole."""

from datetime import datetime
from functools import cache
from html import unescape
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, ScalarSelect, bindparam, func, literal, select, true, union_all
from sqlalchemy.orm import aliased

from arena.actors.model import Actor, Person
from arena.actors.session import asker
from arena.ideas.model import Idea
from arena.ideas.thread_model import IdeaThread
from arena.store.prepared import Prepared
from arena.threads.hear import called, unread_call, unread_contributions
from arena.threads.mentions import TAG
from arena.threads.model import Post, Thread
from arena.threads.own_model import Call
from arena.voice import Me

MOST = 30
LOOKED = 300  # of all that ever called on somebody, so many of the newest are looked at
LETTERS = 160  # of the words, as their beginning


class Spoken(msgspec.Struct, frozen=True):
    """One contribution somebody hears of: who said it, why they hear of it, where it stands and how it begins."""

    post_id: int
    call_id: int
    why: str
    fresh: bool
    who: str
    words: str
    at: datetime
    idea: str
    language: str
    thread: str

    @property
    def meant(self) -> bool:
        """Whether it is not merely something that was decided."""
        return self.why != "decision"


class Heard(msgspec.Struct, frozen=True):
    """What was said to a person, newest first; the marks that read all of it are `call` and `post`."""

    fresh: list[Spoken]
    read: list[Spoken]
    call: int
    post: int

    @property
    def meant(self) -> list[Spoken]:
        """What is new and was said to them, or where they hear everything."""
        return [one for one in self.fresh if one.meant]

    @property
    def decided(self) -> list[Spoken]:
        """What is new and was marked as a decision."""
        return [one for one in self.fresh if not one.meant]


_person: Any = bindparam("person")


def heard(db: Connection, me: Me) -> Heard:
    """The newest that was said to a person: what is new to them, then what they read already, at most `MOST`.

    What calls on them comes before what they merely hear whole, which may be much.
    """
    found = [spoken(row) for row in _newest().all(db, {"person": me.person_id})]
    found.sort(key=lambda one: (one.fresh, one.call_id, one.post_id), reverse=True)
    loud = [one.post_id for one in found if not one.call_id]
    fresh = [one for one in found if one.fresh][:MOST]
    read = [one for one in found if not one.fresh][: MOST - len(fresh)]
    return Heard(fresh, read, max((one.call_id for one in found), default=0), max(loud, default=0))


def spoken(row: Any) -> Spoken:
    """The contribution of a row of `telling_calls`."""
    words = " ".join(unescape(TAG.sub("", row.html)).split())
    return Spoken(
        post_id=row.post_id,
        call_id=row.call_id,
        why=row.why,
        fresh=bool(row.fresh),
        who=row.who or "",
        words=words if len(words) <= LETTERS else words[: LETTERS - 1] + "…",
        at=row.at,
        idea=row.idea or "",
        language=row.language or "",
        thread=row.thread or "",
    )


@cache  # built once, when every noun has said who hears a thread whole
def _newest() -> Prepared:
    newest = select(Call.id).where(Call.person_id == _person).order_by(Call.id.desc()).limit(LOOKED).subquery()
    mark = select(Person.calls_read).where(Person.actor_id == _person).scalar_subquery()
    fresh = unread_call(mark)
    calls = select(Post.id.label("post_id"), Call.id.label("call_id"), Call.why, fresh.label("fresh"))
    calls = called(calls.select_from(Call).where(Call.id.in_(select(newest.c.id))), _person)
    calls = calls.order_by(fresh.desc(), Call.id.desc()).limit(MOST)
    loud = select(Post.id.label("post_id"), literal(0).label("call_id"), literal("contribution").label("why"), true())
    loud = unread_contributions(loud.select_from(Thread), _person)
    # The last of each thread are enough, however many are unread.
    loud = loud.where(Post.no > Thread.post_no - MOST).order_by(Post.id.desc()).limit(MOST)
    return Prepared(telling_calls(union_all(select(calls.subquery()), select(loud.subquery())).subquery()))


def telling_calls(found: Any) -> Any:
    """The statement of all there is to say of these contributions, in no order."""
    talk, owner = aliased(Idea), aliased(Idea)
    told = select(
        *found.c,
        Post.html,
        Post.at,
        Actor.name.label("who"),
        func.coalesce(talk.title, owner.title).label("idea"),
        func.coalesce(talk.language, owner.language).label("language"),
        IdeaThread.title.label("thread"),
    )
    return (
        told.select_from(found)
        .join(Post, Post.id == found.c.post_id)
        .outerjoin(Actor, Actor.id == Post.actor_id)
        .outerjoin(talk, talk.thread_id == Post.thread_id)
        .outerjoin(IdeaThread, IdeaThread.thread_id == Post.thread_id)
        .outerjoin(owner, owner.id == IdeaThread.idea_id)
    )


def unread_calls(most: int) -> ColumnElement[int]:
    """How much was said to `asker()` that they have not read, up to so many of either sort."""
    reader = aliased(Person)
    mark = select(reader.calls_read).where(reader.actor_id == asker()).scalar_subquery()
    calls = called(select(literal(1)).select_from(Call), asker()).where(unread_call(mark)).limit(most)
    loud = unread_contributions(select(literal(1)).select_from(Thread), asker()).limit(most)
    return _number(calls) + _number(loud)


def _number(some: Any) -> ScalarSelect[int]:
    return select(func.count()).select_from(some.subquery()).scalar_subquery()

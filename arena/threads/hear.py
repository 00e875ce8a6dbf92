"""Who hears of a contribution, and why: the one place that notices and mails ask."""

from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from arena.actors.model import Actor, Membership, Person
from arena.threads.level import own_marks, parts
from arena.threads.model import CONTRIBUTION, Mention, Post, Thread, ThreadRead
from arena.threads.own_model import Call, ThreadFollow

WHYS = ("mention", "reply", "decision", "contribution")  # the first that holds is the one told
DIRECT = 2  # so many of them are meant for the person themselves

# Acts noted in a thread that settle something for everybody who takes part; later nouns add theirs.
decisions: set[str] = set()


class Heard(msgspec.Struct, frozen=True, order=True):
    """A person who hears of a contribution, and the strongest reason why."""

    person_id: int
    why: str


def hearers(db: Connection, post_id: int, *, decision: bool = False) -> list[Heard]:
    """Who hears of a visible item of a thread, each person once; never those who wrote it.

    Mentions and replies reach whoever hears the thread at least normally, a decision (a contribution marked as one,
    or a note of an act in `decisions`) everyone with a part who does, any other contribution those who hear it loud.
    """
    parent = aliased(Post)
    asked = select(Post.thread_id, Post.kind, Post.person_id, parent.person_id.label("answered"))
    asked = asked.outerjoin(parent, parent.id == Post.reply_to).where(Post.id == post_id, Post.state == "visible")
    post = db.execute(asked).first()
    if post is None:
        return []
    decision = decision or post.kind in decisions
    if post.kind != CONTRIBUTION and not decision:
        return []
    found: dict[int, int] = {}
    for row in db.execute(_heard(post_id, post, decision)):
        found[row.person] = min(row.why, found.get(row.person, len(WHYS)))
    return sorted(Heard(person, WHYS[why]) for person, why in found.items())


def hears(person: Any) -> Select[Any]:
    """The same rule from the other side: the threads in which a person hears decisions, as a statement.

    A decision they made themselves is not among what they hear; the one who asks leaves it out.
    """
    return _heard_by(person, "normal", "loud")


def hears_all(person: Any) -> Select[Any]:
    """The threads in which a person hears each contribution, as a statement."""
    return _heard_by(person, "loud")


def may_hear_all(threads: Any) -> CompoundSelect[Any]:
    """Everybody who might hear each contribution to some of these threads (a statement); `hears_all` knows who does."""
    chosen = select(ThreadFollow.person_id).where(ThreadFollow.level == "loud", ThreadFollow.thread_id.in_(threads))
    loud = [part.people.subquery() for part in parts if part.level == "loud"]
    return union_all(chosen, *(select(people.c[1]).where(people.c[0].in_(threads)) for people in loud))


def _heard_by(person: Any, *levels: str) -> Select[Any]:
    """The threads a person hears at one of these levels: what they chose, else what their part in it brings along."""
    follows = select(ThreadFollow.thread_id).where(ThreadFollow.person_id == person)
    enough = [literal(level) for level in levels]
    chosen = follows.add_columns(ThreadFollow.person_id).where(ThreadFollow.level.in_(enough))
    hearing = [part.people for part in parts if part.level in levels]
    by_part = [people.where(people.selected_columns[1] == person) for people in hearing]
    thread = next(iter(union_all(chosen, *by_part).subquery().c))
    return select(thread).where(thread.not_in(follows.where(ThreadFollow.level.not_in(enough))))


def called(statement: Any, person: Any) -> Any:
    """The same for contributions that call on a person: join them to a statement from `Call`."""
    known = statement.join(Post, Post.id == Call.post_id).join(Thread, Thread.id == Post.thread_id)
    still = exists().where(
        Mention.post_id == Call.post_id,
        Membership.organisation_id == Mention.actor_id,
        Membership.person_id == person,
        Membership.state == "active",
    )
    return own_marks(known, person).where(
        Call.person_id == person,
        *_readable(person),
        func.coalesce(ThreadFollow.level, "normal").in_([literal("normal"), literal("loud")]),
        or_(Call.why != "organisation", still),
    )


def unread_call(read: Any) -> ColumnElement[bool]:
    """Whether what `called` joins is still new to whoever has read calls up to `read`, and the thread as they have."""
    return and_(Call.id > read, or_(Call.late, Post.no > func.coalesce(ThreadRead.no, 0)))


def unread_contributions(statement: Any, person: Any) -> Any:
    """And for threads a person hears whole: join the contributions they have not read to a statement from `Thread`.

    What calls on them is left to `called`.
    """
    unread = and_(Post.thread_id == Thread.id, Post.no > func.coalesce(ThreadRead.no, 0))
    return (
        own_marks(statement, person)
        .join(Post, unread)
        .where(
            Thread.id.in_(hears_all(person)),
            *_readable(person),
            ~exists().where(Call.post_id == Post.id, Call.person_id == person),
        )
    )


def _readable(person: Any) -> tuple[ColumnElement[bool], ...]:
    own = and_(Post.person_id.is_not(None), Post.person_id == person)
    return Post.state == "visible", Post.kind == CONTRIBUTION, Thread.audience == "public", ~own


def _heard(post_id: int, post: Any, decision: bool) -> Select[Any]:
    loud_enough = ("normal", "loud") if decision else ("loud",)
    people = _people(post_id, post, decision, loud_enough).subquery()
    level = func.coalesce(ThreadFollow.level, people.c.level)
    chosen = and_(ThreadFollow.thread_id == post.thread_id, ThreadFollow.person_id == people.c.person)
    meant = and_(people.c.why < DIRECT, level.in_(["normal", "loud"]))
    return (
        select(people.c.person, people.c.why)
        .join(Person, and_(Person.actor_id == people.c.person, Person.email.is_not(None)))
        .outerjoin(ThreadFollow, chosen)
        .where(people.c.person != (post.person_id or 0), or_(meant, level.in_(loud_enough)))
        .distinct()
    )


def _people(post_id: int, post: Any, decision: bool, loud_enough: tuple[str, ...]) -> CompoundSelect[Any]:
    """Everybody who might hear: (person, why, the level they have unless they chose one)."""
    why, normal = WHYS.index("decision" if decision else "contribution"), literal("normal")
    named = select(Actor.id, literal(0), normal).join(Mention, Mention.actor_id == Actor.id)
    speakers = select(Membership.person_id, literal(0), normal).join(
        Mention, Mention.actor_id == Membership.organisation_id
    )
    asked = [
        select(literal(post.answered or 0).label("person"), literal(1).label("why"), normal.label("level")),
        named.where(Mention.post_id == post_id, Actor.kind == "person"),
        speakers.where(Mention.post_id == post_id, Membership.state == "active"),
        select(ThreadFollow.person_id, literal(why), ThreadFollow.level).where(
            ThreadFollow.thread_id == post.thread_id
        ),
    ]
    for part in parts:
        if part.level in loud_enough:
            within = part.within(post.thread_id).subquery()
            asked.append(select(within.c[1], literal(why), literal(part.level)))
    return union_all(*asked)

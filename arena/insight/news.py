"""News: what was decided in ideas a person has a part in, and said to them, found when they ask, by the one rule."""

from functools import cache
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from arena.actors.model import Person
from arena.actors.session import asker
from arena.ideas.model import Follow, Idea, Support
from arena.ideas.team_model import COUNTING, Commitment
from arena.insight.calls import Heard, heard, unread_calls
from arena.insight.entry import Entry, entry_of
from arena.insight.journal import telling
from arena.journal.model import JournalEntry
from arena.store.prepared import Prepared
from arena.threads.hear import decisions, hears
from arena.threads.model import Post
from arena.voice import Me

PAGE = 100
COUNTED = 99  # more are told as "more than 99"
WHYS = ("carry", "team", "offer", "support", "follow", "talk")  # the first that holds is the one told


class Group(msgspec.Struct, frozen=True):
    """What is new in one idea, newest first, and why this person hears of it; `fresh` are not read yet."""

    idea_id: int
    title: str
    language: str
    why: str
    entries: list[Entry]
    fresh: int


class News(msgspec.Struct, frozen=True):
    """A person's news: what was `said` to them; unread ideas, then read ones; `newest` is the mark that reads all."""

    fresh: list[Group]
    read: list[Group]
    newest: int
    rhythm: str
    said: Heard


def heard_by(person: Any) -> tuple[ColumnElement[bool], ...]:
    """Which entries a person hears of: joined is `Post`, the note of each."""
    mine = hears(person)
    return (
        # Said so that no index on the kind leads through every decision there is: a person's ideas are few.
        (JournalEntry.kind + "").in_([literal(kind) for kind in sorted(decisions)]),
        JournalEntry.idea_id.in_(select(Idea.id).where(Idea.thread_id.in_(mine))),
        Post.state == "visible",
        or_(Post.person_id.is_(None), Post.person_id != person),
    )


_person: Any = bindparam("person")
_own = Prepared(select(Person.news_read, Person.news_rhythm).where(Person.actor_id == _person))


@cache  # built once, when every noun has said what it decides; building it costs ten times as much as asking it
def _newest() -> Prepared:
    ids = select(JournalEntry.id).join(Post, Post.id == JournalEntry.post_id).where(*heard_by(_person))
    return Prepared(telling(ids.order_by(JournalEntry.id.desc()).limit(PAGE)))


def news(db: Connection, me: Me) -> News:
    """The newest news of a person, by idea."""
    asks = {"person": me.person_id}
    own, found = _own.first(db, asks), [entry_of(row) for row in _newest().all(db, asks)]
    found.sort(key=lambda entry: entry.id, reverse=True)
    whys = why_each(db, me.person_id, {entry.idea_id for entry in found})
    groups = [_group(some, whys, own.news_read) for some in _by_idea(found)]
    return News(
        [group for group in groups if group.fresh],
        [group for group in groups if not group.fresh],
        max((entry.id for entry in found), default=0),
        own.news_rhythm,
        heard(db, me),
    )


def _by_idea(found: list[Entry]) -> list[list[Entry]]:
    by_idea: dict[int, list[Entry]] = {}
    for entry in found:
        by_idea.setdefault(entry.idea_id, []).append(entry)
    return list(by_idea.values())


def _group(some: list[Entry], whys: dict[int, str], read: int) -> Group:
    first = some[0]
    fresh = sum(entry.id > read for entry in some)
    return Group(first.idea_id, first.title, first.language, whys[first.idea_id], some, fresh)


def why_each(db: Connection, person: int, ideas: set[int]) -> dict[int, str]:
    """Why a person hears of each of these ideas: the strongest part they have in it."""
    rows = _whys.all(db, {"person": person, "ideas": sorted(ideas)}) if ideas else []
    return {row.id: _strongest(row) for row in rows}


def _parts() -> Prepared:
    team = and_(Commitment.idea_id == Idea.id, Commitment.person_id == _person)
    counting = Commitment.state.in_([literal(state) for state in COUNTING])
    parts = (
        exists().where(team, Commitment.role == "carry", counting),
        exists().where(team, counting),
        exists().where(team, Commitment.state == "offered"),
        exists().where(Support.idea_id == Idea.id, Support.person_id == _person),
        exists().where(Follow.idea_id == Idea.id, Follow.person_id == _person),
    )
    asked = select(Idea.id, *(part.label(name) for part, name in zip(parts, WHYS, strict=False)))
    return Prepared(asked.where(Idea.id.in_(bindparam("ideas", expanding=True))), among="ideas")


_whys = _parts()


def _strongest(row: Any) -> str:
    return next((name for name in WHYS[:-1] if getattr(row, name)), WHYS[-1])


def unread_news() -> ColumnElement[int]:
    """How much news, decided or said to them, `asker()` has not read: a part of the statement that finds them."""
    reader = aliased(Person)
    read = select(reader.news_read).where(reader.actor_id == asker()).scalar_subquery()
    some = select(literal(1)).select_from(JournalEntry).join(Post, Post.id == JournalEntry.post_id)
    some = some.where(*heard_by(asker()), JournalEntry.id > read).limit(COUNTED + 1)
    decided = select(func.count()).select_from(some.subquery()).scalar_subquery()
    return decided + unread_calls(COUNTED + 1)

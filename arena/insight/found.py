"""What a round of mails finds: decisions, what was said to people, and how much is new where they hear everything."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, func, select, true, union_all
from sqlalchemy.orm import aliased

from arena.actors.model import Person
from arena.ideas.model import Idea
from arena.ideas.thread_model import IdeaThread
from arena.insight.calls import Spoken, spoken, telling_calls
from arena.insight.entry import Entry
from arena.insight.journal import told
from arena.journal.model import JournalEntry
from arena.store.prepared import Prepared
from arena.threads.hear import called, decisions, hearers, may_hear_all, unread_call, unread_contributions
from arena.threads.model import Post, Thread
from arena.threads.own_model import Call

COUNTED = 99  # contributions of one thread; more are told as "more than 99"
MOST_IDEAS = 20


class Count(msgspec.Struct, frozen=True):
    """How many contributions to an idea are new to somebody who hears all of them."""

    idea_id: int
    title: str
    n: int


class Found(msgspec.Struct, frozen=True):
    """What a round has for one person."""

    entries: list[Entry]
    said: list[Spoken]
    counts: list[Count]


class Finds(msgspec.Struct, frozen=True):
    """What a round has for everybody, by person."""

    entries: dict[int, list[Entry]]
    said: dict[int, list[Spoken]]
    counts: dict[int, list[Count]]

    def people(self) -> list[int]:
        """All for whom it has something."""
        return sorted({*self.entries, *self.said, *self.counts})

    def of(self, person: Any, rhythm: str) -> Found:
        """What it has for one of them; of the journal nothing they have read, or hear of in another rhythm."""
        entries = self.entries.get(person.actor_id, []) if person.news_rhythm == rhythm else []
        fresh = [entry for entry in entries if entry.id > person.news_read]
        return Found(fresh, self.said.get(person.actor_id, []), self.counts.get(person.actor_id, []))


def decided(db: Connection, rows: Sequence[Any]) -> dict[int, list[Entry]]:
    """Who hears of which of these entries of the journal, by the one rule."""
    heard: defaultdict[int, list[int]] = defaultdict(list)
    for row in rows:
        if row.kind in decisions and row.post_id:
            for one in hearers(db, row.post_id):
                heard[one.person_id].append(row.id)
    if not heard:
        return {}
    wanted = sorted({entry_id for ids in heard.values() for entry_id in ids})
    entries = {entry.id: entry for entry in told(db, select(JournalEntry.id).where(JournalEntry.id.in_(wanted)))}
    return {person: [entries[entry_id] for entry_id in ids] for person, ids in heard.items()}


def said_to(db: Connection, rhythm: str, after: int, upto: int) -> dict[int, list[Spoken]]:
    """What was said to those who chose a rhythm by these calls, newest first: what their page would show as new."""
    columns = (Post.id.label("post_id"), Call.id.label("call_id"), Call.why, true().label("fresh"), Call.person_id)
    calls = called(select(*columns).select_from(Call), Call.person_id)
    calls = calls.join(Person, Person.actor_id == Call.person_id)
    these = (Call.id > after, Call.id <= upto, Person.news_rhythm == rhythm, unread_call(Person.calls_read))
    found: defaultdict[int, list[Spoken]] = defaultdict(list)
    rows = db.execute(telling_calls(calls.where(*these).subquery())).all()
    for row in sorted(rows, key=lambda row: row.call_id, reverse=True):
        found[row.person_id].append(spoken(row))
    return found


def counted(db: Connection, rhythms: Iterable[str], since: datetime, until: datetime) -> dict[int, list[Count]]:
    """How much that came in between is unread where people with these rhythms hear everything, by idea."""
    might = Person.actor_id.in_(may_hear_all(_active(since)))
    asked = select(Person.actor_id).where(might, Person.news_rhythm.in_(list(rhythms)), Person.email.is_not(None))
    found = {}
    for person in db.execute(asked).scalars().all():
        rows = _new().all(db, {"person": person, "since": since, "until": until})
        if rows:
            found[person] = [Count(row.idea_id, row.title, row.n) for row in rows]
    return found


def _active(since: datetime) -> Any:
    """The threads of ideas in which something happened since then."""
    active = (Idea.state.in_(["published", "withdrawn"]), Idea.active_at > since)
    named = select(IdeaThread.thread_id).join(Idea, Idea.id == IdeaThread.idea_id)
    return select(union_all(select(Idea.thread_id).where(*active), named.where(*active)).subquery())


@cache  # built once, when every noun has said who hears a thread whole
def _new() -> Prepared:
    talk, owner = aliased(Idea), aliased(Idea)
    idea_id, title = func.coalesce(talk.id, owner.id), func.coalesce(talk.title, owner.title)
    new = select(idea_id.label("idea_id"), title.label("title"), func.count().label("n"))
    new = unread_contributions(new.select_from(Thread), bindparam("person"))
    new = (
        new.outerjoin(talk, talk.thread_id == Thread.id)
        .outerjoin(IdeaThread, IdeaThread.thread_id == Thread.id)
        .outerjoin(owner, owner.id == IdeaThread.idea_id)
        .where(idea_id.is_not(None), Post.no >= Thread.post_no - COUNTED)
        .where(Post.at > bindparam("since"), Post.at <= bindparam("until"))
    )
    return Prepared(new.group_by(idea_id, title).order_by(func.max(Post.id).desc()).limit(MOST_IDEAS))

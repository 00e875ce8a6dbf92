"""Read the journal: the entries a choice leaves, a page at a time, along an index that is in their order.

A filter that no index leads to is looked at entry by entry, but over so many at most; where they are not enough
for a page, the page says where to look on. So a page costs the same however long the journal is.
"""

from typing import Any

import msgspec
from sqlalchemy import Connection, and_, func, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.ideas.model import Idea
from arena.insight.choose import Chosen
from arena.insight.entry import Entry, entry_of
from arena.insight.walk import walk
from arena.insight.wanted import Place
from arena.journal.model import JournalEntry
from arena.threads.model import Post

PAGE = 50


class Part(msgspec.Struct, frozen=True):
    """A page of the journal, newest first, and the places around it; `sparse` where it only looked so far."""

    entries: list[Entry]
    older: Place | None = None
    newer: Place | None = None
    sparse: bool = False


def entries(db: Connection, chosen: Chosen, most: int = PAGE) -> Part:
    """The page of entries a choice leaves, from its place on."""
    if chosen.nobody:
        return Part([])
    ids, edge = walk(db, chosen, most + 1)
    found = ids.subquery()
    rows = [entry_of(row) for row in db.execute(_told(found))]
    rows.sort(key=lambda entry: (entry.no,) if chosen.idea_id else (entry.at, entry.id), reverse=not chosen.upwards)
    more = len(rows) > most
    rows = rows[:most]
    if chosen.upwards:
        rows.reverse()
    return _part(chosen, rows, more, edge)


def _part(chosen: Chosen, rows: list[Entry], more: bool, edge: Place | None) -> Part:
    """The page with its ways on: behind its own ends, or where nothing more was looked at."""
    wanted, sparse = chosen.wanted, edge is not None and not more
    first, last = (_place(chosen, rows[0]), _place(chosen, rows[-1])) if rows else (None, None)
    if wanted.newer is not None:
        onward = edge if sparse else first
        return Part(rows, last or wanted.newer, onward if more or sparse else None, sparse)
    onward = edge if sparse else last
    return Part(rows, onward if more or sparse else None, first if wanted.older else None, sparse)


def _place(chosen: Chosen, entry: Entry) -> Place:
    return Place(entry.no) if chosen.idea_id else Place(entry.id, entry.at)


_person, _actor, _corrected, _later = aliased(Actor), aliased(Actor), aliased(JournalEntry), aliased(JournalEntry)


def _told(found: Any) -> Any:
    """All there is to say of these entries, in one statement."""
    later = select(func.min(_later.no)).where(_later.corrects == JournalEntry.id).scalar_subquery()
    told = select(
        JournalEntry.__table__,
        Idea.title,
        Idea.language,
        _person.name.label("person_name"),
        _actor.name.label("actor_name"),
        _corrected.no.label("corrected_no"),
        later.label("later_no"),
        Post.state.label("note_state"),
        Post.born_seq.label("born"),
    )
    return (
        told.select_from(found)
        .join(JournalEntry, JournalEntry.id == found.c.id)
        .join(Idea, and_(Idea.id == JournalEntry.idea_id, Idea.state != "draft"))
        .outerjoin(_person, _person.id == JournalEntry.person_id)
        .outerjoin(_actor, _actor.id == JournalEntry.actor_id)
        .outerjoin(_corrected, _corrected.id == JournalEntry.corrects)
        .outerjoin(Post, Post.id == JournalEntry.post_id)
    )


def telling(ids: Any) -> Any:
    """The statement of all there is to say of the entries of a statement of their ids, in no order."""
    return _told(ids.subquery())


def told(db: Connection, ids: Any) -> list[Entry]:
    """Those entries."""
    return [entry_of(row) for row in db.execute(telling(ids))]


def newest_id(db: Connection) -> int:
    """The number of the newest entry of all; 0 where there is none."""
    return int(db.execute(select(func.max(JournalEntry.id))).scalar() or 0)

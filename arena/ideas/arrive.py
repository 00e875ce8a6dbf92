"""Ideas arrive from elsewhere, many at once: the rows that posting each would write, in one statement a table."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import insert

from arena.ideas.model import Follow, Idea, IdeaRevision
from arena.ideas.publish import published
from arena.ideas.tags import rows_of_tags
from arena.ideas.team_model import Commitment, CommitmentStep
from arena.ideas.text import IdeaText, snapshot
from arena.journal.model import JournalEntry
from arena.store import Tx
from arena.store.base import Base
from arena.store.outbox import Outbox
from arena.threads.model import Post, Thread, ThreadEvent
from arena.voice import Voice

Row = dict[str, Any]


class Arrival(msgspec.Struct, frozen=True):
    """An idea that was checked and rendered before: its text, its columns, when it was published, its source."""

    text: IdeaText
    columns: Row
    at: datetime
    source: str
    source_url: str | None


def arrive(tx: Tx, voice: Voice, arrivals: list[Arrival], strategy_id: int) -> list[int]:
    """Publish ideas without needs in a voice's name; returns their numbers.

    A few thousand ideas through `post` would hold every other act up for many seconds; here it is a fraction of one.
    A test compares the two, table by table.
    """
    who = {"person_id": voice.person_id, "actor_id": voice.actor_id}
    threads = _insert(tx, Thread, [{"audience": "public", "seq": 1, "acl_rev": 1} for _ in arrivals])
    ideas = _insert(
        tx,
        Idea,
        [
            one.columns
            | who
            | {"state": "published", "strategy_id": strategy_id, "thread_id": thread, "team_count": 1}
            | {"created_at": one.at, "published_at": one.at, "active_at": one.at}
            | {"source": one.source, "source_url": one.source_url}
            for one, thread in zip(arrivals, threads, strict=True)
        ],
    )
    at = [{"at": one.at, **who} for one in arrivals]
    _describe(tx, arrivals, ideas, at)
    carrying = _begin_to_carry(tx, voice, ideas, at)
    _enter(tx, ideas, _note(tx, threads, at), carrying, at)
    for idea in ideas:
        tx.hint("idea", idea)
    return ideas


def _describe(tx: Tx, arrivals: list[Arrival], ideas: list[int], at: list[Row]) -> None:
    tags: dict[type[Base], list[Row]] = {}
    for one, idea in zip(arrivals, ideas, strict=True):
        for table, rows in rows_of_tags(idea, one.text).items():
            tags.setdefault(table, []).extend(rows)
    for table, rows in tags.items():
        if rows:
            tx.db.execute(insert(table), rows)
    texts = [snapshot(one.text) for one in arrivals]
    first = [{"idea_id": idea, "rev": 1, "text": text, **row} for idea, text, row in zip(ideas, texts, at, strict=True)]
    tx.db.execute(insert(IdeaRevision), first)


def _begin_to_carry(tx: Tx, voice: Voice, ideas: list[int], at: list[Row]) -> list[int]:
    row = {"role": "carry", "kind": "time", "state": "active", "changed_by": voice.actor_id}
    rows = [{"idea_id": idea, "changed_at": one["at"], **row, **one} for idea, one in zip(ideas, at, strict=True)]
    commitments = _insert(tx, Commitment, rows)
    steps = [
        {"commitment_id": number, "act": "publish", "state": "active", **one}
        for number, one in zip(commitments, at, strict=True)
    ]
    tx.db.execute(insert(CommitmentStep), steps)
    follows = [
        {"idea_id": idea, "person_id": one["person_id"], "at": one["at"]} for idea, one in zip(ideas, at, strict=True)
    ]
    tx.db.execute(insert(Follow), follows)
    return commitments


def _note(tx: Tx, threads: list[int], at: list[Row]) -> list[int]:
    first = {"kind": "ideas.publish", "facts": {}, "born_seq": 1, "seq": 1}
    notes = _insert(tx, Post, [{"thread_id": thread, **first, **one} for thread, one in zip(threads, at, strict=True)])
    events = [
        {"thread_id": thread, "seq": 1, "kind": "note", "post_id": note, "rev": 1, **one}
        for thread, note, one in zip(threads, notes, at, strict=True)
    ]
    tx.db.execute(insert(ThreadEvent), events)
    return notes


def _enter(tx: Tx, ideas: list[int], notes: list[int], carrying: list[int], at: list[Row]) -> None:
    first = {"no": 1, "kind": "ideas.publish", "facts": {}}
    entries = _insert(
        tx,
        JournalEntry,
        [
            {"idea_id": idea, "post_id": post, "change": published(commitment), **first, **one}
            for idea, post, commitment, one in zip(ideas, notes, carrying, at, strict=True)
        ],
    )
    told = [
        {"kind": "ideas.publish", "facts": {"idea": idea, "entry": entry}, **one}
        for idea, entry, one in zip(ideas, entries, at, strict=True)
    ]
    tx.db.execute(insert(Outbox), told)
    tx.hint("outbox", "ideas.publish")


def _insert(tx: Tx, table: Any, rows: list[Row]) -> list[int]:
    """Insert rows and give their numbers, in the same order."""
    numbered = insert(table).returning(table.id, sort_by_parameter_order=True)
    return list(tx.db.execute(numbered, rows).scalars())

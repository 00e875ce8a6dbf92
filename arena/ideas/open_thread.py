"""Open another thread of an idea, with a name and a sentence on what it is for."""

import msgspec
from sqlalchemy import func, insert, select

from arena.errors import Faults, Refusal
from arena.ideas.address import thread_address
from arena.ideas.queries import Found, idea_for_act
from arena.ideas.rules import must_open
from arena.ideas.thread_model import KINDS, MOST_THREADS, PURPOSE, TITLE, IdeaThread
from arena.store import Tx
from arena.store.outbox import note
from arena.store.text import clean_line
from arena.threads.note import note_act
from arena.threads.open import open_thread as open_plain
from arena.voice import Voice


class Opening(msgspec.Struct, frozen=True):
    """What a thread is to be: its kind, its name and one sentence on what it is for."""

    kind: str = ""
    title: str = ""
    purpose: str = ""


def open_thread(tx: Tx, voice: Voice, idea_id: int, opening: Opening, client_key: str | None = None) -> int:
    """Open a thread; carriers of any kind, others who take part one for collaboration. Returns its number.

    Sent again with the same key it is the same thread.
    """
    idea = idea_for_act(tx, voice, idea_id)
    known = select(IdeaThread.thread_id).filter_by(person_id=voice.person_id, client_key=client_key)
    if client_key and (before := tx.db.execute(known).scalar()) is not None:
        return int(before)
    must_open(tx.db, voice, idea, opening.kind)
    thread_id = add_thread(tx, voice, idea, opening, client_key)
    note_act(tx, voice, idea.thread_id, "ideas.open_thread", **facts_of(idea.id, thread_id, clean_line(opening.title)))
    note(tx, "ideas.open_thread", person_id=voice.person_id, actor_id=voice.actor_id, idea=idea.id, thread=thread_id)
    return thread_id


def named_so(title: str, purpose: str, faults: Faults) -> tuple[str, str]:
    """A thread's name and what it is for, as they will stand; raises `Invalid` with these and what was found before."""
    title, purpose = clean_line(title), clean_line(purpose)
    faults.text("title", title, most=TITLE)
    faults.text("purpose", purpose, most=PURPOSE)
    faults.refuse()
    return title, purpose


def add_thread(tx: Tx, voice: Voice, idea: Found, opening: Opening, client_key: str | None) -> int:
    """Check a thread's name and add it to the idea; the caller holds the idea, may do so, and tells of it."""
    faults = Faults()
    faults.one_of("kind", opening.kind, KINDS)
    title, purpose = named_so(opening.title, opening.purpose, faults)
    place = tx.db.execute(
        select(func.coalesce(func.max(IdeaThread.place), 0) + 1, func.count()).where(IdeaThread.idea_id == idea.id)
    ).one()
    if place[1] >= MOST_THREADS:
        raise Refusal(409, "ideas_threads.refused.most", most=MOST_THREADS)
    row = {"idea_id": idea.id, "kind": opening.kind, "title": title, "purpose": purpose, "place": place[0]}
    row |= {"person_id": voice.person_id, "actor_id": voice.actor_id, "client_key": client_key or None, "at": tx.now}
    row["thread_id"] = open_plain(tx)
    tx.db.execute(insert(IdeaThread).values(row))
    return int(row["thread_id"])


def facts_of(idea_id: int, thread_id: int, title: str) -> dict[str, object]:
    """What a note says of a thread: its name, and where it is."""
    return {"thread": thread_id, "title": title, "to": thread_address(idea_id, thread_id, title)}

"""Enter an act into the journal of an idea: with it go its note in the thread, its event, and the word that woke."""

from collections.abc import Mapping
from typing import Any, Protocol

from sqlalchemy import bindparam, func, insert, select

from arena.journal.model import JournalEntry
from arena.store import Tx
from arena.store.outbox import note
from arena.threads.log import Stored
from arena.threads.note import note_act
from arena.voice import Voice

Change = Mapping[str, tuple[Any, Any]]


class Subject(Protocol):
    """Whose journal it is: an idea's row."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def thread_id(self) -> int:
        """Its first thread."""


_last = select(func.max(JournalEntry.no)).where(JournalEntry.idea_id == bindparam("idea"))


def enter(
    tx: Tx,
    voice: Voice | None,
    idea: Subject,
    kind: str,
    *,
    why: str = "",
    change: Change | None = None,
    corrects: int | None = None,
    noted: Stored | None = None,
    **facts: Any,
) -> int:
    """Add an entry of an act such as `ideas.publish`, and note it in the idea's thread; returns its number.

    The caller holds the idea. `why` is the public reason; `change` names what was and what is, as plain JSON, so that
    all changes one after the other give what is (`fold`). Where the act is noted already, `noted` is that note.
    Without a voice it happened by itself.
    """
    at = noted or note_act(tx, voice, idea.thread_id, kind, **facts)
    person_id, actor_id = (voice.person_id, voice.actor_id) if voice else (None, None)
    who = {"person_id": person_id, "actor_id": actor_id}
    number = (tx.db.execute(_last, {"idea": idea.id}).scalar() or 0) + 1
    row = {"idea_id": idea.id, "no": number, "kind": kind, "at": tx.now, "why": why, "facts": facts, **who}
    row |= {"change": {name: list(pair) for name, pair in (change or {}).items()}}
    row |= {"post_id": at.post_id, "corrects": corrects}
    entry = int(tx.db.execute(insert(JournalEntry).values(row).returning(JournalEntry.id)).scalar_one())
    note(tx, kind, **who, idea=idea.id, entry=entry)
    tx.hint("idea", idea.id)
    return entry

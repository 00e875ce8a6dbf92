"""Entries as they are stored, for tests that need more of them than people would make; and mails that tell of them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from arena.ideas.queries import hold
from arena.journal.enter import enter
from arena.journal.model import JournalEntry
from arena.store import Store, Tx
from arena.store.outbox import Outbox
from arena.voice import Me, Voice

ACTS = ("ideas.revise", "ideas.join", "ideas.accept", "ideas.start")


def pile(tx: Tx, idea_id: int, many: int, voice: Voice, since: datetime | None = None) -> int:
    """Add many entries to an idea's journal, one a second, as `enter` would; returns the first one's number."""
    first = 1 + (tx.db.execute(select(func.max(JournalEntry.no)).where(JournalEntry.idea_id == idea_id)).scalar() or 0)
    begin = since or tx.now - timedelta(seconds=many)
    by = {"person_id": voice.person_id, "actor_id": voice.actor_id, "change": {}, "why": ""}
    rows: list[dict[str, Any]] = [
        {"idea_id": idea_id, "no": first + n, "kind": ACTS[n % 4], "at": begin + timedelta(seconds=n)}
        | {"facts": {"who": voice.actor, "what": f"Schritt {n}", "rev": n, "note": f"Wort {n}"}}
        | by
        for n in range(many)
    ]
    tx.db.execute(insert(JournalEntry), rows)
    return first


def mailed(store: Store) -> list[dict[str, Any]]:
    """Every mail that was asked for, in their order."""
    asked = select(Outbox.facts).where(Outbox.kind == "mail").order_by(Outbox.id)
    return store.read_now(lambda db: list(db.execute(asked).scalars()))


def me_of(voice: Voice) -> Me:
    """A person as their pages know them."""
    return Me(voice.person_id, voice.person, "de", (voice,), voice.person_id, "")


def entered(tx: Tx, idea_id: int, voice: Voice | None, kind: str, **more: Any) -> int:
    """Enter an act of any kind; returns the entry's number."""
    idea = hold(tx, idea_id)
    assert idea
    return enter(tx, voice, idea, kind, **more)

"""Contribute from a page without scripts: what stood above was read, and what was begun is said."""

from arena.store import Tx
from arena.threads.contribute import Contribution, contribute
from arena.threads.draft import forget_draft
from arena.threads.log import Stored
from arena.threads.read import mark_read
from arena.voice import Voice


def say(tx: Tx, voice: Voice, thread_id: int, said: Contribution, client_key: str | None = None) -> Stored:
    """Contribute, remember that the thread was read up to here, and let go of the draft."""
    stored = contribute(tx, voice, thread_id, said, client_key)
    if stored.no:
        mark_read(tx, voice.person_id, thread_id, stored.no)
    forget_draft(tx, voice, thread_id)
    return stored

"""Choose how loudly to hear a thread; nobody else sees it."""

from arena.errors import Refusal
from arena.store import Tx
from arena.store.upsert import insert_or
from arena.threads.level import LEVELS
from arena.threads.own_model import ThreadFollow
from arena.threads.timeline import head
from arena.voice import Voice


def follow_thread(tx: Tx, voice: Voice, thread_id: int, level: str) -> None:
    """Hear a public thread at one of `LEVELS` from now on."""
    if level not in LEVELS:
        raise Refusal(422, "errors.unknown_choice")
    head(tx.db, thread_id)
    chosen = {"level": level, "at": tx.now}
    row = insert_or(tx, ThreadFollow).values(thread_id=thread_id, person_id=voice.person_id, **chosen)
    tx.db.execute(row.on_conflict_do_update(index_elements=["thread_id", "person_id"], set_=chosen))

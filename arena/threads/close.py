"""Close a thread: it stays readable and takes nothing new; or open it again. Everybody reads by whom and why."""

from sqlalchemy import update

from arena.errors import Faults
from arena.store import Tx
from arena.store.text import clean_line
from arena.threads.log import Stored, lock
from arena.threads.model import Thread
from arena.threads.note import note_act
from arena.voice import Voice

REASON = 300


def close_thread(tx: Tx, voice: Voice, thread_id: int, kind: str = "threads.close", **facts: object) -> Stored | None:
    """Close a thread with a note of what closed it, which it returns; one that is closed stays as it is (None)."""
    return _set(tx, voice, thread_id, kind, locked=True, **facts)


def reopen_thread(tx: Tx, voice: Voice, thread_id: int, reason: str, kind: str = "threads.reopen") -> Stored | None:
    """Open a thread again, with a reason; one that is open stays as it is (None)."""
    return _set(tx, voice, thread_id, kind, locked=False, reason=reason)


def reason_for(text: str) -> str:
    """The public reason of an act on a thread; raises `Invalid` for the field `reason`."""
    reason, faults = clean_line(text), Faults()
    faults.text("reason", reason, most=REASON)
    faults.refuse()
    return reason


def _set(tx: Tx, voice: Voice, thread_id: int, kind: str, *, locked: bool, **facts: object) -> Stored | None:
    if lock(tx, thread_id).locked == locked:
        return None
    changed = {"locked": locked, "acl_rev": Thread.acl_rev + 1}
    tx.db.execute(update(Thread).where(Thread.id == thread_id).values(changed))
    return note_act(tx, voice, thread_id, kind, sets={"locked": locked}, **facts)

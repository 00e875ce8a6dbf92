"""Why a thread is closed: the note of whoever closed it last."""

from sqlalchemy import Connection

from arena.threads.item import ITEMS, Item, items_of
from arena.threads.model import Post

NOTES = 50  # after it was closed only notes come: it is among the last


def closing(db: Connection, thread_id: int) -> Item | None:
    """The note with which a closed thread was closed; None where nobody left one."""
    notes = ITEMS.where(Post.thread_id == thread_id, Post.no.is_(None)).order_by(Post.born_seq.desc()).limit(NOTES)
    found = items_of(db, db.execute(notes).all())
    return next((note for note in found if note.sets.get("locked")), None)

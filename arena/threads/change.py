"""Load a contribution for a change."""

from typing import Any

from sqlalchemy import Row, select

from arena.errors import Missing
from arena.store import Tx
from arena.threads.log import lock
from arena.threads.model import Post


def post_for_change(tx: Tx, post_id: int) -> tuple[Row[Any], Row[Any]]:
    """A visible contribution and its thread, both ours until the commit; else 404."""
    found = tx.db.execute(select(Post.thread_id).where(Post.id == post_id, Post.no.is_not(None))).first()
    if found is None:
        raise Missing
    thread = lock(tx, found.thread_id)
    post = tx.db.execute(select(Post.__table__).where(Post.id == post_id)).one()
    return thread, post

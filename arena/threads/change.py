"""Load a contribution for a change."""

from typing import Any

from sqlalchemy import Row, bindparam, select

from arena.errors import Missing
from arena.store import Tx
from arena.threads.log import lock
from arena.threads.model import Post

_thread = select(Post.thread_id).where(Post.id == bindparam("post"), Post.no.is_not(None))
_post = select(Post.__table__).where(Post.id == bindparam("post"))


def post_for_change(tx: Tx, post_id: int) -> tuple[Row[Any], Row[Any]]:
    """A contribution, wherever it was moved to, and its thread, both ours until the commit; else 404."""
    while True:
        found = tx.db.execute(_thread, {"post": post_id}).first()
        if found is None:
            raise Missing
        thread = lock(tx, found.thread_id)
        post = tx.db.execute(_post, {"post": post_id}).one()
        if post.moved_to is None:
            return thread, post
        post_id = post.moved_to

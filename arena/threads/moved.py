"""Where a contribution is now: what was moved left its address behind."""

from typing import Any

from sqlalchemy import Connection, bindparam, select

from arena.threads.model import Post

_next = select(Post.moved_to).where(Post.id == bindparam("post"))
_former = select(Post.id).where(Post.moved_to.in_(bindparam("posts", expanding=True)))


def present(db: Connection, post_id: int) -> int:
    """The number a contribution has now, however often it was moved."""
    while (to := db.execute(_next, {"post": post_id}).scalar()) is not None:
        post_id = int(to)
    return post_id


def former(db: Connection, post_id: int) -> list[int]:
    """Every number a contribution has or had."""
    found, last = [post_id], [post_id]
    while last:
        rows: Any = db.execute(_former, {"posts": last}).scalars()
        last = list(rows)
        found += last
    return found

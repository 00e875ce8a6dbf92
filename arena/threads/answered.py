"""What a contribution answers, and the words it quotes of it."""

from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from arena.actors.model import Actor
from arena.store import Tx
from arena.threads.model import Post, PostRevision
from arena.threads.named import Answered

_parent = (
    select(Post.id, Post.no, Post.markdown, Post.text_rev, Post.state, Post.person_id, Post.question, Actor.name)
    .outerjoin(Actor, Actor.id == Post.actor_id)
    .where(Post.id == bindparam("post"), Post.thread_id == bindparam("thread"), Post.no.is_not(None))
)
_earlier = (
    select(PostRevision.rev, PostRevision.markdown)
    .where(PostRevision.post_id == bindparam("post"))
    .order_by(PostRevision.rev.desc())
)


class Reply(msgspec.Struct, frozen=True):
    """What is answered, if anything, and whose it is; what is quoted of it, from which revision of its text."""

    to: Answered | None = None
    quote: str = ""
    rev: int | None = None
    person_id: int | None = None


def answered(tx: Tx, thread_id: int, reply_to: int | None, quote: str) -> Reply:
    """What is replied to, if it is in this thread; a quote must be words of some revision of it, else it is dropped."""
    if reply_to is None:
        return Reply()
    found: Any = tx.db.execute(_parent, {"post": reply_to, "thread": thread_id}).first()
    if found is None:
        return Reply()
    to = Answered(found.id, found.no, found.name, found.person_id if found.question else 0)
    rev = _revision(tx, found, quote) if quote and found.state == "visible" else None
    return Reply(to, quote if rev else "", rev, found.person_id)


def _revision(tx: Tx, post: Any, quote: str) -> int | None:
    """The newest revision of a contribution that says these words; whoever quotes may not have seen the last change."""
    if _says(post.markdown, quote):
        return int(post.text_rev)
    earlier = tx.db.execute(_earlier, {"post": post.id}) if post.text_rev > 1 else ()
    return next((row.rev for row in earlier if _says(row.markdown, quote)), None)


def _says(text: str, quote: str) -> bool:
    return " ".join(quote.split()) in " ".join(text.split())

"""What a contribution answers, and the words it quotes of it."""

from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from arena.actors.model import Actor
from arena.store import Tx
from arena.threads.model import Post
from arena.threads.named import Answered

_parent = (
    select(Post.id, Post.no, Post.markdown, Post.state, Post.person_id, Post.question, Actor.name)
    .outerjoin(Actor, Actor.id == Post.actor_id)
    .where(Post.id == bindparam("post"), Post.thread_id == bindparam("thread"), Post.no.is_not(None))
)


class Reply(msgspec.Struct, frozen=True):
    """What is answered, if anything, and what is quoted of it."""

    to: Answered | None = None
    quote: str = ""


def answered(tx: Tx, thread_id: int, reply_to: int | None, quote: str) -> Reply:
    """What is replied to, if it is in this thread; a quote must be words of it, else it is dropped."""
    if reply_to is None:
        return Reply()
    found: Any = tx.db.execute(_parent, {"post": reply_to, "thread": thread_id}).first()
    if found is None:
        return Reply()
    same = " ".join(quote.split()) in " ".join(found.markdown.split())
    to = Answered(found.id, found.no, found.name, found.person_id if found.question else 0)
    return Reply(to, quote if same and found.state == "visible" else "")

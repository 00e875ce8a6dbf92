"""Retract a contribution: its words go, its place stays, so that the thread remains readable."""

from sqlalchemy import delete, select, update

from arena.store import Tx
from arena.threads.change import post_for_change
from arena.threads.log import Change, Stored, append, hash_of, known, next_seq
from arena.threads.model import Mention, Post, PostRevision
from arena.threads.rules import must_be_own
from arena.voice import Voice


def retract(tx: Tx, voice: Voice, post_id: int, client_key: str | None = None) -> Stored:
    """Leave a tombstone in the place of one's own contribution; every earlier text goes as well."""
    thread, post = post_for_change(tx, post_id)
    body = hash_of("delete", post_id)
    if before := known(tx, voice, client_key, body):
        return before
    must_be_own(post, voice)
    if post.state == "deleted":
        return Stored(thread.id, post.seq, post_id, post.rev, dup=True)
    seq, _ = next_seq(tx, thread.id)
    gone = {"state": "deleted", "markdown": "", "html": "", "quote": "", "rev": post.rev + 1, "seq": seq}
    tx.db.execute(update(Post).where(Post.id == post_id).values(gone))
    for table in (PostRevision, Mention):
        tx.db.execute(delete(table).where(table.post_id == post_id))
    append(tx, voice, thread.id, seq, Change("delete", post_id, post.rev + 1, client_key, body))
    _unquote(tx, voice, thread.id, post_id)
    return Stored(thread.id, seq, post_id, post.rev + 1)


def _unquote(tx: Tx, voice: Voice, thread_id: int, post_id: int) -> None:
    """Take the words out of every reply that quotes them; each is a change of its own that readers hear of."""
    quoting = select(Post.id, Post.rev).where(Post.reply_to == post_id, Post.quote != "")
    for reply in tx.db.execute(quoting).all():
        seq, _ = next_seq(tx, thread_id)
        tx.db.execute(update(Post).where(Post.id == reply.id).values(quote="", rev=reply.rev + 1, seq=seq))
        append(tx, voice, thread_id, seq, Change("unquote", reply.id, reply.rev + 1))

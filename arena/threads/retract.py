"""Retract a contribution: its words go, its place stays, so that the thread remains readable."""

from sqlalchemy import delete, select, update

from arena.store import Tx
from arena.threads.change import post_for_change
from arena.threads.log import Change, Stored, append, hash_of, known, next_seq
from arena.threads.marks.unmark import drop_mark
from arena.threads.model import Mention, Post, PostRevision
from arena.threads.moved import former
from arena.threads.own_model import Call
from arena.threads.polls.close import drop_votes
from arena.threads.rules import must_be_own
from arena.voice import Voice


def retract(tx: Tx, voice: Voice, post_id: int, client_key: str | None = None) -> Stored:
    """Leave a tombstone in the place of one's own contribution; every earlier text goes as well."""
    thread, post = post_for_change(tx, post_id)
    body = hash_of("delete", post_id)
    if before := known(tx, voice, client_key, body):
        return before
    post_id = post.id
    must_be_own(post, voice)
    if post.state == "deleted":
        return Stored(thread.id, post.seq, post_id, post.rev, dup=True)
    seq = next_seq(tx, thread.id)
    gone = {
        "state": "deleted",
        "markdown": "",
        "html": "",
        "quote": "",
        "quote_rev": None,
        "facts": {},
        "rev": post.rev + 1,
        "seq": seq,
    }
    tx.db.execute(update(Post).where(Post.id == post_id).values(gone))
    for table in (PostRevision, Mention, Call):
        tx.db.execute(delete(table).where(table.post_id == post_id))
    append(tx, voice, thread.id, seq, Change("delete", post_id, post.rev + 1, client_key, body))
    _unquote(tx, voice, post_id)
    if post.special:
        drop_mark(tx, voice, post_id)
        drop_votes(tx, post_id)
    return Stored(thread.id, seq, post_id, post.rev + 1)


def _unquote(tx: Tx, voice: Voice, post_id: int) -> None:
    """Take the words out of every reply that quotes them; each is a change of its own that readers hear of."""
    wanted = (Post.reply_to.in_(former(tx.db, post_id)), Post.quote != "")
    for reply in tx.db.execute(select(Post.id, Post.rev, Post.thread_id).where(*wanted)).all():
        seq = next_seq(tx, reply.thread_id)
        tx.db.execute(update(Post).where(Post.id == reply.id).values(quote="", rev=reply.rev + 1, seq=seq))
        append(tx, voice, reply.thread_id, seq, Change("unquote", reply.id, reply.rev + 1))

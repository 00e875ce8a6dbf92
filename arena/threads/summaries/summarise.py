"""Write the summary above a thread, or revise it from the version one has read."""

from typing import Any

from sqlalchemy import Row, insert, select

from arena.errors import Faults, Refusal
from arena.store import Tx
from arena.threads.contribute import Contribution
from arena.threads.log import Change, Stored, append, hash_of, known, lock, next_seq
from arena.threads.marks.mark import log_change
from arena.threads.model import Post
from arena.threads.rules import must_be_open
from arena.threads.summaries.model import SUMMARY, SummaryRevision
from arena.voice import Voice


def summarise(
    tx: Tx, voice: Voice, thread_id: int, rev: int, covers: int, said: Contribution, client_key: str | None = None
) -> Stored:
    """Write a thread's summary up to the contribution `covers`; everybody signed in may.

    `rev` is the version it began from, 0 where there was none; if another was written meanwhile, 409.
    """
    thread = lock(tx, thread_id)
    body = hash_of("summary", thread_id, voice.actor_id, rev, covers, said.markdown)
    if before := known(tx, voice, client_key, body):
        return before
    must_be_open(thread)
    post = summary_post(tx, thread_id)
    if rev != (post.text_rev if post else 0):
        raise Refusal(409, "threads.refused.summary")
    if not 0 < covers <= thread.post_no:
        faults = Faults()
        faults.add("covers", "threads.refused.covers", most=thread.post_no)
        faults.refuse()
    state = {"markdown": said.markdown, "html": said.html, "text_rev": rev + 1, "facts": _facts(covers, rev + 1)}
    state |= {"person_id": voice.person_id, "actor_id": voice.actor_id}
    if post:
        post_id = post.id
        seq = log_change(tx, voice, post, Change("summary", post_id, post.rev + 1, client_key, body), **state)
    else:
        seq = next_seq(tx, thread_id)
        row = {"thread_id": thread_id, "born_seq": seq, "seq": seq, "kind": SUMMARY, "at": tx.now} | state
        post_id = int(tx.db.execute(insert(Post).values(row).returning(Post.id)).scalar_one())
        append(tx, voice, thread_id, seq, Change("summary", post_id, 1, client_key, body))
    version = {"post_id": post_id, "rev": rev + 1, "markdown": said.markdown, "covers": covers, "at": tx.now}
    version |= {"person_id": voice.person_id, "actor_id": voice.actor_id}
    tx.db.execute(insert(SummaryRevision).values(version))
    return Stored(thread_id, seq, post_id, post.rev + 1 if post else 1)


def summary_post(tx: Tx, thread_id: int) -> Row[Any] | None:
    """The item that holds a thread's present summary, if there is one."""
    here = select(Post.__table__).where(Post.thread_id == thread_id, Post.kind == SUMMARY, Post.state == "visible")
    return tx.db.execute(here.order_by(Post.id.desc()).limit(1)).first()


def _facts(covers: int, rev: int) -> dict[str, int]:
    return {"covers": covers, "rev": rev}

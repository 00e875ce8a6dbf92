"""Amend a contribution: the earlier text is kept and can be read."""

from sqlalchemy import insert, update

from arena.errors import Missing, Refusal
from arena.store import Tx
from arena.threads.call import call_anew
from arena.threads.change import post_for_change
from arena.threads.contribute import Contribution
from arena.threads.log import Change, Stored, append, hash_of, known, next_seq
from arena.threads.mentions import forget_mentions, mention
from arena.threads.model import Post, PostRevision
from arena.threads.polls.vote import must_be_unvoted
from arena.threads.rules import must_be_open, must_be_own
from arena.voice import Voice


def amend(
    tx: Tx, voice: Voice, post_id: int, text_rev: int, said: Contribution, client_key: str | None = None
) -> Stored:
    """Replace the text of one's own contribution; if it was changed meanwhile (another `text_rev`), 409."""
    thread, post = post_for_change(tx, post_id)
    body = hash_of("edit", post_id, text_rev, said.markdown)
    if before := known(tx, voice, client_key, body):
        return before
    post_id = post.id
    if post.state != "visible":
        raise Missing
    must_be_open(thread)
    must_be_own(post, voice)
    if post.special:
        must_be_unvoted(tx, post_id)
    if post.text_rev != text_rev:
        raise Refusal(409, "threads.refused.conflict")
    kept = {"post_id": post_id, "rev": text_rev, "markdown": post.markdown, "at": post.edited_at or post.at}
    tx.db.execute(insert(PostRevision).values(kept))
    seq = next_seq(tx, thread.id)
    changed = {"markdown": said.markdown, "html": said.html, "edited_at": tx.now}
    changed |= {"rev": post.rev + 1, "text_rev": text_rev + 1, "seq": seq}
    tx.db.execute(update(Post).where(Post.id == post_id).values(changed))
    forget_mentions(tx, post_id)
    html = mention(tx, post_id, said.html)
    call_anew(tx, post, html)
    append(tx, voice, thread.id, seq, Change("edit", post_id, post.rev + 1, client_key, body))
    return Stored(thread.id, seq, post_id, post.rev + 1)

"""Contribute to a thread."""

import msgspec
from sqlalchemy import insert, select

from arena.errors import Faults
from arena.store import Tx
from arena.store.text import clean
from arena.threads.log import Change, Stored, append, hash_of, known, lock, next_seq
from arena.threads.mentions import mention
from arena.threads.model import CONTRIBUTION, Post
from arena.threads.rules import MOST, must_be_open
from arena.voice import Voice
from arena.words.markdown import to_html

_store = insert(Post).returning(Post.id)


class Contribution(msgspec.Struct, frozen=True):
    """What somebody says: text with its safe HTML, perhaps as a reply, perhaps quoting words of it."""

    markdown: str
    html: str
    reply_to: int | None = None
    quote: str = ""


def prepare(markdown: str, reply_to: int | None = None, quote: str = "") -> Contribution:
    """Check and render a contribution before it is handed to the writer; raises `Invalid` for the field `markdown`."""
    markdown = clean(markdown)
    faults = Faults()
    faults.text("markdown", markdown, most=MOST)
    faults.refuse()
    return Contribution(markdown, to_html(markdown), reply_to, clean(quote)[:500])


def contribute(tx: Tx, voice: Voice, thread_id: int, said: Contribution, client_key: str | None = None) -> Stored:
    """Append a contribution; sent again with the same key it is stored once and answers as the first time."""
    thread = lock(tx, thread_id)
    body = hash_of("post", thread_id, voice.actor_id, said.markdown, said.reply_to, said.quote)
    if before := known(tx, voice, client_key, body):
        return before
    must_be_open(thread)
    reply_to, quote = _answered(tx, thread_id, said)
    seq, no = next_seq(tx, thread_id, contribution=True)
    row = {
        "thread_id": thread_id,
        "no": no,
        "born_seq": seq,
        "seq": seq,
        "kind": CONTRIBUTION,
        "person_id": voice.person_id,
        "actor_id": voice.actor_id,
        "markdown": said.markdown,
        "html": said.html,
        "reply_to": reply_to,
        "quote": quote,
        "at": tx.now,
    }
    post_id = int(tx.db.execute(_store, row).scalar_one())
    mention(tx, post_id, said.html)
    append(tx, voice, thread_id, seq, Change("post", post_id, 1, client_key, body))
    return Stored(thread_id, seq, post_id, 1, no)


def _answered(tx: Tx, thread_id: int, said: Contribution) -> tuple[int | None, str]:
    """What is replied to, if it is in this thread; a quote must be words of it, else it is dropped."""
    if said.reply_to is None:
        return None, ""
    found = tx.db.execute(
        select(Post.id, Post.markdown, Post.state).where(
            Post.id == said.reply_to, Post.thread_id == thread_id, Post.no.is_not(None)
        )
    ).first()
    if found is None:
        return None, ""
    same = " ".join(said.quote.split()) in " ".join(found.markdown.split())
    return found.id, said.quote if same and found.state == "visible" else ""

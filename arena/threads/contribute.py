"""Contribute to a thread; contributions that wait together are stored together."""

from collections import defaultdict
from typing import Any

import msgspec
from sqlalchemy import Row, insert

from arena.errors import Faults, Missing, Refusal
from arena.live.feed import Event
from arena.store import Tx
from arena.store.job import given
from arena.store.prepared import Prepared
from arena.store.text import clean
from arena.threads.answered import Reply, answered
from arena.threads.call import Calling, call
from arena.threads.item import item_said
from arena.threads.log import Change, Stored, again, append_all, entry, find, hash_of, known_all, take_numbers
from arena.threads.mentions import mention
from arena.threads.model import CONTRIBUTION, OPEN, Post
from arena.threads.rules import MOST, must_be_open
from arena.threads.slow import must_wait
from arena.voice import Voice
from arena.words.markdown import to_html

_store = Prepared(insert(Post).returning(Post.id, Post.thread_id, Post.born_seq))


class Contribution(msgspec.Struct, frozen=True):
    """What somebody says: text with its safe HTML, perhaps as a reply that quotes, perhaps as a question."""

    markdown: str
    html: str
    reply_to: int | None = None
    quote: str = ""
    question: bool = False


class Saying(msgspec.Struct, frozen=True):
    """A contribution on its way: whose, into which thread, by which client key."""

    voice: Voice
    thread_id: int
    said: Contribution
    client_key: str | None = None

    @property
    def key(self) -> tuple[int, str | None]:
        """What it must not be stored twice by."""
        return self.voice.person_id, self.client_key

    @property
    def body(self) -> str:
        """Its fingerprint."""
        said = self.said
        asks = [OPEN] * said.question
        return hash_of("post", self.thread_id, self.voice.actor_id, said.markdown, said.reply_to, said.quote, *asks)


def prepare(markdown: str, reply_to: int | None = None, quote: str = "", *, question: bool = False) -> Contribution:
    """Check and render a contribution before it is handed to the writer; raises `Invalid` for the field `markdown`."""
    markdown = clean(markdown)
    faults = Faults()
    faults.text("markdown", markdown, most=MOST)
    faults.refuse()
    return Contribution(markdown, to_html(markdown), reply_to, clean(quote)[:500], question)


def contribute(tx: Tx, voice: Voice, thread_id: int, said: Contribution, client_key: str | None = None) -> Stored:
    """Append a contribution; sent again with the same key it is stored once and answers as the first time."""
    stored: Stored = given(contribute_all(tx, [Saying(voice, thread_id, said, client_key)])[0])
    return stored


def contribute_all(tx: Tx, sayings: list[Saying]) -> list[Any]:
    """Append contributions; gives for each what was stored, or the refusal in its place."""
    results: dict[int, Any] = {}
    left = list(enumerate(sayings))
    while left:  # a key that is there twice: the second time it is known
        keys: set[object] = set()
        now: list[tuple[int, Saying]] = []
        later: list[tuple[int, Saying]] = []
        for place, one in left:
            (later if one.client_key and one.key in keys else now).append((place, one))
            keys.add(one.key)
        results |= _take(tx, dict(now))
        left = later
    return [results[place] for place in range(len(sayings))]


def _take(tx: Tx, sayings: dict[int, Saying]) -> dict[int, Any]:
    threads = {number: find(tx, number) for number in sorted({one.thread_id for one in sayings.values()})}
    before = known_all(tx, (one.key for one in sayings.values()))
    results: dict[int, Any] = {}
    fresh: defaultdict[int, list[tuple[int, Saying, Reply]]] = defaultdict(list)
    spoken: set[tuple[int, int]] = set()
    for place, one in sayings.items():
        try:
            if one.key in before:
                results[place] = again(before[one.key], one.body)
            else:
                here = one.thread_id, one.voice.person_id
                _must_be_welcome(tx, threads[one.thread_id], one.voice, speaking=here in spoken)
                reply = answered(tx, one.thread_id, one.said.reply_to, one.said.quote)
                fresh[one.thread_id].append((place, one, reply))
                spoken.add(here)
        except Refusal as refusal:
            results[place] = refusal
    for thread_id, said in fresh.items():
        results |= _append(tx, thread_id, said)
    return results


def _must_be_welcome(tx: Tx, thread: Row[Any] | None, voice: Voice, *, speaking: bool) -> None:
    if thread is None:
        raise Missing
    must_be_open(thread)
    must_wait(tx, thread, voice.person_id, speaking=speaking)


def _append(tx: Tx, thread_id: int, said: list[tuple[int, Saying, Reply]]) -> dict[int, Stored]:
    """Give each the next numbers of the thread, store and log them, and hand them to the readers."""
    seq, no = take_numbers(tx, thread_id, len(said), len(said))
    seq, no = seq - len(said) + 1, no - len(said) + 1
    rows = [_row(tx, one, reply, seq + n, no + n) for n, (_, one, reply) in enumerate(said)]
    ids = {row.born_seq: row.id for row in _store.each(tx.db, rows)}
    entries, calling, results = [], [], {}
    for row, (place, one, reply) in zip(rows, said, strict=True):
        post_id = ids[row["seq"]]
        html = mention(tx, post_id, one.said.html)
        change = Change("post", post_id, 1, one.client_key, one.body)
        entries.append(entry(tx, one.voice, thread_id, row["seq"], change))
        calling.append(Calling(post_id, html, one.voice.person_id, reply.person_id))
        item = item_said(post_id, row, one.voice, html, reply.to)
        tx.hand("thread", thread_id, Event(row["seq"], "post", post_id, item))
        results[place] = Stored(thread_id, row["seq"], post_id, 1, row["no"])
    append_all(tx, entries)
    call(tx, calling)
    return results


def _row(tx: Tx, one: Saying, reply: Reply, seq: int, no: int) -> dict[str, Any]:
    return {
        "thread_id": one.thread_id,
        "no": no,
        "born_seq": seq,
        "seq": seq,
        "kind": CONTRIBUTION,
        "person_id": one.voice.person_id,
        "actor_id": one.voice.actor_id,
        "markdown": one.said.markdown,
        "html": one.said.html,
        "reply_to": reply.to.id if reply.to else None,
        "quote": reply.quote,
        "quote_rev": reply.rev,
        "question": OPEN if one.said.question else None,
        "at": tx.now,
    }

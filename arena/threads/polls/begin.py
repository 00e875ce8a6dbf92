"""Begin a poll: a contribution with options to choose from."""

from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import insert

from arena.errors import Faults
from arena.store import Tx
from arena.store.text import clean
from arena.threads.call import Calling, call
from arena.threads.log import Change, Stored, append, hash_of, known, lock, take_numbers
from arena.threads.mentions import mention
from arena.threads.model import CONTRIBUTION, Post
from arena.threads.polls.model import Poll
from arena.threads.rules import MOST, must_be_open
from arena.voice import Voice
from arena.words.markdown import to_html

FEWEST, MOST_OPTIONS, MOST_OPTION = 2, 8, 120
LONGEST = timedelta(days=366)
ONE, SEVERAL = "one", "several"


class Asked(msgspec.Struct, frozen=True):
    """What a poll asks: its text with safe HTML, the options, how many may be chosen, and until when."""

    markdown: str
    html: str
    options: list[str]
    several: bool = False
    hidden: bool = False
    until: datetime | None = None


def prepare_poll(markdown: str, options: list[str], kind: str, hidden: bool, until: datetime | None) -> Asked:
    """Check and render a poll; raises `Invalid` for the fields `markdown`, `options`, `kind` and `until`.

    Empty options are left out; `kind` is `one` or `several`.
    """
    markdown = clean(markdown)
    named = [name for option in options if (name := " ".join(clean(option).split()))]
    faults = Faults()
    faults.text("markdown", markdown, most=MOST)
    faults.one_of("kind", kind, (ONE, SEVERAL))
    if not FEWEST <= len(named) <= MOST_OPTIONS:
        faults.add("options", "threads.refused.options", least=FEWEST, most=MOST_OPTIONS)
    elif len(set(named)) < len(named):
        faults.add("options", "threads.refused.same_option")
    elif longest := [name for name in named if len(name) > MOST_OPTION]:
        faults.add("options", "errors.too_long", most=MOST_OPTION, n=len(longest[0]))
    if until is not None and not timedelta() < until - datetime.now(UTC) < LONGEST:
        faults.add("until", "threads.refused.until")
    faults.refuse()
    return Asked(markdown, to_html(markdown), named, kind == SEVERAL, hidden, until)


def begin_poll(tx: Tx, voice: Voice, thread_id: int, asked: Asked, client_key: str | None = None) -> Stored:
    """Append a poll as a contribution; sent again with the same key it is stored once."""
    thread = lock(tx, thread_id)
    body = hash_of("poll", thread_id, voice.actor_id, asked)
    if before := known(tx, voice, client_key, body):
        return before
    must_be_open(thread)
    seq, no = take_numbers(tx, thread_id, 1, 1)
    row = {"thread_id": thread_id, "no": no, "born_seq": seq, "seq": seq, "kind": CONTRIBUTION, "special": True}
    row |= {"person_id": voice.person_id, "actor_id": voice.actor_id, "at": tx.now}
    row |= {"markdown": asked.markdown, "html": asked.html}
    post_id = int(tx.db.execute(insert(Post).values(row).returning(Post.id)).scalar_one())
    poll: dict[str, object] = {
        "post_id": post_id,
        "several": asked.several,
        "hidden": asked.hidden,
        "ends_at": asked.until,
    }
    poll |= {"options": asked.options, "counts": [0] * len(asked.options)}
    tx.db.execute(insert(Poll).values(poll))
    html = mention(tx, post_id, asked.html)
    call(tx, [Calling(post_id, html, voice.person_id)])
    append(tx, voice, thread_id, seq, Change("post", post_id, 1, client_key, body))
    return Stored(thread_id, seq, post_id, 1, no)

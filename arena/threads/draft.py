"""Keep what a person has typed and not yet contributed; nobody else ever sees it."""

from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, select

from arena.errors import Missing, Refusal
from arena.store import Tx
from arena.store.text import clean, clean_line
from arena.store.upsert import insert_or
from arena.threads.model import Post, ThreadEvent
from arena.threads.own import DRAFT, Draft, draft_of, stored
from arena.threads.own_model import ThreadDraft
from arena.threads.rules import MOST
from arena.threads.timeline import head
from arena.voice import Me, Voice

KEPT = timedelta(days=90)
ROOM = 4 * MOST  # what is still too long to contribute is kept as well


class Typed(msgspec.Struct, forbid_unknown_fields=True):
    """What stands in a form: its words, what they answer or change (`post`), and the key they will be stored under.

    `seen` is when the draft was kept that this form knows; without it the words are kept whatever stands there.
    """

    text: str = ""
    reply: int | None = None
    quote: str = ""
    ck: str = ""
    post: int = 0
    seen: str | None = None


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of keeping a draft: kept `at`, `stored` long ago, or not kept since `other` words stand there."""

    at: str = ""
    stored: bool = False
    other: str = ""
    signed_out: bool = False


def keep_draft(tx: Tx, voice: Voice, thread_id: int, typed: Typed) -> Kept:
    """Keep what was typed last in a public thread, in place of what this form has seen; no words: no draft."""
    text = clean(typed.text)
    if len(text) > ROOM:
        raise Refusal(422, "errors.too_long", most=ROOM, n=len(text))
    head(tx.db, thread_id)
    mine = _mine(voice, thread_id, typed.post)
    same = (ThreadEvent.person_id == voice.person_id) & (ThreadEvent.client_key == typed.ck)
    if typed.ck and tx.db.execute(select(ThreadEvent.seq).where(same)).first():
        tx.db.execute(delete(ThreadDraft).where(mine, ThreadDraft.client_key == typed.ck))
        return Kept(stored=True)
    if typed.post:
        _must_be_own(tx, voice, thread_id, typed.post)
    before = tx.db.execute(
        select(ThreadDraft.markdown, ThreadDraft.at, ThreadDraft.client_key).where(mine, ~stored())
    ).first()
    if before and _is_news(before, typed, text):
        return Kept(at=before.at.isoformat(), other=before.markdown)
    if not text:
        forget_draft(tx, voice, thread_id, typed.post)
        return Kept()
    key = {"thread_id": thread_id, "person_id": voice.person_id, "post_id": typed.post}
    row = {"markdown": text, "quote": clean(typed.quote)[:500], "client_key": clean_line(typed.ck)[:64], "at": tx.now}
    row["reply_to"] = _answered(tx, thread_id, typed.reply)
    written = insert_or(tx, ThreadDraft).values(**key, **row)
    tx.db.execute(written.on_conflict_do_update(index_elements=list(key), set_=row))
    return Kept(at=tx.now.isoformat())


def _is_news(before: Any, typed: Typed, text: str) -> bool:
    """Whether words stand there that this form has neither written nor seen."""
    unseen = typed.seen is not None and before.at.isoformat() != typed.seen
    return unseen and before.markdown != text and before.client_key != clean_line(typed.ck)[:64]


def forget_draft(tx: Tx, voice: Voice, thread_id: int, post_id: int = 0) -> None:
    """Let go of a draft: it was contributed, or thrown away."""
    tx.db.execute(delete(ThreadDraft).where(_mine(voice, thread_id, post_id)))


def forget_drafts(tx: Tx) -> None:
    """Let go of drafts that were contributed under their key, and of those nobody has touched for 90 days."""
    tx.db.execute(delete(ThreadDraft).where(stored() | (ThreadDraft.at < tx.now - KEPT)))


def _mine(voice: Voice, thread_id: int, post_id: int) -> Any:
    of_thread = (ThreadDraft.thread_id == thread_id) & (ThreadDraft.post_id == post_id)
    return of_thread & (ThreadDraft.person_id == voice.person_id)


def draft_for(db: Connection, me: Me, thread_id: int, post_id: int) -> Draft | None:
    """How a person has begun to change one of their contributions."""
    row = db.execute(select(*DRAFT).where(_mine(me.own, thread_id, post_id), ~stored())).first()
    return draft_of(row) if row else None


def _answered(tx: Tx, thread_id: int, reply_to: int | None) -> int | None:
    if reply_to is None:
        return None
    return tx.db.execute(select(Post.id).where(Post.id == reply_to, Post.thread_id == thread_id)).scalar()


def _must_be_own(tx: Tx, voice: Voice, thread_id: int, post_id: int) -> None:
    own = (Post.id == post_id, Post.thread_id == thread_id, Post.person_id == voice.person_id)
    if tx.db.execute(select(Post.id).where(*own)).first() is None:
        raise Missing

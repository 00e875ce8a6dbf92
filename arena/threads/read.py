"""Remember how far a person has read."""

from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.orm import aliased

from arena.errors import Missing
from arena.store import Tx
from arena.store.upsert import insert_or
from arena.threads.model import Post, Thread, ThreadRead
from arena.voice import Voice

_seen = aliased(Post)
_newest = select(Thread.post_no).where(Thread.audience == "public")


def mark_read(tx: Tx, person_id: int, thread_id: int, no: int) -> None:
    """Everything up to contribution `no` was seen; this only grows, and never beyond the newest one.

    Only what is public can be read (else 404), whichever door the mark came through.
    """
    newest = tx.db.execute(_newest.where(Thread.id == thread_id)).scalar()
    if newest is None:
        raise Missing
    no = max(0, min(no, newest))
    row = insert_or(tx, ThreadRead).values(thread_id=thread_id, person_id=person_id, no=no)
    grown = row.on_conflict_do_update(
        index_elements=["thread_id", "person_id"], set_={"no": no}, where=ThreadRead.no < no
    )
    tx.db.execute(grown)


def mark_all_read(tx: Tx, voice: Voice, threads: Any) -> None:
    """Everything in those of these threads (a statement of their numbers) that are public was seen."""
    _mark(tx, select(Thread.id, literal(voice.person_id), Thread.post_no), threads)


def mark_read_up_to(tx: Tx, voice: Voice, threads: Any, post_id: int) -> None:
    """The same for what was contributed until a contribution to any of them."""
    last = select(_seen.no).where(_seen.thread_id == Thread.id, _seen.no.is_not(None), _seen.id <= post_id)
    no = last.order_by(_seen.no.desc()).limit(1).correlate(Thread).scalar_subquery()
    _mark(tx, select(Thread.id, literal(voice.person_id), no).where(no.is_not(None)), threads)


def _mark(tx: Tx, newest: Any, threads: Any) -> None:
    newest = newest.where(Thread.id.in_(threads), Thread.audience == "public")
    row = insert_or(tx, ThreadRead).from_select(["thread_id", "person_id", "no"], newest)
    grown = row.on_conflict_do_update(
        index_elements=["thread_id", "person_id"], set_={"no": row.excluded.no}, where=ThreadRead.no < row.excluded.no
    )
    tx.db.execute(grown)

"""Mark a contribution as the answer to a question or as a decision, in an office and with a reason."""

from typing import Any

from sqlalchemy import Row, insert, select, update

from arena.errors import Faults, Missing, Refusal
from arena.store import Tx
from arena.store.text import clean
from arena.threads.change import post_for_change
from arena.threads.log import Change, Stored, append, hash_of, known, next_seq
from arena.threads.marks.model import ANSWER, DECISION, Mark
from arena.threads.marks.offices import must_hold
from arena.threads.marks.tell import tell
from arena.threads.model import ANSWERED, OPEN, Post
from arena.threads.rules import must_be_open
from arena.voice import Voice

MOST = 200  # characters of a reason


def reason_of(text: str) -> str:
    """A reason in one sentence; raises `Invalid` for the field `reason`."""
    reason = " ".join(clean(text).split())
    faults = Faults()
    faults.text("reason", reason, most=MOST)
    faults.refuse()
    return reason


def mark(tx: Tx, voice: Voice, post_id: int, kind: str, reason: str, client_key: str | None = None) -> Stored:
    """Name a reply the answer to its question, or a contribution a decision; refused (403) without an office.

    A contribution holds one mark and a question has one answer: another has to be taken back before (409).
    """
    thread, post = post_for_change(tx, post_id)
    body = hash_of("mark", post_id, kind, reason, voice.actor_id)
    if before := known(tx, voice, client_key, body):
        return before
    post_id = post.id
    if post.state != "visible":
        raise Missing
    must_be_open(thread)
    question = question_of(tx, post, kind)
    office = must_hold(tx.db, voice, thread.id, question.person_id if question else None)
    _must_be_free(tx, post, question)
    row = {"post_id": post_id, "kind": kind, "question_id": question.id if question else None, "office": office}
    row |= {"person_id": voice.person_id, "actor_id": voice.actor_id, "reason": reason, "at": tx.now}
    tx.db.execute(insert(Mark).values(row))
    seq = log_change(tx, voice, post, Change("mark", post_id, post.rev + 1, client_key, body), special=True)
    if question:
        state = {"question": ANSWERED, "special": True}
        log_change(tx, voice, question, Change("answered", question.id, question.rev + 1), **state)
    tell(tx, voice, post, question)
    return Stored(thread.id, seq, post_id, post.rev + 1)


def question_of(tx: Tx, post: Row[Any], kind: str) -> Row[Any] | None:
    """The question a reply would answer; None for a decision, which needs none."""
    if kind == DECISION:
        return None
    if kind != ANSWER:
        raise Refusal(422, "errors.unknown_choice")
    asked = (Post.id == post.reply_to, Post.question.is_not(None), Post.state == "visible")
    found = tx.db.execute(select(Post.__table__).where(*asked)).first()
    if found is None:
        raise Refusal(422, "threads.refused.no_question")
    return found


def log_change(tx: Tx, voice: Voice | None, post: Row[Any], change: Change, **state: Any) -> int:
    """Give a contribution another state as one change of its thread; returns the change's number."""
    seq = next_seq(tx, post.thread_id)
    tx.db.execute(update(Post).where(Post.id == post.id).values(rev=change.rev, seq=seq, **state))
    append(tx, voice, post.thread_id, seq, change)
    return seq


def _must_be_free(tx: Tx, post: Row[Any], question: Row[Any] | None) -> None:
    if tx.db.execute(select(Mark.id).where(Mark.post_id == post.id, Mark.ended_at.is_(None))).first():
        raise Refusal(409, "threads.refused.marked")
    if question is not None and question.question != OPEN:
        raise Refusal(409, "threads.refused.answered")

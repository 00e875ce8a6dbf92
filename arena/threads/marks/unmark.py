"""Take a mark back: the contribution is as any other again, and the question it answered is open."""

from typing import Any

from sqlalchemy import Row, select, update

from arena.errors import Refusal
from arena.store import Tx
from arena.threads.call import call_without_mark
from arena.threads.change import post_for_change
from arena.threads.log import Change, Stored, hash_of, known
from arena.threads.marks.mark import log_change
from arena.threads.marks.model import Mark
from arena.threads.marks.offices import office_of
from arena.threads.model import OPEN, Post
from arena.threads.rules import must_be_open
from arena.voice import Voice


def unmark(tx: Tx, voice: Voice, post_id: int, reason: str, client_key: str | None = None) -> Stored:
    """Take back what oneself has marked, or, as a carrier or in the administration's name, what anybody has."""
    thread, post = post_for_change(tx, post_id)
    body = hash_of("unmark", post_id, reason, voice.actor_id)
    if before := known(tx, voice, client_key, body):
        return before
    post_id = post.id
    must_be_open(thread)
    standing = _standing(tx, post_id)
    if standing is None:
        raise Refusal(409, "threads.refused.not_marked")
    if standing.actor_id != voice.actor_id and office_of(tx.db, voice, thread.id) is None:
        raise Refusal(403, "threads.refused.no_office")
    end_mark(tx, voice, standing, reason)
    call_without_mark(tx, post)
    seq = log_change(tx, voice, post, Change("unmark", post_id, post.rev + 1, client_key, body))
    open_again(tx, voice, standing.question_id)
    return Stored(thread.id, seq, post_id, post.rev + 1)


def drop_mark(tx: Tx, voice: Voice, post_id: int) -> None:
    """End the mark of a contribution that is retracted; a question it answered is open again."""
    standing = _standing(tx, post_id)
    if standing is not None:
        end_mark(tx, voice, standing, "")
        open_again(tx, voice, standing.question_id)


def end_mark(tx: Tx, voice: Voice, standing: Row[Any], reason: str) -> None:
    """Keep who took a mark back, when and why."""
    ended = {"ended_at": tx.now, "ended_person_id": voice.person_id, "ended_actor_id": voice.actor_id}
    tx.db.execute(update(Mark).where(Mark.id == standing.id).values(**ended, ended_reason=reason))


def open_again(tx: Tx, voice: Voice, question_id: int | None) -> None:
    """Open a question whose answer no longer stands, as a change of its own."""
    if question_id is None:
        return
    question = tx.db.execute(select(Post.__table__).where(Post.id == question_id)).one()
    log_change(tx, voice, question, Change("reopened", question_id, question.rev + 1), question=OPEN)


def _standing(tx: Tx, post_id: int) -> Row[Any] | None:
    return tx.db.execute(select(Mark.__table__).where(Mark.post_id == post_id, Mark.ended_at.is_(None))).first()

"""Tell of a mark: a decision calls on everybody who hears decisions in its thread, an answer on whoever asked."""

from typing import Any

from sqlalchemy import Row

from arena.store import Tx
from arena.threads.call import call_by_mark
from arena.threads.hear import hearers
from arena.threads.marks.model import ANSWER, DECISION
from arena.voice import Voice


def tell(tx: Tx, voice: Voice, post: Row[Any], question: Row[Any] | None) -> None:
    """Remember on whom a mark that was just set calls; never on whoever set it, nor on whoever wrote what is marked."""
    if question is None:
        people = {one.person_id for one in hearers(tx.db, post.id, decision=True)}
    else:
        people = {question.person_id} if question.person_id else set()
    call_by_mark(tx, post.id, people - {voice.person_id, post.person_id}, ANSWER if question else DECISION)

"""Prepare an answer within the office: begin, change, discard, talk about it, approve it with a second pair of eyes."""

from typing import Any

import msgspec
from sqlalchemy import Row, insert, select, update

from arena.answers.corrected import fault_of, fault_of_correction, in_force, to_correct
from arena.answers.model import AnswerDraft, AnswerDraftRevision, AnswerNote
from arena.answers.office import must_answer
from arena.answers.say import NOTE, Said
from arena.errors import Faults, Invalid, Missing, Refusal
from arena.ideas.count import today
from arena.ideas.queries import idea_for_act
from arena.store import Tx
from arena.store.text import clean
from arena.store.upsert import insert_or
from arena.voice import Voice


def begin(tx: Tx, voice: Voice, idea_id: int, said: Said, corrects: int | None = None) -> int:
    """Begin a draft, one of an office for an idea; the same sent again is the same draft. Returns its number."""
    must_answer(tx.db, voice)
    idea_for_act(tx, voice, idea_id)
    open_one = AnswerDraft.idea_id == idea_id, AnswerDraft.office_id == voice.actor_id, AnswerDraft.state == "open"
    if known := tx.db.execute(select(AnswerDraft.__table__).where(*open_one)).first():
        if known.corrects == corrects and _same(_newest(tx, known), voice, said):
            return int(known.id)
        raise Refusal(409, "answers.refused.begun")
    _check(tx, voice, idea_id, said, corrects)
    row = {"idea_id": idea_id, "office_id": voice.actor_id, "corrects": corrects, "created_at": tx.now}
    number = int(tx.db.execute(insert(AnswerDraft).values(row).returning(AnswerDraft.id)).scalar_one())
    _write(tx, voice, number, 1, said)
    return number


def change(tx: Tx, voice: Voice, draft_id: int, said: Said, rev: int) -> int:
    """Write a new version over `rev`, which takes the approval away; where somebody was quicker, 409."""
    draft = open_draft(tx, voice, draft_id)
    if _same(_newest(tx, draft), voice, said, anybody=True):
        return int(draft.rev)
    if draft.rev != rev:
        raise Refusal(409, "answers.refused.conflict")
    _check(tx, voice, draft.idea_id, said, draft.corrects)
    _write(tx, voice, draft_id, rev + 1, said)
    changed = {"rev": rev + 1, "approved_by": None, "approved_at": None}
    tx.db.execute(update(AnswerDraft).where(AnswerDraft.id == draft_id).values(changed))
    return rev + 1


def approve(tx: Tx, voice: Voice, draft_id: int, rev: int) -> None:
    """Say that a version may be published; never by whoever wrote it (403), and only as it was read (409)."""
    draft = open_draft(tx, voice, draft_id)
    if draft.rev != rev:
        raise Refusal(409, "answers.refused.conflict")
    if _newest(tx, draft).person_id == voice.person_id:
        raise Refusal(403, "answers.refused.own")
    if draft.approved_by is None:
        approved = {"approved_by": voice.person_id, "approved_at": tx.now}
        tx.db.execute(update(AnswerDraft).where(AnswerDraft.id == draft_id).values(approved))


def discard(tx: Tx, voice: Voice, draft_id: int) -> int:
    """Let go of a draft; it stays in the office's records. Returns the office's number."""
    draft = draft_for_act(tx, voice, draft_id)
    if draft.state == "published":
        raise Refusal(409, "answers.refused.published")
    tx.db.execute(update(AnswerDraft).where(AnswerDraft.id == draft_id).values(state="discarded"))
    return int(draft.office_id)


def add_note(tx: Tx, voice: Voice, draft_id: int, words: str, client_key: str | None = None) -> None:
    """Add a word for the others in the office; the same form sent twice adds it once."""
    open_draft(tx, voice, draft_id)
    words, faults = clean(words), Faults()
    faults.text("words", words, most=NOTE)
    faults.refuse()
    row = {"draft_id": draft_id, "person_id": voice.person_id, "at": tx.now, "words": words, "client_key": client_key}
    tx.db.execute(insert_or(tx, AnswerNote).values(row).on_conflict_do_nothing())


def draft_for_act(tx: Tx, voice: Voice, draft_id: int) -> Row[Any]:
    """A draft of the voice's office, ours until the commit; to everybody else there is none (404)."""
    row = tx.db.execute(select(AnswerDraft.__table__).where(AnswerDraft.id == draft_id).with_for_update()).first()
    if row is None:
        raise Missing
    must_answer(tx.db, voice, row.office_id)
    return row


def open_draft(tx: Tx, voice: Voice, draft_id: int) -> Row[Any]:
    """The same, if nothing came of it yet, else 409."""
    row = draft_for_act(tx, voice, draft_id)
    if row.state != "open":
        raise Refusal(409, f"answers.refused.{row.state}")
    return row


def _newest(tx: Tx, draft: Row[Any]) -> Row[Any]:
    version = AnswerDraftRevision
    rows = select(version.__table__).where(version.draft_id == draft.id, version.rev == draft.rev)
    return tx.db.execute(rows).one()


def _same(newest: Row[Any], voice: Voice, said: Said, *, anybody: bool = False) -> bool:
    told = (newest.answer, newest.due, newest.markdown, newest.because)
    mine = anybody or newest.person_id == voice.person_id
    return mine and told == (said.answer, said.due, said.markdown, said.because)


def _check(tx: Tx, voice: Voice, idea_id: int, said: Said, corrects: int | None) -> None:
    """Refuse at once what could not be published now; a fault of the day is one of its field."""
    if corrects is None:
        fault = fault_of(said, in_force(tx.db, idea_id), today(tx.now))
    else:
        row = to_correct(tx.db, voice.actor_id, corrects)
        if row.idea_id != idea_id:
            raise Missing
        fault = fault_of_correction(tx.db, said, row, today(tx.now))
    if fault and fault.status == 422:
        raise Invalid({"due": (fault.key, fault.facts)})
    if fault:
        raise Invalid({"answer": (fault.key, fault.facts)})


def _write(tx: Tx, voice: Voice, draft_id: int, rev: int, said: Said) -> None:
    row = {"draft_id": draft_id, "rev": rev, "person_id": voice.person_id, "at": tx.now}
    tx.db.execute(insert(AnswerDraftRevision).values(**row, **msgspec.structs.asdict(said)))

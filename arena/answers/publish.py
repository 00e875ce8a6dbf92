"""Publish what an office prepared and approved: several answers in one act, all of them or none."""

from typing import Any

import msgspec
from sqlalchemy import Row, func, insert, select, update

from arena.answers.corrected import fault_of, fault_of_correction, in_force, is_fixed, to_correct
from arena.answers.model import Answer, AnswerDraft, AnswerDraftRevision
from arena.answers.office import must_answer
from arena.answers.promise import OPEN, REPLACED, Changes, give, note_due, outcome, settle, unsettled
from arena.answers.say import Said
from arena.errors import Faults, Invalid, Missing, Refusal
from arena.ideas.count import today
from arena.ideas.model import Idea
from arena.ideas.queries import Found, hold
from arena.journal.enter import enter
from arena.store import Tx
from arena.threads.hear import decisions
from arena.voice import Voice

MOST = 50
decisions |= {"answers.publish", "answers.correct", "answers.miss"}


class _Ready(msgspec.Struct, frozen=True):
    """A draft that may be published: with its idea, what it says, and the answer it follows on or corrects."""

    draft: Row[Any]
    idea: Found
    said: Said
    before: Row[Any] | None
    fixed: bool = False


def publish_drafts(tx: Tx, voice: Voice, office_id: int, chosen: dict[int, int]) -> int:
    """Publish drafts of an office in the version chosen by number; returns how many, 0 where all are public already.

    All ideas are held first, in the order of their numbers; raises `Invalid` with a fault for each draft that may not.
    """
    must_answer(tx.db, voice, office_id)
    ideas = _hold_all(tx, office_id, chosen)
    faults, ready = Faults(), []
    for draft in _drafts(tx, chosen):
        if draft.state == "published":
            continue
        one = _ready(tx, draft, ideas[draft.idea_id], chosen[draft.id])
        if isinstance(one, Refusal):
            faults.add(f"draft-{draft.id}", one.key, idea=ideas[draft.idea_id].title)
        else:
            ready.append(one)
    faults.refuse()
    for one in ready:
        _publish(tx, voice, one)
    return len(ready)


def _hold_all(tx: Tx, office_id: int, chosen: dict[int, int]) -> dict[int, Found]:
    if not 0 < len(chosen) <= MOST:
        raise Invalid({"drafts": ("answers.faults.none" if not chosen else "answers.faults.many", {"most": MOST})})
    mine = select(AnswerDraft.idea_id).where(AnswerDraft.id.in_(chosen), AnswerDraft.office_id == office_id)
    numbers = list(tx.db.execute(mine).scalars())
    if len(numbers) != len(chosen):
        raise Missing
    held = {number: hold(tx, number) for number in sorted(set(numbers))}
    return {number: idea for number, idea in held.items() if idea is not None}


def _drafts(tx: Tx, chosen: dict[int, int]) -> list[Row[Any]]:
    rows = select(AnswerDraft.__table__).where(AnswerDraft.id.in_(chosen)).order_by(AnswerDraft.id)
    return list(tx.db.execute(rows.with_for_update()))


def _ready(tx: Tx, draft: Row[Any], idea: Found, rev: int) -> _Ready | Refusal:
    """What is to be published of a draft, or why it may not be."""
    if idea.state != "published":
        return Refusal(409, "ideas.refused.state")
    if draft.state != "open":
        return Refusal(409, f"answers.refused.{draft.state}")
    if draft.rev != rev:
        return Refusal(409, "answers.refused.conflict")
    if draft.approved_by is None:
        return Refusal(409, "answers.refused.unapproved")
    version = AnswerDraftRevision
    columns = (version.answer, version.due, version.markdown, version.html, version.because)
    said = Said(*tx.db.execute(select(*columns).where(version.draft_id == draft.id, version.rev == rev)).one())
    if draft.corrects is None:
        before = in_force(tx.db, idea.id)
        return fault_of(said, before, today(tx.now)) or _Ready(draft, idea, said, before)
    try:
        row = to_correct(tx.db, draft.office_id, draft.corrects)
    except Refusal as refusal:
        return refusal
    fault = fault_of_correction(tx.db, said, row, today(tx.now))
    return fault or _Ready(draft, idea, said, row, is_fixed(row, in_force(tx.db, idea.id)))


def _publish(tx: Tx, voice: Voice, one: _Ready) -> None:
    idea, said, corrects = one.idea, one.said, one.draft.corrects
    no, place, newest = _numbers(tx, one)
    changes: Changes = {}
    if newest and said.answer != idea.answer_state:
        changes["answer_state"] = (idea.answer_state, said.answer)
        tx.db.execute(update(Idea).where(Idea.id == idea.id).values(answer_state=said.answer))
    changes |= _settle(tx, voice, one)
    promised = None if one.fixed else said.due
    if promised:
        changes[f"promise.{no}"] = (None, OPEN)
    changes |= note_due(tx, idea, promised)
    row = {"idea_id": idea.id, "no": no, "place": place, "office_id": voice.actor_id, "at": tx.now}
    row |= {"person_id": voice.person_id, "state": said.answer, "due": said.due, "markdown": said.markdown}
    row |= {"html": said.html, "because": said.because, "corrects": corrects}
    entry = _enter(tx, voice, one, no, changes)
    answer = tx.db.execute(insert(Answer).values(row | {"entry_id": entry}).returning(*Answer.__table__.c)).one()
    if promised:
        give(tx, answer, idea.stage)
    done = {"state": "published", "answer_id": answer.id}
    tx.db.execute(update(AnswerDraft).where(AnswerDraft.id == one.draft.id).values(done))


def _numbers(tx: Tx, one: _Ready) -> tuple[int, int, bool]:
    """The number of an answer, its place, and whether it is in force from now on."""
    counted = select(func.max(Answer.no), func.max(Answer.place)).where(Answer.idea_id == one.idea.id)
    last, highest = (n or 0 for n in tx.db.execute(counted).one())
    place = one.before.place if one.draft.corrects and one.before else highest + 1
    return last + 1, place, place >= highest


def _settle(tx: Tx, voice: Voice, one: _Ready) -> Changes:
    """What becomes of earlier promises: a correction replaces that of its answer, a new answer meets its office's."""
    changes: Changes = {}
    for promise in unsettled(tx.db, one.idea.id):
        if one.draft.corrects is None and promise.office_id == voice.actor_id:
            changes |= settle(tx, promise, outcome(promise.due, tx.now), tx.now)
        elif promise.answer_id == one.draft.corrects and not one.fixed:
            changes |= settle(tx, promise, REPLACED, tx.now)
    return changes


def _enter(tx: Tx, voice: Voice, one: _Ready, no: int, changes: Changes) -> int:
    """Enter it into the journal; a correction gives its own reason and names the entry it corrects."""
    said, correcting = one.said, one.draft.corrects is not None
    kind = "answers.correct" if correcting else "answers.publish"
    facts: dict[str, Any] = {"answer": said.answer, "due": said.due.isoformat() if said.due else None, "no": no}
    facts |= {"to": f"/ideas/{one.idea.id}/answers#answer-{no}", "sentence": said.because}
    facts["n"] = sum(was is None for name, (was, _) in changes.items() if name.startswith("promise."))
    corrects = one.before.entry_id if correcting and one.before else None
    if correcting and one.before:
        facts["corrected"] = str(one.before.no)
    return enter(
        tx, voice, one.idea, kind, why=said.because or said.markdown, change=changes, corrects=corrects, **facts
    )

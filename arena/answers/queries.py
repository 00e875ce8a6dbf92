"""Reads of answers: all that were given to an idea, and one that is being prepared."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, or_, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.answers.corrected import in_force, is_fixed, to_correct
from arena.answers.model import Answer, AnswerDraft, AnswerDraftRevision, AnswerNote, Promise
from arena.answers.office import office_for, offices_of
from arena.errors import Missing, Refusal
from arena.ideas.model import Idea
from arena.ideas.queries import Found, idea_for
from arena.voice import Reader

MOST = 200
_person, _office, _approver = aliased(Actor), aliased(Actor), aliased(Actor)
_earlier, _later = aliased(Answer), aliased(Answer)


class Answers(msgspec.Struct, frozen=True):
    """All answers to an idea, those in force first, and the offices this reader may answer for."""

    idea: Found
    answers: list[Row[Any]]
    offices: list[Row[Any]]


def answers_of(db: Connection, me: Reader, idea_id: int) -> Answers:
    """All answers to an idea this reader may see, the newest first; a corrected one names its correction."""
    idea = idea_for(db, me, idea_id)
    rows = (
        select(Answer.__table__, _person.name.label("person"), _office.name.label("office"))
        .add_columns(Promise.state.label("promise"), Promise.settled_at)
        .add_columns(_earlier.no.label("corrects_no"), _later.no.label("corrected_by"))
        .join(_person, _person.id == Answer.person_id)
        .join(_office, _office.id == Answer.office_id)
        .outerjoin(Promise, Promise.answer_id == Answer.id)
        .outerjoin(_earlier, _earlier.id == Answer.corrects)
        .outerjoin(_later, _later.corrects == Answer.id)
        .where(Answer.idea_id == idea_id)
    )
    found = list(db.execute(rows.order_by(Answer.no.desc()).limit(MOST)))
    return Answers(idea, found, offices_of(db, me))


class Begin(msgspec.Struct, frozen=True):
    """An answer to begin: for which idea and office, after which answer, or in correction of which one."""

    idea: Found
    office: Row[Any]
    before: Row[Any] | None
    corrected: Row[Any] | None
    fixed: bool


def begin_for(db: Connection, me: Reader, idea_id: int, office_id: int | None, corrects: int | None) -> Begin:
    """The form of a new answer for those who may give one (404 for all others)."""
    if me is None:
        raise Refusal(401, "errors.sign_in")
    idea = idea_for(db, me, idea_id)
    offices = [office_id] if office_id else [row.id for row in offices_of(db, me)][:1]
    if not offices:
        raise Missing
    office = office_for(db, me, offices[0])
    if idea.state != "published":
        raise Refusal(409, "ideas.refused.state")
    if corrects is None:
        return Begin(idea, office, in_force(db, idea_id), None, fixed=False)
    row = to_correct(db, office.id, corrects)
    if row.idea_id != idea_id:
        raise Missing
    newest = in_force(db, idea_id)
    return Begin(idea, office, newest, row, is_fixed(row, newest))


class DraftPage(msgspec.Struct, frozen=True):
    """A draft as its office sees it: the newest version, who wrote each, who approved, and what was said to it."""

    draft: Row[Any]
    office: Row[Any]
    versions: list[Row[Any]]
    notes: list[Row[Any]]
    before: Row[Any] | None
    corrected: Row[Any] | None

    @property
    def newest(self) -> Row[Any]:
        """The version that counts."""
        return self.versions[0]

    @property
    def fixed(self) -> bool:
        """Whether it corrects an answer of which only the words may change."""
        return self.corrected is not None and is_fixed(self.corrected, self.before)


def draft_for(db: Connection, me: Reader, draft_id: int) -> DraftPage:
    """A draft for the members of its office; to everybody else there is none (404)."""
    if me is None:
        raise Refusal(401, "errors.sign_in")
    rows = select(AnswerDraft.__table__, _approver.name.label("approver"))
    rows = rows.add_columns(Idea.title, Idea.language, Idea.state.label("idea_state"))
    rows = rows.join(Idea, Idea.id == AnswerDraft.idea_id).outerjoin(_approver, _approver.id == AnswerDraft.approved_by)
    draft = db.execute(rows.where(AnswerDraft.id == draft_id)).first()
    if draft is None:
        raise Missing
    office = office_for(db, me, draft.office_id)
    versions = _by(db, AnswerDraftRevision, draft_id, AnswerDraftRevision.rev.desc())
    notes = _by(db, AnswerNote, draft_id, AnswerNote.id)
    return DraftPage(draft, office, versions, notes, *_before(db, draft))


def _before(db: Connection, draft: Row[Any]) -> tuple[Row[Any] | None, Row[Any] | None]:
    """The answer in force, and the one the draft corrects."""
    rows = select(Answer.__table__, Promise.state.label("promise"))
    rows = rows.outerjoin(Promise, Promise.answer_id == Answer.id)
    last = select(Answer.id).where(Answer.idea_id == draft.idea_id)
    last = last.order_by(Answer.place.desc(), Answer.no.desc()).limit(1)
    wanted = or_(Answer.id == last.scalar_subquery(), Answer.id == draft.corrects)
    found = list(db.execute(rows.where(wanted).order_by(Answer.place.desc(), Answer.no.desc())))
    corrected = next((row for row in found if row.id == draft.corrects), None)
    return (found[0] if found else None), corrected


def _by(db: Connection, table: Any, draft_id: int, order: Any) -> list[Row[Any]]:
    """Rows of a draft with the names of those who wrote them."""
    rows = select(table.__table__, _person.name.label("person")).join(_person, _person.id == table.person_id)
    return list(db.execute(rows.where(table.draft_id == draft_id).order_by(order).limit(MOST)))

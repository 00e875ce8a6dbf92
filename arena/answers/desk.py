"""The desk of an office: what it prepares, what it promised, and which ideas still wait."""

from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, Row, exists, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.answers.model import AnswerDraft, AnswerDraftRevision, Promise
from arena.answers.office import office_for
from arena.answers.promise import UNSETTLED
from arena.ideas.model import Idea
from arena.voice import Reader

FEW, MANY = 10, 50
By = Literal["supported", "waiting"]
_writer, _approver = aliased(Actor), aliased(Actor)


class Desk(msgspec.Struct, frozen=True):
    """All that lies on an office's desk; drafts one may approve, those that wait for others, those that are ready."""

    office: Row[Any]
    drafts: list[Row[Any]]
    promises: list[Row[Any]]
    waiting: list[Row[Any]]
    person_id: int

    @property
    def to_check(self) -> list[Row[Any]]:
        """Drafts somebody else wrote last: the reader may approve them."""
        return [one for one in self.drafts if not one.approved_by and one.person_id != self.person_id]

    @property
    def own(self) -> list[Row[Any]]:
        """Drafts the reader wrote last: they wait for somebody else."""
        return [one for one in self.drafts if not one.approved_by and one.person_id == self.person_id]

    @property
    def ready(self) -> list[Row[Any]]:
        """Approved drafts."""
        return [one for one in self.drafts if one.approved_by]


def desk(db: Connection, me: Reader, office_id: int, by: By = "supported") -> Desk:
    """The desk for those who speak for the office; for others there is none (404)."""
    office = office_for(db, me, office_id)
    assert me
    due = select(Promise.__table__, Idea.title, Idea.language, Idea.answer_state).join(Idea, Idea.id == Promise.idea_id)
    due = due.where(Promise.office_id == office_id, Promise.state.in_(UNSETTLED))
    promises = list(db.execute(due.order_by(Promise.due, Promise.answer_id).limit(FEW)))
    return Desk(office, _drafts(db, office_id), promises, _waiting(db, office_id, by), me.person_id)


def _drafts(db: Connection, office_id: int) -> list[Row[Any]]:
    version = AnswerDraftRevision
    rows = (
        select(AnswerDraft.__table__, version.answer, version.due, version.person_id, version.at)
        .add_columns(Idea.title, Idea.language, _writer.name.label("writer"), _approver.name.label("approver"))
        .join(version, (version.draft_id == AnswerDraft.id) & (version.rev == AnswerDraft.rev))
        .join(Idea, Idea.id == AnswerDraft.idea_id)
        .join(_writer, _writer.id == version.person_id)
        .outerjoin(_approver, _approver.id == AnswerDraft.approved_by)
        .where(AnswerDraft.office_id == office_id, AnswerDraft.state == "open")
    )
    return list(db.execute(rows.order_by(AnswerDraft.id).limit(MANY)))


def _waiting(db: Connection, office_id: int, by: By) -> list[Row[Any]]:
    """Published ideas that nobody answered and the office has no draft for, the most supported or the oldest first."""
    begun = exists().where(
        AnswerDraft.idea_id == Idea.id, AnswerDraft.office_id == office_id, AnswerDraft.state == "open"
    )
    rows = select(Idea.id, Idea.title, Idea.language, Idea.support_count, Idea.published_at)
    rows = rows.where(Idea.state == "published", Idea.answer_state.is_(None), ~begun)
    order = (Idea.support_count.desc(), Idea.id.desc()) if by == "supported" else (Idea.published_at, Idea.id)
    return list(db.execute(rows.order_by(*order).limit(FEW)))

"""The public log of moderation: what moderators did, when, on which ground and why; never the words, nor whose."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, select

from arena.actors.model import Actor
from arena.errors import Missing
from arena.moderation.model import Case, ModerationAct, Notice
from arena.moderation.objection import objection, stands
from arena.moderation.whose import with_idea
from arena.threads.model import Post
from arena.threads.moved import present
from arena.voice import Reader

PAGE = 30
ACTS: Select[Any] = with_idea(
    select(ModerationAct.__table__, Actor.name.label("moderator")).join(Actor, Actor.id == ModerationAct.person_id),
    ModerationAct.thread_id,
)


class Part(msgspec.Struct, frozen=True):
    """A page of the log, newest first, and where its neighbours begin."""

    acts: list[Row[Any]]
    older: int | None = None
    newer: bool = False


class Act(msgspec.Struct, frozen=True):
    """One act; its author's side of it, their own words and objection, is there for them alone."""

    row: Row[Any]
    noticed: bool
    own: Row[Any] | None = None
    objection: Row[Any] | None = None
    may_object: bool = False


def log_part(db: Connection, before: int | None) -> Part:
    """The acts before a number, or the newest."""
    acts = ACTS.order_by(ModerationAct.id.desc()).limit(PAGE + 1)
    if before is not None:
        acts = acts.where(ModerationAct.id < before)
    rows = list(db.execute(acts))
    return Part(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None, before is not None)


def act_of(db: Connection, me: Reader, act_id: int) -> Act:
    """One act, or 404; the author of what it was about sees their own words beside it."""
    row = db.execute(ACTS.where(ModerationAct.id == act_id)).first()
    if row is None:
        raise Missing
    noticed = select(Notice.id).join(Case, Case.id == Notice.case_id).where(Case.closed_by == act_id).limit(1)
    heard = db.execute(noticed).first() is not None
    if row.post_id is None or me is None:
        return Act(row, heard)
    post = db.execute(select(Post.__table__).where(Post.id == present(db, row.post_id))).one()
    if post.person_id != me.person_id:
        return Act(row, heard)
    said = objection(db, act_id)
    return Act(row, heard, post, said, may_object=said is None and stands(post, act_id))

"""The moderators' desk: what waits to be decided, and all there is to know of one contribution."""

from collections import defaultdict
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, func, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.errors import Missing, Refusal
from arena.moderation.decide import fitting
from arena.moderation.log import ACTS
from arena.moderation.model import Case, ModerationAct, Notice
from arena.moderation.rules import moderator, must_be_impartial, open_case
from arena.moderation.whose import with_idea
from arena.threads.model import Post
from arena.threads.moved import former, present
from arena.threads.timeline import head
from arena.voice import Reader

PAGE, FEW = 20, 5
_actor = aliased(Actor)
# A contribution as moderators read it, hidden or not, with the place where it stands.
_posts: Select[Any] = with_idea(
    select(Post.__table__, _actor.name.label("actor")).outerjoin(_actor, _actor.id == Post.actor_id), Post.thread_id
)
_place = func.row_number().over(partition_by=Notice.case_id, order_by=Notice.id)
_count = func.count().over(partition_by=Notice.case_id)


class OnDesk(msgspec.Struct, frozen=True):
    """A case with its contribution and the first of its notices."""

    case: Row[Any]
    post: Row[Any]
    notices: list[Row[Any]]

    @property
    def count(self) -> int:
        """How many notices there are."""
        return int(self.notices[0].many) if self.notices else 0


class Desk(msgspec.Struct, frozen=True):
    """Open cases, oldest first, and where the next page begins."""

    cases: list[OnDesk]
    next: int | None


class File(msgspec.Struct, frozen=True):
    """All that is known of a contribution: its case, what was done before, and what this moderator may decide."""

    post: Row[Any]
    case: Row[Any] | None
    notices: list[Row[Any]]
    acts: list[Row[Any]]
    kinds: tuple[str, ...]
    barred: str = ""

    @property
    def ground(self) -> str:
        """The ground that was named last."""
        return str((self.notices or self.acts)[0].ground) if self.notices or self.acts else ""


def desk(db: Connection, me: Reader, after: int = 0) -> Desk:
    """What waits, for moderators; for others there is no such page (404). Nobody reads notices about themselves."""
    reader = moderator(me)
    waiting = select(Case.__table__).join(Post, Post.id == Case.post_id).where(Case.state == "open", Case.id > after)
    waiting = waiting.where(func.coalesce(Post.person_id, 0) != reader.person_id)
    rows = list(db.execute(waiting.order_by(Case.id).limit(PAGE + 1)))
    cases = rows[:PAGE]
    posts = {row.id: row for row in db.execute(_posts.where(Post.id.in_([case.post_id for case in cases])))}
    told = _notices(db, [case.id for case in cases], FEW)
    shown = [OnDesk(case, posts[case.post_id], told.get(case.id, [])) for case in cases]
    return Desk(shown, cases[-1].id if len(rows) > PAGE else None)


def file_of(db: Connection, me: Reader, post_id: int) -> File:
    """A contribution of a public thread with its case, for moderators; their own is none of their business (404)."""
    reader = moderator(me)
    post = db.execute(_posts.where(Post.id == present(db, post_id), Post.no.is_not(None))).first()
    if post is None or post.person_id == reader.person_id:
        raise Missing
    head(db, post.thread_id)
    case = open_case(db, post.id)
    barred = ""
    try:
        must_be_impartial(db, reader.own, post, case)
    except Refusal as refusal:
        barred = refusal.key
    notices = _notices(db, [case.id], PAGE).get(case.id, []) if case is not None else []
    acts = ACTS.where(ModerationAct.post_id.in_(former(db, post.id))).order_by(ModerationAct.id.desc()).limit(PAGE)
    return File(post, case, notices, list(db.execute(acts)), () if barred else fitting(post.state, case), barred)


def _notices(db: Connection, cases: list[int], most: int) -> dict[int, list[Row[Any]]]:
    """The first notices of each case, and how many there are."""
    wanted = (Notice.case_id, Notice.ground, Notice.words, Notice.language, Notice.at)
    told = select(*wanted, _place.label("place"), _count.label("many")).where(Notice.case_id.in_(cases)).subquery()
    found: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in db.execute(select(told).where(told.c.place <= most).order_by(told.c.case_id, told.c.place)):
        found[row.case_id].append(row)
    return found

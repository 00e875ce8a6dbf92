"""What an idea's page, and a person's own page, say of growing together: each in one statement."""

from functools import cache
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from arena.growing.model import FOLLOW, MERGE, SUPPORT, Lineage, LineageAnswer, Proposal, Suggestion
from arena.ideas.mine import beside as on_own_page
from arena.ideas.model import Follow, Idea, Support
from arena.ideas.ties import Beside
from arena.ideas.ties import beside as on_idea_page
from arena.voice import Me, Reader

MOST = 50
ALONG = ("merge", "split")  # kinds of lineage along which support and following can go
_from, _to = aliased(Idea), aliased(Idea)


class Kin(msgspec.Struct, frozen=True):
    """An idea that this one came out of, or that came out of it."""

    lineage: int
    kind: str
    from_id: int
    to_id: int
    title: str
    language: str


class Grown(msgspec.Struct, frozen=True):
    """What an idea grew from and into, the proposals that are open, and how many suggestions there are."""

    parents: list[Kin]
    children: list[Kin]
    proposals: list[tuple[int, str]]
    suggestions: int
    open_suggestions: int


class Question(msgspec.Struct, frozen=True):
    """What a person is asked on their own page: whether support, or following, goes along from one idea to another."""

    from_id: int
    to_id: int
    kind: str
    from_title: str
    to_title: str
    asked: tuple[str, ...]


def _asks(table: type[Support] | type[Follow], what: str, person: Any) -> ColumnElement[bool]:
    """Whether a person still has it at the one idea, not at the other, and was not asked before."""
    mine = table.person_id == person
    answered = exists().where(
        LineageAnswer.lineage_id == Lineage.id, LineageAnswer.person_id == person, LineageAnswer.what == what
    )
    return and_(
        Lineage.kind.in_(ALONG),
        exists().where(table.idea_id == Lineage.from_id, mine),
        ~exists().where(table.idea_id == Lineage.to_id, mine),
        ~answered,
    )


@cache  # built once: building it costs more than asking it
def _grown() -> Any:
    own_id: Any = bindparam("idea")
    edge = (Lineage.id.label("key"), Lineage.kind, Lineage.from_id, Lineage.to_id)

    def kin(what: str, other: ColumnElement[int], own: ColumnElement[int]) -> Any:
        found = select(literal(what).label("what"), *edge, Idea.title, Idea.language)
        return found.join(Idea, Idea.id == other).where(own == own_id, Idea.state != "draft")

    none = (literal(""), literal(""))
    waiting = func.count().filter(Suggestion.state == "open")
    counted = select(literal("suggestions"), literal(0), literal(""), func.count(), waiting, *none)
    named = or_(Proposal.from_id == own_id, and_(Proposal.to_id == own_id, Proposal.kind == MERGE))
    proposed = select(literal("proposal"), Proposal.id, Proposal.kind, literal(0), literal(0), *none)
    return union_all(
        kin("parent", Lineage.from_id, Lineage.to_id),  # type: ignore[arg-type]
        kin("child", Lineage.to_id, Lineage.from_id),  # type: ignore[arg-type]
        counted.where(Suggestion.idea_id == own_id),
        proposed.where(named, Proposal.state == "open"),
    )


def grown(db: Connection, idea: Row[Any]) -> Grown:
    """What the page of an idea shows."""
    rows = db.execute(_grown(), {"idea": idea.id}).all()
    (count,) = (row for row in rows if row.what == "suggestions")
    return Grown(
        [_kin(row) for row in rows if row.what == "parent"],
        [_kin(row) for row in rows if row.what == "child"],
        [(row.key, row.kind) for row in rows if row.what == "proposal"],
        count.from_id,
        count.to_id,
    )


def _asked(row: Any) -> tuple[str, ...]:
    return tuple(what for what, asks in ((SUPPORT, row.supports), (FOLLOW, row.follows)) if asks)


def _kin(row: Any) -> Kin:
    return Kin(row.key, row.kind, row.from_id, row.to_id, row.title, row.language)


_reader: Any = bindparam("reader")
_asking = select(
    Lineage.id, _asks(Support, SUPPORT, _reader).label("supports"), _asks(Follow, FOLLOW, _reader).label("follows")
).where(Lineage.id.in_(bindparam("edges", expanding=True)))


def asking(db: Connection, me: Me, found: Grown) -> tuple[tuple[Kin, tuple[str, ...]], ...]:
    """What a reader is asked to take along, between an idea and those it came out of or that came out of it."""
    kin = [one for one in (*found.parents, *found.children) if one.kind in ALONG]
    if not kin:
        return ()
    told = {"edges": [one.lineage for one in kin], "reader": me.person_id}
    asked = {row.id: _asked(row) for row in db.execute(_asking, told)}
    return tuple((one, asked[one.lineage]) for one in kin if asked[one.lineage])


def questions(db: Connection, me: Reader) -> list[Question]:
    """What a person is asked to take along, the newest first."""
    if me is None:
        return []
    supports, follows = _asks(Support, SUPPORT, me.person_id), _asks(Follow, FOLLOW, me.person_id)
    mine = or_(
        Lineage.from_id.in_(select(Support.idea_id).where(Support.person_id == me.person_id)),
        Lineage.from_id.in_(select(Follow.idea_id).where(Follow.person_id == me.person_id)),
    )
    found = (
        select(Lineage.from_id, Lineage.to_id, Lineage.kind, _from.title.label("from_title"))
        .add_columns(_to.title.label("to_title"), supports.label("supports"), follows.label("follows"))
        .join(_from, _from.id == Lineage.from_id)
        .join(_to, _to.id == Lineage.to_id)
        .where(mine, or_(supports, follows), or_(_to.state == "published", _to.merged_into.is_not(None)))
        .order_by(Lineage.id.desc())
    )
    names = Question.__struct_fields__[:5]
    return [
        Question(**{name: getattr(row, name) for name in names}, asked=_asked(row))
        for row in db.execute(found.limit(MOST))
    ]


on_idea_page["growing"] = Beside(grown, asking)
on_own_page["growing"] = questions

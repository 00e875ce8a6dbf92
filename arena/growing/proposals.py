"""A proposal as its page shows it: its ideas, what would change, who is asked, and what this reader may do."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, or_, select, union
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.errors import Missing
from arena.growing.hold import asked_for
from arena.growing.model import MERGE, TEXTS, Consent, Proposal
from arena.ideas.model import Idea
from arena.voice import Reader, Voice
from arena.words.diff import Piece, word_diff

_person, _actor = aliased(Actor), aliased(Actor)
_named = (
    select(Proposal.__table__, _person.name.label("person"), _actor.name.label("actor"), _actor.kind.label("as_kind"))
    .join(_person, _person.id == Proposal.person_id)
    .join(_actor, _actor.id == Proposal.actor_id)
)


class Said(msgspec.Struct, frozen=True):
    """What one of those who are asked says; `carries` is whether they shall carry the new idea."""

    actor_id: int
    actor: str
    organisation: bool
    state: str
    word: str
    at: datetime | None
    carries: bool


class Seen(msgspec.Struct, frozen=True):
    """A proposal for its page; `acts` are what the reader may do, in which of their names.

    `second` is the other idea that ends, where a new one comes out of two; `into` is the one that stays, or is new.
    """

    proposal: Row[Any]
    origin: Row[Any]
    second: Row[Any] | None
    into: Row[Any] | None
    asked: list[Said]
    texts: dict[str, list[Piece]]
    moved_on: bool
    acts: dict[str, list[Voice]]


def proposal_for(db: Connection, me: Reader, proposal_id: int) -> Seen:
    """A proposal with all that its page shows; else 404."""
    row = db.execute(_named.where(Proposal.id == proposal_id)).first()
    if row is None:
        raise Missing
    origin, second, into = _ideas(db, row)
    asked = _said(db, row)
    changes = row.kind == MERGE and row.rev is not None and row.state == "open"
    moved_on = changes and into is not None and into.rev != row.rev
    return Seen(row, origin, second, into, asked, _texts(row, into), moved_on, _acts(me, row, asked, moved_on))


def _ideas(db: Connection, row: Row[Any]) -> tuple[Row[Any], Row[Any] | None, Row[Any] | None]:
    """The ideas of a proposal: whose it is, which other one ends, and which one stays or is new."""
    ids = [one for one in (row.from_id, row.to_id) if one is not None]
    came = select(Idea.merged_into).where(Idea.id == row.from_id).scalar_subquery()
    known = or_(Idea.id.in_(ids), Idea.id == came) if row.anew and row.state == "carried" else Idea.id.in_(ids)
    ideas = {idea.id: idea for idea in db.execute(select(Idea.__table__).where(known))}
    origin, other = ideas[row.from_id], ideas.get(row.to_id)
    if not row.anew:
        return origin, None, other
    return origin, other, ideas[origin.merged_into] if row.state == "carried" else None


def _said(db: Connection, row: Row[Any]) -> list[Said]:
    """Those who agreed or declined, and, while it is open, all who must still answer."""
    present = asked_for(db, row) if row.state == "open" else set()
    asked = select(Consent.actor_id.label("id")).where(Consent.proposal_id == row.id)
    everybody = union(asked, select(Actor.id).where(Actor.id.in_(present))).subquery()
    told = (
        select(Actor.id, Actor.name, Actor.kind, Consent.state, Consent.word, Consent.at)
        .join(everybody, everybody.c.id == Actor.id)
        .outerjoin(Consent, (Consent.actor_id == Actor.id) & (Consent.proposal_id == row.id))
        .order_by(Consent.at.is_(None), Consent.at, Actor.name)
    )
    answered = ("agreed", "declined")
    return [
        Said(
            one.id,
            one.name,
            one.kind == "organisation",
            one.state or "open",
            one.word or "",
            one.at,
            one.id in row.carriers,
        )
        for one in db.execute(told)
        if one.id in present or one.state in answered
    ]


def _texts(row: Row[Any], into: Row[Any] | None) -> dict[str, list[Piece]]:
    """What would change in the idea that stays, as long as that is open."""
    if row.kind != MERGE or into is None or row.state != "open":
        return {}
    return {
        name: word_diff(getattr(into, name), getattr(row, name)) for name in TEXTS if getattr(row, name) is not None
    }


def _acts(me: Reader, row: Row[Any], asked: list[Said], moved_on: bool) -> dict[str, list[Voice]]:
    if me is None or row.state != "open":
        return {}
    open_to = {one.actor_id for one in asked if one.state == "open"}
    mine = [voice for voice in me.voices if voice.actor_id in open_to]
    acts = {
        "agree": [] if moved_on else mine,
        "decline": mine,
        "take-back": [voice for voice in me.voices if voice.actor_id == row.actor_id],
    }
    return {act: voices for act, voices in acts.items() if voices}

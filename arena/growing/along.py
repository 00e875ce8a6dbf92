"""Take one's support, one's following or a commitment along to the idea that another one became or led to."""

from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from arena.errors import Missing, Refusal
from arena.growing.hold import hold_all
from arena.growing.model import MERGE, SUPPORT, Lineage, LineageAnswer
from arena.ideas.count import count_team
from arena.ideas.follow import follow
from arena.ideas.model import Follow, Idea, Support
from arena.ideas.step import tell, write_step
from arena.ideas.support import support
from arena.ideas.team_model import Commitment
from arena.store import Tx
from arena.store.upsert import insert_or
from arena.voice import Voice

RUNNING = ("offered", "accepted", "active")
COPIED = ("role", "kind", "what", "amount", "unit", "starts", "ends", "state", "message", "answer", "person_id")


def present_idea(db: Connection, idea_id: int) -> int:
    """The idea that goes on where this one ended, however often ideas merged."""
    seen: set[int] = set()
    while idea_id not in seen:
        seen.add(idea_id)
        into = db.execute(select(Idea.merged_into).where(Idea.id == idea_id)).scalar()
        if into is None:
            break
        idea_id = int(into)
    return idea_id


def bring_along(tx: Tx, voice: Voice, from_id: int, to_id: int, what: str, take: bool) -> int:
    """Answer for oneself whether support, or following, goes along; asked once. Returns the idea that goes on.

    After a merge it moves, after a split it is given to both; without this answer nothing is moved.
    """
    edge = tx.db.execute(select(Lineage.__table__).filter_by(from_id=from_id, to_id=to_id)).first()
    if edge is None:
        raise Missing
    target = present_idea(tx.db, to_id)
    hold_all(tx, (from_id, target))
    table, act = (Support, support) if what == SUPPORT else (Follow, follow)
    mine = select(table.at).where(table.idea_id == from_id, table.person_id == voice.person_id)
    if tx.db.execute(mine).first() is None:
        return target
    if take:
        act(tx, voice, target, True)
        if edge.kind == MERGE:
            act(tx, voice, from_id, False)
    row = {"lineage_id": edge.id, "person_id": voice.person_id, "what": what, "taken": take, "at": tx.now}
    told = {"taken": take, "at": tx.now}
    keys = ["lineage_id", "person_id", "what"]
    tx.db.execute(insert_or(tx, LineageAnswer).values(row).on_conflict_do_update(index_elements=keys, set_=told))
    return target


def move_commitment(tx: Tx, voice: Voice, commitment_id: int, take: bool) -> int:
    """Take a commitment to a merged idea along, as it stands, or end it; returns the idea it belongs to then."""
    origin, target = _where(tx, commitment_id)
    ideas = hold_all(tx, (origin, target))
    one = tx.db.execute(select(Commitment.__table__).where(Commitment.id == commitment_id)).one()
    if one.actor_id != voice.actor_id:
        raise Refusal(403, "errors.not_yours")
    if one.state not in RUNNING or one.role == "carry":
        return target
    if take and ideas[target].state != "published":
        raise Refusal(409, "ideas.refused.state")
    ended = {"state": "withdrawn", "changed_at": tx.now, "changed_by": voice.actor_id}
    tx.db.execute(update(Commitment).where(Commitment.id == one.id).values(ended))
    write_step(tx, voice, one.id, "move" if take else "leave", "withdrawn")
    count_team(tx, origin)
    kind = "growing.move" if take else "ideas.leave"
    tell(tx, voice, ideas[origin], one.id, kind, {f"commitment.{one.id}": (one.state, "withdrawn")}, "")
    if not take:
        return origin
    number = _again(tx, voice, one, target)
    tell(tx, voice, ideas[target], number, "growing.arrive", {f"commitment.{number}": (None, one.state)}, "")
    return target


def _where(tx: Tx, commitment_id: int) -> tuple[int, int]:
    """The merged idea a commitment belongs to, and the one that goes on; else 404."""
    merged = select(Commitment.idea_id).join(Idea, Idea.id == Commitment.idea_id)
    merged = merged.where(Commitment.id == commitment_id, Idea.merged_into.is_not(None))
    origin = tx.db.execute(merged).scalar()
    if origin is None:
        raise Missing
    return int(origin), present_idea(tx.db, origin)


def _again(tx: Tx, voice: Voice, one: Row[Any], target: int) -> int:
    """The same commitment to the idea that goes on; the need it answered stays behind."""
    row: dict[str, Any] = {name: getattr(one, name) for name in COPIED}
    row |= {"idea_id": target, "actor_id": voice.actor_id, "at": tx.now}
    row |= {"changed_at": tx.now, "changed_by": voice.actor_id}
    number = int(tx.db.execute(insert(Commitment).values(row).returning(Commitment.id)).scalar_one())
    write_step(tx, voice, number, "arrive", one.state)
    count_team(tx, target)
    return number

"""Invite somebody who contributed to carry the idea too: carriers ask, whoever was asked answers."""

from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from arena.actors.model import Actor
from arena.errors import Missing, Refusal
from arena.growing.model import CarryInvitation
from arena.growing.say import WORD, line
from arena.ideas.carry import begin_to_carry
from arena.ideas.model import Idea
from arena.ideas.owner import OWNS
from arena.ideas.queries import Found, idea_for_act
from arena.ideas.rules import carriers, must_carry
from arena.journal.enter import enter
from arena.store import Tx
from arena.threads.item import Item
from arena.threads.view import contribution
from arena.voice import Voice


def contribution_to(db: Connection, post_id: int) -> tuple[int, Item]:
    """The idea a contribution was made to, and the contribution; else 404."""
    thread, item, _ = contribution(db, post_id)
    idea_id = db.execute(select(Idea.id).where(OWNS), {"thread": thread}).scalar()
    if idea_id is None or item.actor is None:
        raise Missing
    return int(idea_id), item


def invite(tx: Tx, voice: Voice, post_id: int, word: str) -> int:
    """Ask the one in whose name a contribution was made; while they have not answered, asking again is the same.

    Returns the invitation's number.
    """
    idea_id, item = contribution_to(tx.db, post_id)
    assert item.actor is not None
    idea = idea_for_act(tx, voice, idea_id)
    must_carry(tx.db, voice, idea)
    if item.actor.id in carriers(tx.db, idea_id):
        raise Refusal(409, "growing.refused.carries_already")
    row = {"idea_id": idea_id, "actor_id": item.actor.id, "state": "open"}
    if (known := tx.db.execute(select(CarryInvitation.id).filter_by(**row)).scalar()) is not None:
        return int(known)
    said = line("word", word, most=WORD)
    row |= {"post_id": item.id, "by_person_id": voice.person_id, "by_actor_id": voice.actor_id, "word": said}
    row |= {"at": tx.now, "changed_at": tx.now}
    number = int(tx.db.execute(insert(CarryInvitation).values(row).returning(CarryInvitation.id)).scalar_one())
    facts: dict[str, Any] = {"invited": item.actor.name, "sentence": said, "to": f"/posts/{item.id}"}
    change = {f"growing.invitation.{number}": (None, "open")}
    enter(tx, voice, idea, "growing.invite_carrier", why=said, change=change, **facts)
    return number


def accept(tx: Tx, voice: Voice, invitation_id: int, word: str = "") -> int:
    """Carry the idea from now on; returns its number. A second click changes nothing."""
    idea, asked = _asked(tx, voice, invitation_id)
    if asked.state == "accepted":
        return int(idea.id)
    change = {}
    if voice.actor_id not in carriers(tx.db, idea.id):
        change = {f"commitment.{begin_to_carry(tx, voice, idea.id, 'carry')}": (None, "active")}
    _settle(tx, voice, idea, asked, "accepted", "growing.accept_carrier", word, change)
    return int(idea.id)


def decline(tx: Tx, voice: Voice, invitation_id: int, word: str = "") -> int:
    """Decline, with a word if wanted; returns the idea's number."""
    idea, asked = _asked(tx, voice, invitation_id)
    if asked.state != "declined":
        _settle(tx, voice, idea, asked, "declined", "growing.decline_carrier", word, {})
    return int(idea.id)


def take_back(tx: Tx, voice: Voice, invitation_id: int, word: str = "") -> int:
    """Take an invitation back that was not answered; carriers only. Returns the idea's number."""
    idea, asked = _held(tx, voice, invitation_id)
    must_carry(tx.db, voice, idea)
    if asked.state != "withdrawn":
        _settle(tx, voice, idea, asked, "withdrawn", "growing.withdraw_invitation", word, {})
    return int(idea.id)


def _asked(tx: Tx, voice: Voice, invitation_id: int) -> tuple[Found, Row[Any]]:
    idea, asked = _held(tx, voice, invitation_id)
    if asked.actor_id != voice.actor_id:
        raise Refusal(403, "errors.not_yours")
    return idea, asked


def _held(tx: Tx, voice: Voice, invitation_id: int) -> tuple[Found, Row[Any]]:
    wanted = select(CarryInvitation.__table__).where(CarryInvitation.id == invitation_id)
    named = tx.db.execute(wanted).first()
    if named is None:
        raise Missing
    idea = idea_for_act(tx, voice, named.idea_id)
    return idea, tx.db.execute(wanted).one()


def _settle(
    tx: Tx, voice: Voice, idea: Found, asked: Row[Any], state: str, kind: str, word: str, change: dict[str, Any]
) -> None:
    if asked.state != "open":
        raise Refusal(409, "growing.refused.answered")
    said = line("word", word, most=WORD, least=0)
    done = {"state": state, "answer": said, "changed_at": tx.now}
    tx.db.execute(update(CarryInvitation).where(CarryInvitation.id == asked.id).values(done))
    invited = tx.db.execute(select(Actor.name).where(Actor.id == asked.actor_id)).scalar_one()
    change = change | {f"growing.invitation.{asked.id}": ("open", state)}
    enter(tx, voice, idea, kind, why=said, change=change, invited=invited, sentence=said)

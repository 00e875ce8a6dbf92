"""An invitation to carry as both sides see it, and the contribution somebody is invited for."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.errors import Missing, Refusal
from arena.growing.invite import contribution_to
from arena.growing.model import CarryInvitation
from arena.ideas.queries import Found, idea_for
from arena.ideas.rules import carriers
from arena.threads.item import Item
from arena.voice import Reader, Voice

_actor, _by, _by_actor = aliased(Actor), aliased(Actor), aliased(Actor)
_named = (
    select(CarryInvitation.__table__, _actor.name.label("actor"))
    .add_columns(_by.name.label("by_person"), _by_actor.name.label("by_actor"))
    .join(_actor, _actor.id == CarryInvitation.actor_id)
    .join(_by, _by.id == CarryInvitation.by_person_id)
    .join(_by_actor, _by_actor.id == CarryInvitation.by_actor_id)
)


class Inviting(msgspec.Struct, frozen=True):
    """A contribution, its idea, and the voices that may invite whoever made it."""

    idea: Found
    item: Item
    voices: list[Voice]
    carries: bool


class Invited(msgspec.Struct, frozen=True):
    """An invitation, its idea, and what this reader may do in which of their names."""

    one: Row[Any]
    idea: Found
    acts: dict[str, list[Voice]]


def to_invite(db: Connection, me: Reader, post_id: int) -> Inviting:
    """The form to invite somebody; for those who carry the idea."""
    idea_id, item = contribution_to(db, post_id)
    idea = idea_for(db, me, idea_id)
    if me is None:
        raise Refusal(401, "errors.sign_in")
    carrying = carriers(db, idea_id)
    voices = [voice for voice in me.voices if voice.actor_id in carrying]
    if not voices:
        raise Refusal(403, "errors.not_yours")
    if idea.state != "published":
        raise Refusal(409, "ideas.refused.state")
    return Inviting(idea, item, voices, item.actor is not None and item.actor.id in carrying)


def invitation_for(db: Connection, me: Reader, invitation_id: int) -> Invited:
    """An invitation for whoever was asked and those who carry the idea; for all others it is not there (404)."""
    one = db.execute(_named.where(CarryInvitation.id == invitation_id)).first()
    if one is None or me is None:
        raise Missing if one is None else Refusal(401, "errors.sign_in")
    idea, carrying = idea_for(db, me, one.idea_id), carriers(db, one.idea_id)
    asked = [voice for voice in me.voices if voice.actor_id == one.actor_id]
    asking = [voice for voice in me.voices if voice.actor_id in carrying]
    if not (asked or asking):
        raise Missing
    acts = {"accept": asked, "decline": asked, "take-back": asking}
    live = one.state == "open" and idea.state == "published"
    return Invited(one, idea, {act: voices for act, voices in acts.items() if voices and live})

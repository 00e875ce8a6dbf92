"""The states of a commitment: every act that leads from one to another, who may do it, in one table."""

from typing import Any

import msgspec
from sqlalchemy import Row

from arena.errors import Refusal
from arena.ideas.team import Member
from arena.voice import Voice

JOINER, CARRIER = "joiner", "carrier"
SELF = "self"  # who gave the commitment, in whatever name they speak now
WITH_SENTENCE = {"decline", "leave", "release", "confirm"}


class Move(msgspec.Struct, frozen=True):
    """An act on a commitment: the states it starts from, the one it ends in, the sides that may do it."""

    before: frozenset[str]
    after: str
    sides: frozenset[str]


def _move(before: str, after: str, *sides: str) -> Move:
    return Move(frozenset(before.split()), after, frozenset(sides))


MOVES = {
    "accept": _move("offered", "accepted", CARRIER),
    "decline": _move("offered", "declined", CARRIER),
    "start": _move("accepted", "active", JOINER, CARRIER),
    "fulfil": _move("accepted active", "fulfilled", JOINER, CARRIER),
    "confirm": _move("fulfilled", "fulfilled", CARRIER),
    "leave": _move("offered accepted active", "withdrawn", JOINER),
    "release": _move("accepted active", "withdrawn", CARRIER),
}


def sides(voice: Voice, commitment: Row[Any] | Member, carrying: set[int]) -> set[str]:
    """On which sides of a commitment somebody stands who speaks with this voice."""
    found = {JOINER} if voice.actor_id == commitment.actor_id else set()
    found |= {CARRIER} if voice.actor_id in carrying else set()
    return found | ({SELF} if voice.person_id == commitment.person_id else set())


def why_not(act: str, commitment: Row[Any] | Member, standing: set[str]) -> Refusal | None:
    """Why an act is not possible for those who stand on these sides, or None where it is."""
    move = MOVES[act]
    if not standing & move.sides:
        return Refusal(403, "errors.not_yours")
    if act == "confirm" and standing & {JOINER, SELF}:
        return Refusal(403, "ideas_team.refused.own_word")
    if commitment.state not in move.before or (act == "confirm" and _confirmed(commitment)):
        return Refusal(409, "ideas_team.refused.not_now")
    if commitment.role == "carry" and act == "fulfil":
        return Refusal(409, "ideas_team.refused.role_stays")
    if commitment.role == "carry" and act == "release":
        return Refusal(409, "ideas_team.refused.carrier_stays")
    return None


def _confirmed(commitment: Row[Any] | Member) -> bool:
    """Whether those who carry the idea have said already that it is fulfilled."""
    return commitment.confirmed_at is not None or commitment.changed_by != commitment.actor_id


def possible(commitment: Row[Any] | Member, standing: set[str]) -> list[str]:
    """The acts that are possible for those who stand on these sides, in the order they are offered."""
    return [act for act in MOVES if why_not(act, commitment, standing) is None]

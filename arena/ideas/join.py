"""Join an idea as a person or for an organisation, freely or in answer to a need."""

import re
import unicodedata
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Row, insert, select
from sqlalchemy.exc import IntegrityError

from arena.errors import Faults, Refusal
from arena.ideas.count import count_team, today
from arena.ideas.model import Follow
from arena.ideas.queries import idea_for_act
from arena.ideas.rules import carriers
from arena.ideas.step import tell, write_step
from arena.ideas.team_model import NEEDS, ROLES, Commitment, Need
from arena.store import Tx
from arena.store.text import clean, clean_line
from arena.voice import Voice

STEM = 4  # letters by which units are told apart
FORM = re.compile("[\u0300-\u036f]")  # dots and accents: "Raum" and "Räume" are one unit
WHAT, UNIT, MESSAGE, AMOUNT = 200, 40, 500, 1_000_000_000


class Offer(msgspec.Struct, frozen=True):
    """What somebody offers: a role and one sentence at least."""

    role: str
    what: str
    need_id: int | None = None
    kind: str = ""
    amount: float | None = None
    unit: str = ""
    starts: date | None = None
    ends: date | None = None
    message: str = ""


def join(tx: Tx, voice: Voice, idea_id: int, offer: Offer, client_key: str | None = None) -> int:
    """Offer a commitment; what carriers add to their own idea is accepted at once. Returns the commitment's number.

    Sent again with the same key it is the same commitment; with another key it is one more.
    """
    idea = idea_for_act(tx, voice, idea_id)
    if (before := _known(tx, voice, idea_id, client_key)) is not None:
        return before
    offer = _right(offer, _need(tx, idea_id, offer.need_id), today(tx.now))
    carrying = voice.actor_id in carriers(tx.db, idea_id)
    act, state = ("bring", "accepted") if carrying else ("join", "offered")
    row: dict[str, Any] = msgspec.structs.asdict(offer)
    row |= {"idea_id": idea_id, "person_id": voice.person_id, "actor_id": voice.actor_id, "state": state}
    row |= {"client_key": client_key or None, "at": tx.now, "changed_at": tx.now, "changed_by": voice.actor_id}
    try:
        number = int(tx.db.execute(insert(Commitment).values(row).returning(Commitment.id)).scalar_one())
    except IntegrityError as fault:  # the same key reached another idea at the same moment
        raise Refusal(409, "ideas_team.refused.key_reused") from fault
    write_step(tx, voice, number, act, state)
    _follow(tx, voice, idea_id)
    count_team(tx, idea_id)
    change = {f"commitment.{number}": (None, state)}
    tell(tx, voice, idea, number, f"ideas.{act}", change, offer.message)
    return number


def _known(tx: Tx, voice: Voice, idea_id: int, client_key: str | None) -> int | None:
    """What this person already sent under a key."""
    if not client_key:
        return None
    mine = select(Commitment.id, Commitment.idea_id).where(
        Commitment.person_id == voice.person_id, Commitment.client_key == client_key
    )
    if (found := tx.db.execute(mine).first()) is None:
        return None
    if found.idea_id != idea_id:
        raise Refusal(409, "ideas_team.refused.key_reused")
    return int(found.id)


def _need(tx: Tx, idea_id: int, need_id: int | None) -> Row[Any] | None:
    if need_id is None:
        return None
    found = tx.db.execute(select(Need.__table__).where(Need.id == need_id, Need.idea_id == idea_id)).first()
    faults = Faults()
    if found is None:
        faults.add("need", "errors.unknown_choice")
    elif found.closed_at is not None or (found.until and found.until < today(tx.now)):
        faults.add("need", "ideas_team.faults.need_over")
    faults.refuse()
    return found


def check_offer(offer: Offer, faults: Faults, day: date) -> None:
    """Note what is wrong with an offer in itself, whatever it answers."""
    faults.one_of("role", offer.role, ROLES)
    faults.text("what", offer.what, most=WHAT)
    faults.text("unit", offer.unit, most=UNIT, least=0)
    faults.text("message", offer.message, most=MESSAGE, least=0)
    if offer.need_id is None and offer.kind:
        faults.one_of("kind", offer.kind, NEEDS)
    if offer.amount is not None and not 0 < offer.amount <= AMOUNT:
        faults.add("amount", "ideas.faults.amount")
    if offer.ends and offer.ends < day:
        faults.add("ends", "ideas.faults.past")
    if offer.starts and offer.ends and offer.ends < offer.starts:
        faults.add("ends", "ideas_team.faults.ends_first")


def _right(offer: Offer, need: Row[Any] | None, day: date) -> Offer:
    """The offer as it is stored: clean, and in the kind and unit of the need it answers; else `Invalid`."""
    what, unit, message = clean_line(offer.what), clean_line(offer.unit), clean(offer.message)
    offer, faults = msgspec.structs.replace(offer, what=what, unit=unit, message=message), Faults()
    check_offer(offer, faults, day)
    if need is not None and need.amount is not None and not same_unit(offer.unit, need.unit):
        faults.add("unit", "ideas_team.faults.unit", unit=need.unit)
    faults.refuse()
    return offer if need is None else _in_answer_to(need, offer)


def _in_answer_to(need: Row[Any], offer: Offer) -> Offer:
    if offer.amount is None and need.amount is not None and need.kind == "people":
        # Whoever answers "we need people" and says no number means themselves.
        return msgspec.structs.replace(offer, kind=need.kind, unit="", amount=1.0)
    unit = offer.unit or (need.unit if offer.amount is not None else "")
    return msgspec.structs.replace(offer, kind=need.kind, unit=unit)


def same_unit(said: str, counted: str) -> bool:
    """Whether two units mean the same, as "Sprache" and "Sprachen" do; nothing said means the one that is counted."""
    one, other = (FORM.sub("", unicodedata.normalize("NFKD", unit)).casefold() for unit in (said, counted))
    alike = min(len(one), len(other), STEM)
    return not one or not other or one == other or (alike > 2 and one[:alike] == other[:alike])


def _follow(tx: Tx, voice: Voice, idea_id: int) -> None:
    """Whoever joins hears what becomes of it."""
    mine = {"idea_id": idea_id, "person_id": voice.person_id}
    if tx.db.execute(select(Follow.at).filter_by(**mine)).first() is None:
        tx.db.execute(insert(Follow).values(mine | {"at": tx.now}))

"""One step of a commitment: it changes its state, its history, the counters, the thread and the outbox together."""

from typing import Any

from sqlalchemy import Row, insert, select, update

from arena.actors.model import Actor
from arena.errors import Faults, Missing, Refusal
from arena.ideas.count import count_team
from arena.ideas.queries import Found, idea_for_act
from arena.ideas.rules import carriers
from arena.ideas.states import CARRIER, JOINER, MOVES, WITH_SENTENCE, sides, why_not
from arena.ideas.team_model import COUNTING, Commitment, CommitmentStep, Need
from arena.journal.enter import Change, enter
from arena.store import Tx
from arena.store.text import clean_line
from arena.voice import Voice

SENTENCE = 500


def step(tx: Tx, voice: Voice, commitment_id: int, act: str, sentence: str = "") -> int:
    """Carry out an act of the table of states; a second click changes nothing. Returns the idea's number."""
    sentence = clean_line(sentence)
    idea, commitment = _found(tx, voice, commitment_id, act)
    carrying = carriers(tx.db, idea.id)
    standing = sides(voice, commitment, carrying)
    if commitment.state == "declined" and not standing & {JOINER, CARRIER}:
        raise Missing
    if _done_already(voice, commitment, act):
        return int(idea.id)
    if refusal := why_not(act, commitment, standing):
        raise refusal
    if act == "leave" and idea.state == "published" and _last(tx, commitment, carrying):
        raise Refusal(409, "ideas_team.refused.last_carrier")
    faults = Faults()
    faults.text("sentence", sentence, most=SENTENCE, least=int(act in WITH_SENTENCE))
    faults.refuse()
    changed = _changed(tx, voice, act, sentence)
    tx.db.execute(update(Commitment).where(Commitment.id == commitment_id).values(changed))
    write_step(tx, voice, commitment_id, act, MOVES[act].after, sentence)
    count_team(tx, idea.id)
    change: Change = {f"commitment.{commitment_id}": (commitment.state, MOVES[act].after)}
    if act == "confirm":
        change = {f"confirmed.{commitment_id}": (None, voice.actor_id)}
    tell(tx, voice, idea, commitment_id, f"ideas.{act}", change, "" if act == "decline" else sentence)
    return int(idea.id)


def _done_already(voice: Voice, commitment: Row[Any], act: str) -> bool:
    """Whether this is a second click: the same act of the same actor."""
    if act == "confirm":
        return bool(commitment.confirmed_by == voice.actor_id)
    return bool(commitment.state == MOVES[act].after and commitment.changed_by == voice.actor_id)


def _changed(tx: Tx, voice: Voice, act: str, sentence: str) -> dict[str, Any]:
    """What an act writes; a confirmation leaves standing who said first, and when, that it is fulfilled."""
    if act == "confirm":
        return {"confirmed_at": tx.now, "confirmed_by": voice.actor_id, "thanks": sentence}
    changed: dict[str, Any] = {"state": MOVES[act].after, "changed_at": tx.now, "changed_by": voice.actor_id}
    if act in ("accept", "decline"):
        changed["answer"] = sentence
    return changed


def _found(tx: Tx, voice: Voice, commitment_id: int, act: str) -> tuple[Found, Row[Any]]:
    """The idea, ours until the commit, and the commitment as it stands then; one may leave a withdrawn idea, too."""
    number = tx.db.execute(select(Commitment.idea_id).where(Commitment.id == commitment_id)).scalar()
    if number is None:
        raise Missing
    idea = idea_for_act(tx, voice, number, "published", *(["withdrawn"] if act == "leave" else []))
    return idea, tx.db.execute(select(Commitment.__table__).where(Commitment.id == commitment_id)).one()


def _last(tx: Tx, commitment: Row[Any], carrying: set[int]) -> bool:
    """Whether nobody would carry the idea any longer without this commitment."""
    if commitment.role != "carry" or commitment.state not in COUNTING or carrying != {commitment.actor_id}:
        return False
    others = select(Commitment.id).where(
        Commitment.idea_id == commitment.idea_id,
        Commitment.role == "carry",
        Commitment.state.in_(COUNTING),
        Commitment.id != commitment.id,
    )
    return tx.db.execute(others).first() is None


def write_step(tx: Tx, voice: Voice, commitment_id: int, act: str, state: str, word: str = "") -> None:
    """Add a step to a commitment's history."""
    row = {"commitment_id": commitment_id, "act": act, "state": state, "at": tx.now, "word": word}
    row |= {"person_id": voice.person_id, "actor_id": voice.actor_id}
    tx.db.execute(insert(CommitmentStep).values(row))


def tell(tx: Tx, voice: Voice, idea: Found, commitment_id: int, kind: str, change: Change, sentence: str) -> None:
    """Enter a step into the journal; what was declined keeps its reason between the two."""
    told = (
        select(Commitment.role, Commitment.what, Commitment.amount, Commitment.unit)
        .add_columns(Need.what.label("need"), Actor.name.label("who"))
        .join(Actor, Actor.id == Commitment.actor_id)
        .outerjoin(Need, Need.id == Commitment.need_id)
        .where(Commitment.id == commitment_id)
    )
    facts = dict(tx.db.execute(told).mappings().one())
    facts["what"] = facts["what"] or idea.title
    facts |= {"commitment": commitment_id, "sentence": sentence}
    enter(tx, voice, idea, kind, why=sentence, change=change, **facts)

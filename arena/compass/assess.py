"""Assess an idea by the criteria of the value compass, or change what one said before."""

from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from arena.compass.model import ADMINISTRATION, Assessment, AssessmentRevision
from arena.compass.perspective import perspective_of
from arena.compass.reasons import keep_reasons
from arena.compass.say import Said
from arena.compass.tally import count
from arena.errors import Refusal
from arena.ideas.model import Idea
from arena.ideas.queries import idea_for_act
from arena.journal.enter import enter
from arena.store import Tx
from arena.threads.log import hash_of
from arena.voice import Voice

_newest = (
    select(Assessment.id, Assessment.rev, *(getattr(AssessmentRevision, name) for name in ("perspective", "sector")))
    .add_columns(AssessmentRevision.scores, AssessmentRevision.at)
    .join(
        AssessmentRevision,
        (AssessmentRevision.assessment_id == Assessment.id) & (AssessmentRevision.rev == Assessment.rev),
    )
    .where(Assessment.idea_id == bindparam("idea"), Assessment.actor_id == bindparam("actor"))
)


def newest(db: Connection, idea_id: int, actor_id: int) -> Row[Any] | None:
    """What an actor says of an idea now, None where they never did."""
    return db.execute(_newest, {"idea": idea_id, "actor": actor_id}).first()


def assess(tx: Tx, voice: Voice, idea_id: int, said: Said, client_key: str | None = None) -> int:
    """Store a version of an actor's assessment with its reasons; what changes nothing adds none. Returns its number.

    Sent again with the same key it is the same version; the same key with other words is refused (409).
    """
    idea = idea_for_act(tx, voice, idea_id)
    body = hash_of("assess", idea_id, voice.actor_id, said.scores, {key: one.text for key, one in said.reasons.items()})
    if (known := _known(tx, voice, client_key, body)) is not None:
        return known
    before = newest(tx.db, idea_id, voice.actor_id)
    standing = (perspective_of(tx.db, voice, idea_id), voice.sector)
    number = before.id if before else _begin(tx, voice, idea_id)
    was = ((before.perspective, before.sector), before.scores) if before else None
    reasoned = keep_reasons(tx, voice, idea, number, said.reasons, said.asked)
    if before and was == (standing, said.scores) and not reasoned:
        return int(before.rev)
    rev = before.rev + 1 if before else 1
    row = {"assessment_id": number, "rev": rev, "person_id": voice.person_id, "scores": said.scores, "at": tx.now}
    row |= {"perspective": standing[0], "sector": standing[1], "client_key": client_key, "body_hash": body}
    tx.db.execute(insert(AssessmentRevision).values(row))
    tx.db.execute(update(Assessment).where(Assessment.id == number).values(rev=rev))
    count(tx, idea_id, was, (standing, said.scores))
    if standing[0] == ADMINISTRATION:  # what it says stays among the scores; that it looked is a step on the path
        enter(tx, voice, idea, "compass.assess", rev=rev)
    return rev


def _known(tx: Tx, voice: Voice, client_key: str | None, body: str) -> int | None:
    """The version this person already stored under a key."""
    if not client_key:
        return None
    row = AssessmentRevision
    mine = select(row.rev, row.body_hash).where(row.client_key == client_key, row.person_id == voice.person_id)
    if (found := tx.db.execute(mine).first()) is None:
        return None
    if found.body_hash != body:
        raise Refusal(409, "compass.refused.key_reused")
    return int(found.rev)


def _begin(tx: Tx, voice: Voice, idea_id: int) -> int:
    mine = insert(Assessment).values(idea_id=idea_id, actor_id=voice.actor_id).returning(Assessment.id)
    number = int(tx.db.execute(mine).scalar_one())
    told = update(Idea).where(Idea.id == idea_id).values(assessed_count=Idea.assessed_count + 1)
    tx.db.execute(told)
    tx.hint("idea", idea_id)
    return number

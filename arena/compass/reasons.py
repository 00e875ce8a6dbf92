"""Reasons are contributions to the idea's thread: said once, amended when they change, retracted when emptied."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.compass.model import AssessmentReason
from arena.compass.say import Reason
from arena.errors import Refusal
from arena.store import Tx
from arena.store.job import given
from arena.store.upsert import insert_or
from arena.threads.amend import amend
from arena.threads.contribute import Saying, contribute_all
from arena.threads.log import lock
from arena.threads.model import Post
from arena.threads.move import along
from arena.threads.retract import retract
from arena.voice import Voice

SHOWN = 20

along.append(AssessmentReason)


class Own(msgspec.Struct, frozen=True):
    """A reason one gave oneself, as it stands in the thread now."""

    post_id: int
    text_rev: int
    text: str


_own = select(AssessmentReason.criterion, AssessmentReason.lead, Post.id, Post.text_rev, Post.markdown).join(
    Post, Post.id == AssessmentReason.post_id
)


def own_reasons(db: Connection, assessment_id: int, person_id: int) -> dict[str, Own]:
    """A person's reasons in an assessment that can still be read, without the words they begin with."""
    mine = (AssessmentReason.assessment_id == assessment_id, AssessmentReason.person_id == person_id)
    return {
        row.criterion: Own(row.id, row.text_rev, row.markdown.removeprefix(row.lead).strip())
        for row in db.execute(_own.where(*mine, Post.state == "visible"))
    }


def keep_reasons(
    tx: Tx, voice: Voice, idea: Row[Any], assessment_id: int, reasons: dict[str, Reason], asked: tuple[str, ...]
) -> bool:
    """Bring a person's reasons into the thread as they are now; whether anything changed.

    `asked` are the criteria of the form: a reason for one of them that is empty now is retracted.
    """
    before = own_reasons(tx.db, assessment_id, voice.person_id)
    fresh = {key: reason for key, reason in reasons.items() if key not in before}
    changed = {key: one for key, one in reasons.items() if key in before and one.text != before[key].text}
    gone = {key: before[key].post_id for key in before if key in asked and key not in reasons}
    if fresh or changed:
        _must_be_heard(tx, idea.thread_id, len(fresh))
    _take_back(tx, voice, assessment_id, gone)
    for key, reason in changed.items():
        amend(tx, voice, before[key].post_id, before[key].text_rev, reason.said)
        _remember(tx, voice, idea.id, assessment_id, key, reason.lead, before[key].post_id)
    stored = contribute_all(tx, [Saying(voice, idea.thread_id, reason.said) for reason in fresh.values()])
    for (key, reason), one in zip(fresh.items(), stored, strict=True):
        _remember(tx, voice, idea.id, assessment_id, key, reason.lead, given(one).post_id)
    return bool(fresh or changed or gone)


def _take_back(tx: Tx, voice: Voice, assessment_id: int, gone: dict[str, int]) -> None:
    mine = (AssessmentReason.assessment_id == assessment_id, AssessmentReason.person_id == voice.person_id)
    for key, post_id in gone.items():
        retract(tx, voice, post_id)
        tx.db.execute(delete(AssessmentReason).where(*mine, AssessmentReason.criterion == key))


def _must_be_heard(tx: Tx, thread_id: int, fresh: int) -> None:
    """Refuse with words (409) what the thread would never take: nothing that was typed may be lost by it."""
    thread = lock(tx, thread_id)
    if thread.locked:
        raise Refusal(409, "compass.refused.closed")
    if thread.slow_mode_s and fresh > 1:
        raise Refusal(409, "compass.refused.slow")


def _remember(tx: Tx, voice: Voice, idea_id: int, assessment_id: int, criterion: str, lead: str, post_id: int) -> None:
    key = {"assessment_id": assessment_id, "person_id": voice.person_id, "criterion": criterion}
    row = insert_or(tx, AssessmentReason).values(key | {"idea_id": idea_id, "post_id": post_id, "lead": lead})
    tx.db.execute(row.on_conflict_do_update(index_elements=list(key), set_={"post_id": post_id, "lead": lead}))


_person, _actor = aliased(Actor), aliased(Actor)
_public = (
    select(
        AssessmentReason.criterion,
        Post.id,
        Post.html,
        Post.at,
        Post.person_id,
        Post.actor_id,
        _person.name.label("person"),
        _actor.name.label("actor"),
    )
    .join(Post, Post.id == AssessmentReason.post_id)
    .join(_person, _person.id == Post.person_id)
    .join(_actor, _actor.id == Post.actor_id)
)


def newest_reasons(db: Connection, idea_id: int) -> list[Row[Any]]:
    """The newest reasons that can be read in the idea's threads, with who gave them."""
    mine = (AssessmentReason.idea_id == idea_id, Post.state == "visible")
    return list(db.execute(_public.where(*mine).order_by(AssessmentReason.post_id.desc()).limit(SHOWN)))

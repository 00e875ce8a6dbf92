"""Object to a decision: the author of a hidden contribution may, once, and somebody else decides where there is one."""

from typing import Any

from sqlalchemy import Connection, Row, insert, select

from arena.errors import Faults, Missing, Refusal
from arena.moderation.decide import act_address
from arena.moderation.model import HIDE, WORDS, Case, ModerationAct
from arena.moderation.rules import open_case
from arena.store import Tx
from arena.store.outbox import note
from arena.store.text import clean
from arena.threads.change import post_for_change
from arena.voice import Voice


def prepare_objection(words: str) -> str:
    """Check an objection; raises `Invalid` for the field `words`."""
    words, faults = clean(words), Faults()
    faults.text("words", words, most=WORDS)
    faults.refuse()
    return words


def object_to(tx: Tx, voice: Voice, act_id: int, words: str) -> None:
    """Open a case against an act that hid one's own contribution; a second time changes nothing."""
    hidden = (ModerationAct.id == act_id, ModerationAct.kind == HIDE)
    of = tx.db.execute(select(ModerationAct.post_id).where(*hidden)).scalar()
    if of is None:
        raise Missing
    _, post = post_for_change(tx, of)
    if post.person_id != voice.person_id:
        raise Missing
    if objection(tx.db, act_id) is not None:
        return
    if not stands(post, act_id) or open_case(tx.db, post.id) is not None:
        raise Refusal(409, "moderation.refused.over")
    tx.db.execute(insert(Case).values(post_id=post.id, opened_at=tx.now, against=act_id, words=words))
    note(tx, "moderation.object", person_id=voice.person_id, actor_id=voice.actor_id, act=act_id)


def objection(db: Connection, act_id: int) -> Row[Any] | None:
    """The case that somebody opened against an act."""
    return db.execute(select(Case.__table__).where(Case.against == act_id)).first()


def stands(post: Row[Any], act_id: int) -> bool:
    """Whether a contribution is hidden by this very act."""
    return bool(post.state == "hidden" and post.facts.get("hidden", {}).get("to") == act_address(act_id))

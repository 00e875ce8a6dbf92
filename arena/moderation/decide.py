"""Decide about a contribution: hide it, show it again, dismiss a notice, or keep it hidden against an objection."""

from typing import Any

import msgspec
from sqlalchemy import Row, insert, select, update

from arena.errors import Faults, Refusal
from arena.moderation.model import DISMISS, HIDE, KEEP, ON_POSTS, REASON, RESTORE, Case, ModerationAct
from arena.moderation.rules import must_be_impartial, must_moderate, open_case
from arena.moderation.tell import tell_author, tell_reporters
from arena.store import Tx
from arena.store.outbox import note
from arena.store.text import clean_line
from arena.threads.change import post_for_change
from arena.threads.hide import GROUNDS, hide, show_again
from arena.voice import Voice


class Decision(msgspec.Struct, frozen=True):
    """What a moderator decided, on which ground, with the sentence that everybody reads.

    `case` is the open case they saw, None where there was none.
    """

    kind: str
    ground: str
    reason: str
    case: int | None = None


def prepare_decision(kind: str, ground: str, reason: str, case: int | None, kinds: tuple[str, ...]) -> Decision:
    """Check a decision; raises `Invalid` for the fields `kind`, `ground` and `reason`."""
    reason, faults = clean_line(reason), Faults()
    faults.one_of("kind", kind, kinds)
    faults.one_of("ground", ground, GROUNDS)
    faults.text("reason", reason, most=REASON)
    faults.refuse()
    return Decision(kind, ground, reason, case)


def decide(tx: Tx, voice: Voice, site: str | None, post_id: int, said: Decision, client_key: str | None = None) -> int:
    """Carry out a decision as a change of the thread and as an entry of the public log; returns the entry's number.

    `site` is where the links of mails lead; None tells nobody. Whoever decides second hears that it is decided (409);
    sent again with the same key it answers as the first time.
    """
    must_moderate(tx.db, voice)
    thread, post = post_for_change(tx, post_id)
    if before := known_act(tx, voice, client_key):
        return before
    case = open_case(tx.db, post.id)
    must_be_impartial(tx.db, voice, post, case)
    _must_fit(post, case, said)
    number = record(tx, voice, said, thread.id, post, client_key)
    if said.kind == HIDE:
        why = {"ground": said.ground, "reason": said.reason, "to": act_address(number)}
        hide(tx, voice, post.id, why, client_key)
    elif said.kind == RESTORE:
        show_again(tx, voice, post.id, client_key)
    if case is not None:
        tx.db.execute(update(Case).where(Case.id == case.id).values(state="closed", closed_by=number))
        tell_reporters(tx, site, case.id, said.kind, said.reason)
    if said.kind != DISMISS:
        tell_author(tx, site, post.person_id, (number, said.kind, said.ground, said.reason))
    return number


def known_act(tx: Tx, voice: Voice, client_key: str | None) -> int | None:
    """What was recorded when the same form came for the first time."""
    if client_key is None:
        return None
    same = (ModerationAct.client_key == client_key, ModerationAct.person_id == voice.person_id)
    return tx.db.execute(select(ModerationAct.id).where(*same)).scalar()


def record(tx: Tx, voice: Voice, said: Decision, thread_id: int, post: Row[Any] | None, client_key: str | None) -> int:
    """Add an act to the public log."""
    row = {"at": tx.now, "kind": said.kind, "ground": said.ground, "reason": said.reason, "thread_id": thread_id}
    row |= {"post_id": post.id if post else None, "post_no": post.no if post else None}
    row |= {"person_id": voice.person_id, "client_key": client_key}
    number = int(tx.db.execute(insert(ModerationAct).values(row).returning(ModerationAct.id)).scalar_one())
    note(tx, f"moderation.{said.kind}", person_id=voice.person_id, actor_id=voice.person_id, act=number)
    return number


def act_address(number: int) -> str:
    """The page of an act, without the language."""
    return f"/moderation/acts/{number}"


def fitting(state: str, case: Row[Any] | None) -> tuple[str, ...]:
    """What can be decided about a contribution in this state."""
    objected = case is not None and case.against is not None
    if state == "visible":
        return (HIDE, DISMISS) if case is not None else (HIDE,)
    if state == "hidden":
        return (RESTORE, KEEP) if objected else (RESTORE,)
    return (DISMISS,) if case is not None else ()


def _must_fit(post: Row[Any], case: Row[Any] | None, said: Decision) -> None:
    seen = (case.id if case is not None else None) == said.case
    if said.kind not in ON_POSTS or not seen or said.kind not in fitting(post.state, case):
        raise Refusal(409, "moderation.refused.decided")

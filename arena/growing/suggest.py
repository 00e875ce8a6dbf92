"""Suggest a change of an idea's text, against a revision, with a word why; or take one's suggestion back."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, insert, select, update

from arena.errors import Faults, Missing, Refusal
from arena.growing.model import Suggestion
from arena.growing.say import WHY, Texts, changed, check_texts, cleaned_texts, texts_of
from arena.ideas.model import IdeaRevision
from arena.ideas.queries import Found, idea_for_act
from arena.ideas.text import from_snapshot
from arena.journal.enter import enter
from arena.store import Tx
from arena.store.text import clean_line
from arena.voice import Voice


class Wanted(msgspec.Struct, frozen=True):
    """The texts as somebody wants them, against which revision, and why."""

    texts: Texts
    rev: int
    why: str


def suggest(tx: Tx, voice: Voice, idea_id: int, wanted: Wanted, client_key: str | None = None) -> int:
    """Suggest a change; returns its number within the idea. Sent again with the same key it is the same one."""
    idea = idea_for_act(tx, voice, idea_id)
    if (known := _known(tx, voice, idea_id, client_key)) is not None:
        return known
    texts, why, faults = cleaned_texts(wanted.texts), clean_line(wanted.why), Faults()
    check_texts(texts, faults)
    faults.text("why", why, most=WHY)
    said = changed(texts, texts_at(tx.db, idea_id, wanted.rev))
    if not said:
        faults.add("markdown", "growing.faults.nothing")
    faults.refuse()
    mine = Suggestion.idea_id == idea_id
    number = int(tx.db.execute(select(func.coalesce(func.max(Suggestion.no), 0) + 1).where(mine)).scalar_one())
    row = {"idea_id": idea_id, "no": number, "rev": wanted.rev, "why": why, "at": tx.now, "changed_at": tx.now}
    row |= {"person_id": voice.person_id, "actor_id": voice.actor_id, "client_key": client_key or None}
    tx.db.execute(insert(Suggestion).values(row | said))
    change = {f"growing.suggestion.{number}": (None, "open")}
    facts: dict[str, Any] = {"no": str(number), "reason": why, "to": f"/ideas/{idea_id}/suggestions/{number}"}
    enter(tx, voice, idea, "growing.suggest", why=why, change=change, **facts)
    return number


def _known(tx: Tx, voice: Voice, idea_id: int, client_key: str | None) -> int | None:
    if not client_key:
        return None
    mine = select(Suggestion.no, Suggestion.idea_id).where(
        Suggestion.person_id == voice.person_id, Suggestion.client_key == client_key
    )
    found = tx.db.execute(mine).first()
    if found is not None and found.idea_id != idea_id:
        raise Refusal(409, "growing.refused.key_reused")
    return int(found.no) if found else None


def texts_at(db: Connection, idea_id: int, rev: int) -> Texts:
    """The three texts as they stood at a revision; else 404."""
    wanted = select(IdeaRevision.text).where(IdeaRevision.idea_id == idea_id, IdeaRevision.rev == rev)
    text = db.execute(wanted).scalar()
    if text is None:
        raise Missing
    return texts_of(from_snapshot(text))


def hold_suggestion(tx: Tx, voice: Voice, idea_id: int, no: int, *states: str) -> tuple[Found, Row[Any]]:
    """A suggestion and its idea, ours until the commit; else 404."""
    idea = idea_for_act(tx, voice, idea_id, *(states or ("published",)))
    wanted = select(Suggestion.__table__).where(Suggestion.idea_id == idea_id, Suggestion.no == no)
    found = tx.db.execute(wanted).first()
    if found is None:
        raise Missing
    return idea, found


def take_back(tx: Tx, voice: Voice, idea_id: int, no: int) -> None:
    """Take back what one suggested, while nobody has answered it; a second click changes nothing."""
    idea, found = hold_suggestion(tx, voice, idea_id, no, "published", "withdrawn")
    if voice.actor_id != found.actor_id:
        raise Refusal(403, "errors.not_yours")
    if found.state == "withdrawn":
        return
    must_be_open(found)
    settle(tx, voice, idea, found, "withdrawn", "growing.withdraw_suggestion")


def must_be_open(found: Row[Any]) -> None:
    """Refuse (409) what was answered already."""
    if found.state != "open":
        raise Refusal(409, "growing.refused.answered")


def settle(
    tx: Tx,
    voice: Voice,
    idea: Found,
    found: Row[Any],
    state: str,
    kind: str,
    word: str = "",
    *,
    became: int | None = None,
    **facts: Any,
) -> None:
    """Put down what became of a suggestion, and enter it; `became` is the revision it led to."""
    facts |= {"no": str(found.no), "sentence": word, "to": f"/ideas/{idea.id}/suggestions/{found.no}"}
    change = {f"growing.suggestion.{found.no}": ("open", state)}
    entry = enter(tx, voice, idea, kind, why=word, change=change, **facts)
    done = {"state": state, "answer": word, "entry_id": entry, "became": became, "changed_at": tx.now}
    done |= {"by_person_id": voice.person_id, "by_actor_id": voice.actor_id}
    tx.db.execute(update(Suggestion).where(Suggestion.id == found.id).values(done))

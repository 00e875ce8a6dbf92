"""Write an idea's needs with its text; close one, or open it again."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from arena.errors import Faults, Missing, Refusal
from arena.ideas.count import count_team
from arena.ideas.queries import idea_for_act
from arena.ideas.rules import must_carry
from arena.ideas.team_model import Commitment, Need
from arena.ideas.text import NeedText
from arena.journal.enter import enter
from arena.store import Tx
from arena.voice import Voice


def need_texts(db: Connection, idea_id: int) -> list[NeedText]:
    """The needs of an idea as they are written: those that were not closed, with their numbers."""
    rows = db.execute(
        select(Need.kind, Need.what, Need.amount, Need.unit, Need.until, Need.id)
        .where(Need.idea_id == idea_id, Need.closed_at.is_(None))
        .order_by(Need.id)
    )
    return [NeedText(*row) for row in rows]


def write_needs(tx: Tx, idea_id: int, needs: Iterable[NeedText]) -> None:
    """Make an idea's needs be these: matched by number, else by kind and words; the caller holds the idea.

    A need that is no longer named is closed where somebody answered it, so that what was committed stays; else it goes.
    """
    before = list(tx.db.execute(select(Need.__table__).where(Need.idea_id == idea_id).order_by(Need.id)))
    texts = list(needs)
    kept = _matched(before, texts)
    for place, text in enumerate(texts):
        row: dict[str, Any] = {name: getattr(text, name) for name in ("kind", "what", "amount", "unit", "until")}
        if (old := kept.get(place)) is None:
            tx.db.execute(insert(Need).values(idea_id=idea_id, **row))
        elif old.closed_at is None or text.id is None:
            tx.db.execute(update(Need).where(Need.id == old.id).values(closed_at=None, **row))
    stay = {old.id for old in kept.values()}
    _drop(tx, [old.id for old in before if old.id not in stay and old.closed_at is None])
    count_team(tx, idea_id)


def _matched(before: list[Row[Any]], texts: list[NeedText]) -> dict[int, Row[Any]]:
    """Which earlier need each text is about; a need is taken once, open ones before closed ones."""
    free = {row.id: row for row in sorted(before, key=lambda row: row.closed_at is not None)}
    found = {place: free.pop(text.id) for place, text in enumerate(texts) if text.id is not None and text.id in free}
    for place, text in enumerate(texts):
        same = [row.id for row in free.values() if (row.kind, row.what) == (text.kind, text.what)]
        if place not in found and same:
            found[place] = free.pop(same[0])
    return found


def _drop(tx: Tx, ids: list[int]) -> None:
    if not ids:
        return
    answered = set(tx.db.execute(select(Commitment.need_id).where(Commitment.need_id.in_(ids))).scalars())
    tx.db.execute(delete(Need).where(Need.id.in_([one for one in ids if one not in answered])))
    tx.db.execute(update(Need).where(Need.id.in_(answered)).values(closed_at=tx.now))


def close_need(tx: Tx, voice: Voice, need_id: int, sentence: str = "") -> int:
    """Say that a need is no longer open, with a word why; carriers only. Returns the idea's number."""
    return _set(tx, voice, need_id, "ideas.close_need", sentence)


def reopen_need(tx: Tx, voice: Voice, need_id: int, sentence: str = "") -> int:
    """Open a closed need again, with a word why; carriers only. Returns the idea's number."""
    return _set(tx, voice, need_id, "ideas.reopen_need", sentence)


def _set(tx: Tx, voice: Voice, need_id: int, kind: str, sentence: str) -> int:
    if (found := tx.db.execute(select(Need.idea_id).where(Need.id == need_id)).first()) is None:
        raise Missing
    idea = idea_for_act(tx, voice, found.idea_id)
    must_carry(tx.db, voice, idea)
    need = tx.db.execute(select(Need.__table__).where(Need.id == need_id)).one()
    closing = kind == "ideas.close_need"
    if closing == (need.closed_at is not None):
        raise Refusal(409, "ideas_team.refused.need_closed" if closing else "ideas_team.refused.need_open")
    faults = Faults()
    faults.text("sentence", sentence, most=500, least=0)
    faults.refuse()
    tx.db.execute(update(Need).where(Need.id == need_id).values(closed_at=tx.now if closing else None))
    count_team(tx, idea.id)
    enter(tx, voice, idea, kind, why=sentence, need=need.what, need_id=need_id, sentence=sentence)
    return int(idea.id)

"""Write a part of an idea's profile; what stood there before stays readable."""

from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from arena.errors import Faults, Missing, Refusal
from arena.ideas.model import Idea
from arena.ideas.queries import idea_for_act
from arena.ideas.rules import must_carry
from arena.journal.enter import enter
from arena.sheets.model import SheetPart, SheetRevision
from arena.sheets.parts import MOST, WHY, WRITTEN
from arena.store import Tx
from arena.store.text import clean, clean_line
from arena.store.upsert import insert_or
from arena.voice import Voice


def write(
    tx: Tx, voice: Voice, idea_id: int, part: str, markdown: str, rev: int, why: str = "", *, html: str = ""
) -> int:
    """Store a carrier's version of a part; where somebody else was quicker than `rev`, 409. Returns its number.

    What changes nothing adds no version, so that a second click is harmless; a part may be emptied again.
    """
    if part not in WRITTEN:
        raise Missing
    idea = idea_for_act(tx, voice, idea_id)
    must_carry(tx.db, voice, idea)
    markdown, why = clean(markdown), clean_line(why)
    before = part_of(tx.db, idea_id, part)
    must_be_right(markdown, why, least=int(before is None))
    was = int(before.rev) if before else 0
    if before is not None and before.markdown == markdown:
        return was
    if was != rev:
        raise Refusal(409, "sheets.refused.conflict")
    _store(tx, voice, idea_id, part, {"rev": was + 1, "markdown": markdown}, why, html)
    change = {f"sheets.{part}": (was or None, was + 1)}
    enter(tx, voice, idea, "sheets.write", why=why, change=change, part=part, rev=was + 1, sentence=why)
    return was + 1


def part_of(db: Connection, idea_id: int, part: str) -> Row[Any] | None:
    """A part as it stands, None where nobody ever wrote it."""
    return db.execute(select(SheetPart.__table__).filter_by(idea_id=idea_id, part=part)).first()


def must_be_right(markdown: str, why: str, *, least: int) -> None:
    """Raise `Invalid` for a text, or a word on it, that is missing or too long."""
    faults = Faults()
    faults.text("markdown", markdown, most=MOST, least=least)
    faults.text("why", why, most=WHY, least=0)
    faults.refuse()


def _store(tx: Tx, voice: Voice, idea_id: int, part: str, text: dict[str, Any], why: str, html: str) -> None:
    key = {"idea_id": idea_id, "part": part}
    who = {"person_id": voice.person_id, "actor_id": voice.actor_id}
    tx.db.execute(insert(SheetRevision).values(key | text | who | {"at": tx.now, "why": why}))
    standing = text | {"html": html}
    row = insert_or(tx, SheetPart).values(key | standing)
    tx.db.execute(row.on_conflict_do_update(index_elements=list(key), set_=standing))
    filled = select(func.count()).where(SheetPart.idea_id == idea_id, SheetPart.markdown != "").scalar_subquery()
    tx.db.execute(update(Idea).where(Idea.id == idea_id).values(sheet_filled=filled))

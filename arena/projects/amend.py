"""Amend an update: every revision stays readable; a picture that is taken out loses its bytes for good."""

from typing import Any

import msgspec
from sqlalchemy import Row, select, update

from arena.errors import Faults, Missing, Refusal
from arena.ideas.queries import Found, idea_for_act
from arena.ideas.rules import carriers, parts
from arena.journal.enter import enter
from arena.projects.picture import NewPicture, PictureText, check_words, keep_pictures, pictures_of
from arena.projects.queries import must_be_project
from arena.projects.report import UpdateText, checked, keep_revision
from arena.projects.update_model import Picture, ProjectUpdate
from arena.store import Tx
from arena.store.text import clean_line
from arena.voice import Voice
from arena.words.markdown import to_html

NOTE = 300


class Amended(msgspec.Struct, frozen=True):
    """An update as it shall read: its text, its pictures by number (None: taken out), new ones, and why.

    `rev` is the revision it was written over.
    """

    said: UpdateText
    note: str
    rev: int
    pictures: dict[int, PictureText | None] = {}
    more: tuple[NewPicture, ...] = ()


def amend(tx: Tx, voice: Voice, update_id: int, amended: Amended) -> int:
    """Store a revision, for its author while in the team and for carriers; returns the update's number."""
    idea, old = _found(tx, voice, update_id)
    if amended.rev != old.rev:
        raise Refusal(409, "projects.refused.amended")
    row, note, faults = checked(amended.said), clean_line(amended.note), Faults()
    faults.text("note", note, most=NOTE)
    faults.refuse()
    touched = _change_pictures(tx, update_id, amended.pictures)
    same = all(getattr(old, name) == value for name, value in row.items())
    if same and not touched and not amended.more:
        return update_id
    keep_pictures(tx, voice, idea.id, update_id, amended.more)
    values = row | {"html": to_html(row["markdown"]), "rev": old.rev + 1}
    tx.db.execute(update(ProjectUpdate).where(ProjectUpdate.id == update_id).values(values))
    keep_revision(tx, voice, update_id, old.rev + 1, row, note)
    facts: dict[str, Any] = {"update": update_id, "title": row["title"], "rev": old.rev + 1}
    enter(tx, voice, idea, "projects.amend", why=note, sentence=note, to=f"/updates/{update_id}", **facts)
    return update_id


def may_amend(voice: Voice, row: Row[Any], carrying: set[int], taking_part: set[int]) -> bool:
    """Its author while they take part, and whoever carries the idea."""
    return voice.actor_id in carrying or (voice.actor_id == row.actor_id and voice.actor_id in taking_part)


def _found(tx: Tx, voice: Voice, update_id: int) -> tuple[Found, Row[Any]]:
    mine = select(ProjectUpdate.__table__).where(ProjectUpdate.id == update_id)
    if (row := tx.db.execute(mine).first()) is None:
        raise Missing
    idea = idea_for_act(tx, voice, row.idea_id)
    row = tx.db.execute(mine).one()
    if not may_amend(voice, row, carriers(tx.db, idea.id), set(parts(tx.db, idea.id))):
        raise Refusal(403, "errors.not_yours")
    must_be_project(tx, idea)
    return idea, row


def _change_pictures(tx: Tx, update_id: int, wanted: dict[int, PictureText | None]) -> bool:
    """Store other words of pictures, take some out; says whether anything changed."""
    faults, changed = Faults(), False
    for one in pictures_of(tx.db, [update_id]):
        if one.id not in wanted:
            continue
        text = wanted[one.id]
        if text is None:
            values: dict[str, Any] = {"removed": True, "small": b"", "large": b""}
        else:
            values = dict(check_words(faults, f"pictures.p{one.id}", text))
            if all(getattr(one, name) == value for name, value in values.items()):
                continue
        tx.db.execute(update(Picture).where(Picture.id == one.id).values(values))
        changed = True
    faults.refuse()
    return changed

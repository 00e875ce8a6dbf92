"""Report from a project: a titled text with up to four pictures; it also stands in the idea's thread."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from arena.errors import Faults, Refusal
from arena.ideas.queries import idea_for_act
from arena.ideas.rules import parts
from arena.journal.enter import enter
from arena.journal.model import JournalEntry
from arena.projects.picture import NewPicture, keep_pictures, pictures_of, told
from arena.projects.queries import must_be_project
from arena.projects.update_model import ProjectUpdate, UpdateRevision
from arena.store import Tx
from arena.store.text import clean, clean_line
from arena.threads.hear import decisions
from arena.voice import Voice
from arena.words.markdown import to_html

TITLE, TEXT = 120, 8000
LANGUAGES = ("de", "en")

decisions.add("projects.report")  # whoever takes part or follows wants to hear of it


class UpdateText(msgspec.Struct, frozen=True):
    """What an update says, and in which language."""

    title: str = ""
    markdown: str = ""
    language: str = "de"


def report(
    tx: Tx,
    voice: Voice,
    idea_id: int,
    said: UpdateText,
    pictures: list[NewPicture],
    client_key: str | None = None,
) -> int:
    """Store an update in a voice of the team and tell the thread; sent again with the same key it is the same one."""
    idea = idea_for_act(tx, voice, idea_id)
    if voice.actor_id not in parts(tx.db, idea_id):
        raise Refusal(403, "errors.not_yours")
    must_be_project(tx, idea)
    if (known := _known(tx.db, voice, client_key)) is not None:
        return known
    row = checked(said)
    who = {"person_id": voice.person_id, "actor_id": voice.actor_id, "at": tx.now}
    values = row | who | {"idea_id": idea_id, "html": to_html(row["markdown"]), "rev": 1, "client_key": client_key}
    number = int(tx.db.execute(insert(ProjectUpdate).values(values).returning(ProjectUpdate.id)).scalar_one())
    keep_pictures(tx, voice, idea_id, number, pictures)
    keep_revision(tx, voice, number, 1, row, "")
    facts: dict[str, Any] = {
        "update": number,
        "title": row["title"],
        "pictures": len(pictures),
        "to": f"/updates/{number}",
    }
    entry = enter(tx, voice, idea, "projects.report", **facts)
    _join_note(tx, number, entry)
    return number


def checked(said: UpdateText) -> dict[str, Any]:
    """What is stored of a text; raises `Invalid` with all that is wrong with it."""
    row = {"title": clean_line(said.title), "markdown": clean(said.markdown), "language": said.language}
    faults = Faults()
    check_text(faults, said)
    faults.refuse()
    return row


def check_text(faults: Faults, said: UpdateText) -> None:
    """Note what is wrong with a text, so that a form can say all at once."""
    faults.text("title", clean_line(said.title), most=TITLE)
    faults.text("markdown", clean(said.markdown), most=TEXT)
    faults.one_of("language", said.language, LANGUAGES)


def keep_revision(tx: Tx, voice: Voice, number: int, rev: int, row: dict[str, Any], note: str) -> None:
    """Keep an update as it reads now among its revisions."""
    words = {"title": row["title"], "markdown": row["markdown"], "pictures": told(pictures_of(tx.db, [number]))}
    who = {"person_id": voice.person_id, "actor_id": voice.actor_id, "at": tx.now}
    tx.db.execute(insert(UpdateRevision).values(update_id=number, rev=rev, note=note, **words, **who))


def _known(db: Connection, voice: Voice, client_key: str | None) -> int | None:
    if not client_key:
        return None
    mine = (ProjectUpdate.client_key == client_key) & (ProjectUpdate.person_id == voice.person_id)
    return db.execute(select(ProjectUpdate.id).where(mine)).scalar()


def _join_note(tx: Tx, number: int, entry: int) -> None:
    """Remember the note in the thread: whoever hides the one hides the other."""
    post: Row[Any] | None = tx.db.execute(select(JournalEntry.post_id).where(JournalEntry.id == entry)).first()
    tx.db.execute(update(ProjectUpdate).where(ProjectUpdate.id == number).values(post_id=post and post.post_id))

"""Pictures of updates: stored with their words, listed without their bytes, served while their update can be read."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, insert, or_, select

from arena.errors import Faults, Missing, Refusal
from arena.ideas.model import Idea
from arena.projects.encode import Encoded
from arena.projects.update_model import MOST_A_DAY, MOST_OF_IDEA, PICTURES, WIDTHS, Picture, ProjectUpdate
from arena.store import Tx
from arena.store.text import clean_line
from arena.threads.model import Post
from arena.voice import Voice

ALT, CAPTION, AUTHOR = 300, 200, 120
WORDS = (Picture.id, Picture.update_id, Picture.alt, Picture.caption, Picture.author, Picture.width, Picture.height)


class PictureText(msgspec.Struct, frozen=True):
    """What is said of a picture: for those who do not see it, beneath it, and who made it."""

    alt: str = ""
    caption: str = ""
    author: str = ""


class NewPicture(msgspec.Struct, frozen=True):
    """A picture to keep, with its words."""

    text: PictureText
    encoded: Encoded


def check_words(faults: Faults, name: str, text: PictureText) -> dict[str, str]:
    """A picture's words as they are stored; notes what is wrong with them under the field names of `name`."""
    row = {field: clean_line(value) for field, value in msgspec.structs.asdict(text).items()}
    if not row["alt"]:
        faults.add(f"{name}.alt", "projects.faults.alt")
    faults.text(f"{name}.alt", row["alt"], most=ALT, least=0)
    faults.text(f"{name}.caption", row["caption"], most=CAPTION, least=0)
    faults.text(f"{name}.author", row["author"], most=AUTHOR, least=0)
    return row


def keep_pictures(tx: Tx, voice: Voice, idea_id: int, update_id: int, pictures: Sequence[NewPicture]) -> None:
    """Store pictures of an update; raises a `Refusal` where there are too many of them."""
    if not pictures:
        return
    _must_have_room(tx, voice, idea_id, update_id, len(pictures))
    faults, rows = Faults(), []
    place = {"idea_id": idea_id, "update_id": update_id, "person_id": voice.person_id, "at": tx.now}
    for number, one in enumerate(pictures):
        words = check_words(faults, f"pictures.n{number}", one.text)
        size = {"width": one.encoded.width, "height": one.encoded.height}
        rows.append(place | words | size | {"small": one.encoded.small, "large": one.encoded.large})
    faults.refuse()
    tx.db.execute(insert(Picture).values(hidden=False, removed=False), rows)


def pictures_of(db: Connection, updates: Iterable[int]) -> list[Row[Any]]:
    """The pictures of some updates as readers see them, without their bytes."""
    shown = Picture.update_id.in_(list(updates)) & ~Picture.removed & ~Picture.hidden
    return list(db.execute(select(*WORDS).where(shown).order_by(Picture.id)))


def told(pictures: Iterable[Row[Any]]) -> str:
    """Pictures as words, a line each, so that revisions can be compared."""
    return "\n".join(" · ".join(word for word in (one.alt, one.caption, one.author) if word) for one in pictures)


def file_of(db: Connection, picture_id: int, width: int) -> bytes:
    """A picture's file for everybody; 404 where it, its update or its idea cannot be read."""
    if width not in WIDTHS:
        raise Missing
    found = (
        select(Picture.small if width == WIDTHS[0] else Picture.large)
        .join(ProjectUpdate, ProjectUpdate.id == Picture.update_id)
        .join(Idea, Idea.id == Picture.idea_id)
        .outerjoin(Post, Post.id == ProjectUpdate.post_id)
        .where(Picture.id == picture_id, ~Picture.hidden, ~Picture.removed, Idea.state != "draft")
        .where(or_(Post.id.is_(None), Post.state == "visible"))
    )
    row = db.execute(found).first()
    if row is None:
        raise Missing
    return bytes(row[0])


def _must_have_room(tx: Tx, voice: Voice, idea_id: int, update_id: int, more: int) -> None:
    """Four for an update, and no more for an idea or a day than anybody looks at."""
    day = tx.now - timedelta(days=1)
    limits = (
        (PICTURES, (Picture.update_id == update_id) & ~Picture.removed, "projects.refused.many_pictures"),
        (MOST_OF_IDEA, (Picture.idea_id == idea_id) & ~Picture.removed, "projects.refused.many_of_idea"),
        (MOST_A_DAY, (Picture.person_id == voice.person_id) & (Picture.at > day), "projects.refused.many_a_day"),
    )
    for most, where, key in limits:
        if tx.db.execute(select(func.count()).where(where)).scalar_one() + more > most:
            raise Refusal(409, key, most=most)

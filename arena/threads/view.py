"""What a page needs to show a thread, with or without scripts."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from arena.errors import Missing
from arena.threads.item import ICONS, ITEMS, Answered, Item, Who, item_of
from arena.threads.model import CONTRIBUTION, Post
from arena.words import words_in

# Every part of an item at once: the pattern that scripts fill or thin out.
BLANK = Item(
    id=0,
    born=0,
    rev=0,
    kind=CONTRIBUTION,
    state="visible",
    at=datetime(2000, 1, 1, tzinfo=UTC),
    no=0,
    person=Who(0, "?"),
    actor=Who(-1, "?"),
    edited=datetime(2000, 1, 1, tzinfo=UTC),
    reply=Answered(0, 0, "?"),
    text={"de": "", "en": ""},
)


def live_words(lang: str) -> dict[str, Any]:
    """The few messages a script says itself, with their places still open, and the icons of notes."""
    words = words_in(lang)
    named = ("sending", "waiting", "failed", "again", "off", "over", "answers", "gone", "here", "typing", "newer")
    said = {name: words.raw(f"threads.live.{name}") for name in named}
    gone = {state: words.t(f"threads.post.{state}") for state in ("deleted", "hidden")}
    return (
        said
        | gone
        | {
            "icons": ICONS,
            "label": words.raw("threads.post.label"),
            "for": words.raw("layout.byline.for"),
            "quoted": words.raw("threads.post.quoted"),
        }
    )


def contribution(db: Connection, post_id: int) -> tuple[int, Item, str]:
    """One visible contribution of a public thread: the thread, the item and its Markdown; else 404."""
    row = db.execute(ITEMS.where(Post.id == post_id, Post.no.is_not(None), Post.state == "visible")).first()
    if row is None:
        raise Missing
    return row.thread_id, item_of(row), row.markdown

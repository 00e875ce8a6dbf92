"""List the questions of a thread by their state."""

from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from arena.threads.item import ITEMS, Item, items_of
from arena.threads.mine import mine_of
from arena.threads.model import ANSWERED, OPEN, Post
from arena.threads.timeline import head
from arena.voice import Reader

STATES = (OPEN, ANSWERED)
PAGE = 50


class Questions(msgspec.Struct, frozen=True):
    """A page of questions: how many there are of each state, those wanted, and where the next page begins.

    `mine` is what the reader pressed, by question; in a `locked` thread nothing can be pressed.
    """

    thread_id: int
    state: str
    counts: dict[str, int]
    items: list[Item]
    next: int | None
    mine: dict[int, set[str]]
    locked: bool
    after: int = 0


def questions_in(db: Connection, me: Reader, thread_id: int, state: str, after: int = 0) -> Questions:
    """The questions of a public thread in the order they were asked; any state but open or answered means all."""
    thread = head(db, thread_id)
    here: list[Any] = [Post.thread_id == thread_id, Post.question.is_not(None), Post.state == "visible"]
    counted = select(Post.question, func.count().label("n")).where(*here).group_by(Post.question)
    counts = {row.question: row.n for row in db.execute(counted)}
    wanted = [*here, Post.question == state] if state in STATES else here
    page = ITEMS.where(*wanted, Post.born_seq > after).order_by(Post.born_seq).limit(PAGE + 1)
    rows = db.execute(page).all()
    items = items_of(db, rows[:PAGE])
    more = items[-1].born if len(rows) > PAGE else None
    mine = mine_of(db, me.person_id if me else None, items)
    return Questions(thread_id, state if state in STATES else "", counts, items, more, mine, thread.locked, after)

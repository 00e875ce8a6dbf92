"""Where a thread is read: on a page of what it belongs to, else on one of its own."""

from collections.abc import Callable

import msgspec
from sqlalchemy import Connection

from arena.threads.timeline import head


class Home(msgspec.Struct, frozen=True):
    """The page a thread stands on: its address without the language, the thread's own name, and what it belongs to.

    A thread without a name of its own is called by the words of the page.
    `asks`: what is said there begins as a question.
    """

    address: str
    title: str = ""
    owner: str = ""
    owner_address: str = ""
    speech: str = ""
    asks: bool = False


# Each finds the home of a thread, None where it knows none; a thread knows no ideas, later nouns add themselves.
homes: list[Callable[[Connection, int], Home | None]] = []


def home_of(db: Connection, thread_id: int) -> Home:
    """The home of a public thread, else 404."""
    head(db, thread_id)
    return next((home for find in homes if (home := find(db, thread_id))), Home(f"/threads/{thread_id}"))

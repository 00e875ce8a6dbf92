"""Who may do what in a thread."""

from typing import Any

from sqlalchemy import Row

from arena.errors import Missing, Refusal
from arena.voice import Voice

MOST = 4000  # characters of a contribution


def must_be_open(thread: Row[Any]) -> None:
    """Refuse where the thread is closed (423) or not public (404)."""
    if thread.audience != "public":
        raise Missing
    if thread.locked:
        raise Refusal(423, "threads.refused.locked")


def must_be_own(post: Row[Any], voice: Voice) -> None:
    """Only the person who wrote a contribution changes it."""
    if post.person_id != voice.person_id:
        raise Refusal(403, "errors.not_yours")

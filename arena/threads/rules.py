"""Who may do what in a thread."""

from typing import Any

from sqlalchemy import Row

from arena.errors import Missing, Refusal
from arena.voice import Voice
from arena.web.limits import Buckets

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
        raise Refusal(403, "threads.refused.not_own")


class Pace:
    """How fast a person may speak: contributions slowly, reactions and changes more freely; and how fast a socket.

    One contribution every five seconds is more than anybody keeps up, and eight short lines in a row are one thought:
    the bucket is for floods, the carriers' slow mode for heat.
    """

    def __init__(self) -> None:
        contributions = Buckets(burst=8, per_second=0.2)
        self._buckets = {
            "post": contributions,
            "poll": contributions,
            "mention": Buckets(burst=30, per_second=4),
            "assess": Buckets(burst=40, per_second=0.2),
            "report": Buckets(burst=10, per_second=1 / 60),
        }
        self._others = Buckets(burst=40, per_second=2)

    def check(self, who: object, do: str, n: int = 1) -> None:
        """Refuse (429) whoever is too fast, with the seconds to wait; an act that does `n` things counts as many.

        `who` is a person's number; a visitor's address where they may do something, too.
        """
        wait = self._buckets.get(do, self._others).take(who, n)
        if wait:
            raise Refusal(429, "threads.refused.rate", retry=round(wait) + 1)

    def of_socket(self) -> Buckets:
        """The bucket of one socket: 50 frames at once, then five a second."""
        return Buckets(burst=50, per_second=5)

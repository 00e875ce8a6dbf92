"""Who a session belongs to and what the head of their pages says, remembered as long as it can't have changed."""

from collections.abc import Callable
from time import thread_time, time

import msgspec
from sqlalchemy import Connection

from arena.voice import Reader
from arena.web.memory import Pulse, Shelved

Find = Callable[[Connection, str], Reader]
STAYS_S = 15.0  # then a session is looked for again, though nothing was stored: it may have expired
COSTLY_S = 0.004  # of processor time, twice in a row: whoever has a part in very much
COUNTS_S = 1.0  # so long the numbers of such a reader stay, though something was stored
MOST = 5_000  # about 1 kB each
NUMBERS = ("waiting", "news", "cases")


class Head(msgspec.Struct, frozen=True):
    """A reader as they were found (Unix time), at which beat of the store, and until when their numbers stay.

    `costly` says whether counting them took long the last time; the first time anybody is counted says little.
    """

    me: Reader
    beat: int | None
    found: float
    counted_until: float
    costly: bool


class Question(msgspec.Struct):
    """Who is asking: asked with the request, answered in the transaction that answers the request."""

    token: str
    beat: int | None
    head: Head | None

    @property
    def me(self) -> Reader:
        """The answer."""
        return self.head.me if self.head else None

    @property
    def sure(self) -> bool:
        """Whether the answer is known: nothing was stored since it was found."""
        head = self.head
        return head is not None and head.beat == self.beat is not None and 0 <= time() - head.found < STAYS_S


class Heads:
    """Finds readers: `who` finds out who asks, `counted` also what waits for them and what is new to them.

    Belongs to the loop; only `find` runs elsewhere.
    """

    def __init__(self, pulse: Pulse, who: Find, counted: Find) -> None:
        self._pulse, self._who, self._counted = pulse, who, counted
        self._held = Shelved[Head](MOST)

    def ask(self, token: str) -> Question:
        """The question, with what is remembered; it must be asked before anything else is read."""
        return Question(token, self._pulse.beat(), self._held.get(token, None))

    def find(self, db: Connection, question: Question) -> Reader:
        """Answer it, with as little asking as possible."""
        if question.sure:
            return question.me
        now, before = time(), question.head
        if before is None or before.me is None or not now < before.counted_until <= now + COUNTS_S:
            begin = thread_time()
            me = self._counted(db, question.token)
            costly = thread_time() - begin > COSTLY_S
            counted_until = now + COUNTS_S if costly and before is not None and before.costly else 0.0
        else:
            me, counted_until, costly = self._who(db, question.token), before.counted_until, before.costly
            if me is not None:
                me = msgspec.structs.replace(me, **{name: getattr(before.me, name) for name in NUMBERS})
        question.head = Head(me, question.beat, now, counted_until, costly)
        return me

    def remember(self, question: Question) -> None:
        """Keep the answer for the next request."""
        if question.head is not None and question.head.me is not None:
            self._held.put(question.token, None, question.head)

    def forget(self, token: str) -> None:
        """Whoever has acted sees it in the head of the very next page."""
        self._held.drop(token)

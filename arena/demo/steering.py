"""How carriers steer the threads of a demo idea: they move contributions, slow a thread down, close it."""

from typing import Literal

from msgspec import field

from arena.demo.actors import Row
from arena.demo.kinds import Age, Sentence

Act = Literal["move", "slow", "close"]


class Steering(Row, frozen=True, kw_only=True):
    """One act on a thread (without `thread` the first): `posts` move `to` another, or one waits `seconds`.

    Without `by` the author did it.
    """

    act: Act
    thread: str | None = None
    posts: tuple[str, ...] = ()
    to: str | None = None
    seconds: int = 0
    by: str | None = None
    on_behalf_of: str | None = field(name="for", default=None)
    reason: Sentence | None = None
    days_ago: Age

"""The shape of moderation in the demo: what was reported, and what a moderator decided about it."""

from typing import Literal

from arena.demo.actors import Row
from arena.demo.kinds import Age, Message, Sentence

Ground = Literal["insult", "threat", "personal", "advertising", "unlawful", "other"]


class Decided(Row, frozen=True, kw_only=True):
    """What a moderator decided, with the public sentence."""

    by: str
    kind: Literal["hide", "dismiss"]
    ground: Ground
    reason: Sentence
    days_ago: Age


class Reported(Row, frozen=True, kw_only=True):
    """A contribution (a post of an idea, by its slug) that somebody reported; without a decision it still waits."""

    idea: str
    post: str
    by: str
    ground: Ground
    words: Message
    days_ago: Age
    decided: Decided | None = None


class Moderation(Row, frozen=True, kw_only=True):
    """The file of moderation."""

    reported: tuple[Reported, ...] = ()

"""How items name somebody, and the contribution another one answers."""

import msgspec


class Who(msgspec.Struct, frozen=True, omit_defaults=True):
    """An actor as named beside a contribution."""

    id: int
    name: str
    sector: str = ""


class Answered(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an item replies to: its number in the thread, whose it is, and who asked if it is a question.

    `th` is the thread it stands in, where that is another one.
    """

    id: int
    no: int
    name: str
    asker: int = 0
    th: int = 0


class Hidden(msgspec.Struct, frozen=True):
    """Why the moderation hid a contribution: the ground, its own sentence, and the page that says more of it."""

    ground: str
    reason: str
    to: str


class Moved(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a contribution went: its new number, its thread and that thread's name; the first of an idea has none."""

    id: int
    th: int
    no: int
    title: str = ""

"""The shape of answers in the demo: what an office said to an idea, or still prepares to say."""

from msgspec import field

from arena.demo.actors import Row
from arena.demo.kinds import Age, Message, Text


class AnswerNote(Row, frozen=True, kw_only=True):
    """A word within the office."""

    by: str
    text: Message


class Answer(Row, frozen=True, kw_only=True):
    """An answer to an idea, by its slug; `due_days` counts from today, `draft` was not published yet.

    Without somebody who checked it, a draft waits for approval.
    """

    idea: str
    by: str
    on_behalf_of: str = field(name="for")
    checked_by: str | None = None
    days_ago: Age
    answer: str
    due_days: int | None = None
    text: Text
    because: Message | None = None
    draft: bool = False
    note: tuple[AnswerNote, ...] = ()


class Answers(Row, frozen=True, kw_only=True):
    """The file of answers."""

    answer: tuple[Answer, ...] = ()

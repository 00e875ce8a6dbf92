"""The shape of demo content: one struct for each table of an idea's file; an unknown word is refused."""

from datetime import timedelta

from msgspec import field

from arena.demo.actors import Organisation, Person, Row
from arena.demo.answering import Answer
from arena.demo.assessing import Assessment
from arena.demo.growing import Merge, Suggestion
from arena.demo.kinds import (
    Age,
    Amount,
    Body,
    Key,
    Language,
    Line,
    MarkKind,
    Message,
    Name,
    NeedKind,
    PollKind,
    Progress,
    Purpose,
    Role,
    Sentence,
    Short,
    State,
    Text,
    ThreadKind,
    Unit,
)
from arena.demo.measuring import Measure
from arena.demo.moderating import Reported
from arena.demo.projecting import Project
from arena.demo.steering import Steering
from arena.demo.writing import Part


class Criterion(Row, frozen=True, kw_only=True):
    """A criterion of the value compass and one sentence why it applies."""

    key: str
    why: Sentence


class Need(Row, frozen=True, kw_only=True):
    """What an idea still needs; until_days counts from today."""

    key: Key
    kind: NeedKind
    what: Line
    amount: Amount | None = None
    unit: Unit | None = None
    until_days: int | None = None


class Commitment(Row, frozen=True, kw_only=True):
    """What somebody brings in, in which role, what the carriers said to it, and the word with which they left.

    With `done` they say themselves that it is fulfilled, and with `thanks` the carriers confirm it.
    """

    by: str
    on_behalf_of: str | None = field(name="for", default=None)
    role: Role
    need: str | None = None
    kind: NeedKind
    what: Line
    amount: Amount | None = None
    unit: Unit | None = None
    from_days: int | None = None
    until_days: int | None = None
    state: Progress = "offered"
    message: Message
    answer: Message | None = None
    done: Message | None = None
    thanks: Message | None = None
    left: Message | None = None
    days_ago: Age


class Before(Row, frozen=True, kw_only=True):
    """The words of an idea as they stood before a revision."""

    title: Line | None = None
    summary: Sentence | None = None
    body: Body | None = None


class Revision(Row, frozen=True, kw_only=True):
    """A revision in an idea's history; without `by` the author made it."""

    days_ago: Age
    note: Sentence
    by: str | None = None
    before: Before | None = None


class Reactions(Row, frozen=True, kw_only=True):
    """Who reacted to a contribution and how (keys of persons)."""

    support: tuple[str, ...] = ()
    concern: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    help: tuple[str, ...] = ()
    metoo: tuple[str, ...] = ()


class Mark(Row, frozen=True, kw_only=True):
    """Who marked a contribution as what, in whose name, and why."""

    kind: MarkKind
    by: str
    on_behalf_of: str | None = field(name="for", default=None)
    reason: Short


class Poll(Row, frozen=True, kw_only=True):
    """What a contribution asks everybody to choose, and who chose which options (their places from 0 on)."""

    options: tuple[Line, ...]
    kind: PollKind = "one"
    hidden: bool = False
    until_days: Age | None = None
    votes: dict[str, tuple[int, ...]] = field(default_factory=dict)


class Summary(Row, frozen=True, kw_only=True):
    """A version of the summary above the first thread, covering all that was said until then."""

    by: str
    on_behalf_of: str | None = field(name="for", default=None)
    days_ago: Age
    text: Text


class Thread(Row, frozen=True, kw_only=True):
    """A thread beside the first; without `by` the author opened it."""

    key: Key
    kind: ThreadKind
    title: Name
    purpose: Purpose
    by: str | None = None
    on_behalf_of: str | None = field(name="for", default=None)
    days_ago: Age


class Post(Row, frozen=True, kw_only=True):
    """One contribution to an idea's thread; `thread` only where it is not the first, `language` as with the idea."""

    key: Key
    thread: str | None = None
    by: str
    on_behalf_of: str | None = field(name="for", default=None)
    hours_ago: Age | None = None
    days_ago: Age | None = None
    text: Text
    language: Language | None = None
    reply_to: str | None = None
    quote: Sentence | None = None
    reactions: Reactions = Reactions()
    edited_text: Text | None = None
    question: bool = False
    mark: Mark | None = None
    poll: Poll | None = None
    deleted: bool = False

    @property
    def age(self) -> timedelta:
        """How long ago it was written."""
        return timedelta(days=self.days_ago or 0, hours=self.hours_ago or 0)


class Idea(Row, frozen=True, kw_only=True):
    """An idea with its needs, team, history and thread, as one file holds it."""

    kind: str
    title: Line
    summary: Sentence
    body: Body
    language: Language
    fields: tuple[str, ...]
    criteria: tuple[Criterion, ...] = ()
    scope: str
    districts: tuple[str, ...] = ()
    by: str
    on_behalf_of: str | None = field(name="for", default=None)
    days_ago: Age
    state: State = "published"
    reason: Message | None = None
    withdrawn_days_ago: Age | None = None
    pilot: bool = False
    need: tuple[Need, ...] = ()
    commitment: tuple[Commitment, ...] = ()
    revision: tuple[Revision, ...] = ()
    thread: tuple[Thread, ...] = ()
    post: tuple[Post, ...] = ()
    summaries: tuple[Summary, ...] = ()
    steering: tuple[Steering, ...] = ()
    assessment: tuple[Assessment, ...] = ()
    sheet: tuple[Part, ...] = ()
    project: Project | None = None
    measure: Measure | None = None
    merge: tuple[Merge, ...] = ()
    suggestion: tuple[Suggestion, ...] = ()
    supporters: tuple[str, ...] = ()
    followers: tuple[str, ...] = ()


class Demo(Row, frozen=True, kw_only=True):
    """The whole demo content; ideas by slug (the name of their file), oldest first."""

    organisations: dict[str, Organisation]
    persons: dict[str, Person]
    ideas: dict[str, Idea]
    answers: tuple[Answer, ...] = ()
    moderation: tuple[Reported, ...] = ()

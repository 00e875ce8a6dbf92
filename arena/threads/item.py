"""An item of a timeline in its present form: what a page shows, and what travels to every reader."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.threads.icons import ICONS, PLAIN_ICON
from arena.threads.model import CONTRIBUTION, KINDS, Post
from arena.threads.named import Answered, Hidden, Moved, Who
from arena.threads.outcome import NOTHING, Mark, Outcome, Poll, Question, Summary, outcomes
from arena.threads.summaries.model import SUMMARY
from arena.voice import Voice
from arena.words import Words, words_in

SPOKEN = ("de", "en")


class Item(msgspec.Struct, frozen=True, omit_defaults=True):
    """A contribution or a note; `born` is its place in the timeline, `rev` grows with every change readers see.

    `quote_rev` is the revision of the text it quotes. `to` is the address a note leads to, without the language;
    `sets` what it made of the thread (`locked`, `slow`; `title` and `purpose`).
    """

    id: int
    born: int
    rev: int
    kind: str
    state: str
    at: datetime
    no: int | None = None
    person: Who | None = None
    actor: Who | None = None
    html: str = ""
    text_rev: int = 1
    edited: datetime | None = None
    reply: Answered | None = None
    quote: str = ""
    quote_rev: int = 0
    reactions: dict[str, int] = {}
    question: Question | None = None
    mark: Mark | None = None
    poll: Poll | None = None
    summary: Summary | None = None
    text: dict[str, str] = {}
    to: str = ""
    sets: dict[str, int | str] = {}
    moved: Moved | None = None
    hidden: Hidden | None = None

    @property
    def contribution(self) -> bool:
        """Whether this is somebody's contribution rather than a note of an act."""
        return self.kind == CONTRIBUTION

    @property
    def icon(self) -> str:
        """The icon beside a note."""
        return ICONS.get(self.kind, PLAIN_ICON)


_person, _actor = aliased(Actor), aliased(Actor)
_parent, _parent_actor = aliased(Post), aliased(Actor)

ITEMS: Select[Any] = (
    select(
        Post.__table__,
        _person.name.label("person_name"),
        _actor.name.label("actor_name"),
        _actor.sector.label("sector"),
        _parent.no.label("parent_no"),
        _parent.thread_id.label("parent_thread"),
        _parent.question.label("parent_question"),
        _parent.person_id.label("parent_person"),
        _parent_actor.name.label("parent_name"),
    )
    .outerjoin(_person, _person.id == Post.person_id)
    .outerjoin(_actor, _actor.id == Post.actor_id)
    .outerjoin(_parent, _parent.id == Post.reply_to)
    .outerjoin(_parent_actor, _parent_actor.id == _parent.actor_id)
)


def items_of(db: Connection, rows: Sequence[Row[Any]]) -> list[Item]:
    """Make items of rows of `ITEMS`, with what is known of the few special ones beyond their row."""
    known = outcomes(db, rows)
    return [item_of(row, known.get(row.id, NOTHING)) for row in rows]


def item_of(row: Row[Any], known: Outcome) -> Item:
    """Make an item of a row of `ITEMS`; a deleted or hidden one keeps its place and loses everything else."""
    base: dict[str, Any] = {
        "id": row.id,
        "born": row.born_seq,
        "rev": row.rev,
        "kind": row.kind,
        "at": row.at,
        "no": row.no,
    }
    if row.moved_to is not None:
        return Item(**base, state="moved", moved=Moved(**row.facts["moved"]))
    if row.state != "visible":
        why = row.facts.get("hidden") if row.state == "hidden" else None
        return Item(**base, state=row.state, hidden=Hidden(**why) if why else None)
    base |= {
        "person": Who(row.person_id, row.person_name) if row.person_id else None,
        "actor": Who(row.actor_id, row.actor_name, row.sector) if row.actor_id else None,
    }
    if row.kind != CONTRIBUTION:
        said = {lang: say(lang, row) for lang in SPOKEN}
        if row.kind == SUMMARY:
            base |= {"summary": Summary(row.html, row.facts["covers"]), "text_rev": row.text_rev}
        return Item(**base, state=row.state, text=said, to=row.facts.get("to", ""), sets=row.facts.get("sets", {}))
    return Item(
        **base,
        state=row.state,
        html=row.html,
        text_rev=row.text_rev,
        edited=row.edited_at,
        reply=_answered(row) if row.parent_no else None,
        quote="" if row.unquoted else row.quote,
        quote_rev=0 if row.unquoted else row.quote_rev or 0,
        reactions={kind: count for kind in KINDS if (count := getattr(row, kind))},
        question=Question(row.question, known.answer) if row.question else None,
        mark=known.mark,
        poll=known.poll,
    )


def _answered(row: Row[Any]) -> Answered:
    asker = row.parent_person if row.parent_question else 0
    elsewhere = row.parent_thread if row.parent_thread != row.thread_id else 0
    return Answered(row.reply_to, row.parent_no, row.parent_name, asker, elsewhere)


def item_said(post_id: int, row: Mapping[str, Any], voice: Voice, html: str, to: Answered | None) -> Item:
    """The same item for a contribution that was stored a moment ago, without reading it again."""
    return Item(
        id=post_id,
        born=row["born_seq"],
        rev=1,
        kind=CONTRIBUTION,
        state="visible",
        at=row["at"],
        no=row["no"],
        person=Who(voice.person_id, voice.person),
        actor=Who(voice.actor_id, voice.actor, voice.sector),
        html=html,
        reply=to,
        quote=row["quote"],
        quote_rev=row["quote_rev"] or 0,
        question=Question(row["question"]) if row["question"] else None,
    )


def say(lang: str, row: Row[Any]) -> str:
    """What a note says: roles by their words in the language, then what the person themselves said, if anything.

    One old note with too few facts must not make a whole thread unreadable: what is missing leaves a blank.
    """
    words = words_in(lang)
    key = f"threads_note.{row.kind.replace('.', '_')}"
    if not words.has(key):
        return ""
    noun = row.kind.partition(".")[0]
    facts = {name: _said(words, noun, name, fact) for name, fact in row.facts.items()}
    said = words.t(key, **dict.fromkeys(words.facts(key), "") | {"who": row.actor_name} | facts).rstrip(" :")
    sentence = facts.get("sentence")
    return f"{said} {words.t('threads.post.quoted', said=sentence)}" if sentence else said


def _said(words: Words, noun: str, name: str, fact: Any) -> Any:
    """A role, kind or state by the word of the act's own noun or the team's, a day as it is written."""
    if not isinstance(fact, str):
        return "" if fact is None else fact
    if name == "due":
        return _day(words, fact)
    keys = (f"{room}.{name}.{fact}" for room in (noun, "ideas_team", "threads"))
    return next((words.t(key) for key in keys if words.has(key)), fact)


def _day(words: Words, fact: str) -> str:
    try:
        return words.date(date.fromisoformat(fact))
    except ValueError:
        return fact

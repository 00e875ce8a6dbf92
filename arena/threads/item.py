"""An item of a timeline in its present form: what a page shows, and what travels to every reader."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.threads.model import CONTRIBUTION, REACTIONS, Post
from arena.words import Words, words_in

SPOKEN = ("de", "en")
ICONS = {
    "ideas.publish": "kind-idea",
    "ideas.revise": "history",
    "ideas.withdraw": "close",
    "ideas.join": "join",
    "ideas.bring": "join",
    "ideas.accept": "check",
    "ideas.decline": "close",
    "ideas.start": "join",
    "ideas.fulfil": "success",
    "ideas.leave": "leave",
    "ideas.release": "leave",
}
PLAIN_ICON = "info"


class Who(msgspec.Struct, frozen=True, omit_defaults=True):
    """An actor as named beside a contribution."""

    id: int
    name: str
    sector: str = ""


class Answered(msgspec.Struct, frozen=True):
    """What an item replies to: its number in the thread and whose it is."""

    id: int
    no: int
    name: str


class Item(msgspec.Struct, frozen=True, omit_defaults=True):
    """A contribution or a note; `born` is its place in the timeline, `rev` grows with every change readers see."""

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
    reactions: dict[str, int] = {}
    text: dict[str, str] = {}

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
        _parent_actor.name.label("parent_name"),
    )
    .outerjoin(_person, _person.id == Post.person_id)
    .outerjoin(_actor, _actor.id == Post.actor_id)
    .outerjoin(_parent, _parent.id == Post.reply_to)
    .outerjoin(_parent_actor, _parent_actor.id == _parent.actor_id)
)


def item_of(row: Row[Any]) -> Item:
    """Make an item of a row of `ITEMS`; a deleted one keeps its place and loses everything else."""
    base: dict[str, Any] = {
        "id": row.id,
        "born": row.born_seq,
        "rev": row.rev,
        "kind": row.kind,
        "at": row.at,
        "no": row.no,
    }
    if row.state != "visible":
        return Item(**base, state=row.state)
    base |= {
        "person": Who(row.person_id, row.person_name) if row.person_id else None,
        "actor": Who(row.actor_id, row.actor_name, row.sector) if row.actor_id else None,
    }
    if row.kind != CONTRIBUTION:
        return Item(**base, state=row.state, text={lang: say(lang, row) for lang in SPOKEN})
    return Item(
        **base,
        state=row.state,
        html=row.html,
        text_rev=row.text_rev,
        edited=row.edited_at,
        reply=Answered(row.reply_to, row.parent_no, row.parent_name) if row.parent_no else None,
        quote=row.quote,
        reactions={kind: count for kind in REACTIONS if (count := getattr(row, kind))},
    )


def say(lang: str, row: Row[Any]) -> str:
    """What a note says: roles by their words in the language, then what the person themselves said, if anything.

    One old note with too few facts must not make a whole thread unreadable: what is missing leaves a blank.
    """
    words = words_in(lang)
    key = f"threads_note.{row.kind.replace('.', '_')}"
    if not words.has(key):
        return ""
    facts = {name: _said(words, name, fact) for name, fact in row.facts.items()}
    said = words.t(key, **dict.fromkeys(words.facts(key), "") | {"who": row.actor_name} | facts).rstrip(" :")
    sentence = facts.get("sentence")
    return f"{said} {words.t('threads.post.quoted', said=sentence)}" if sentence else said


def _said(words: Words, name: str, fact: Any) -> Any:
    """A role, kind or state by its word; what is missing leaves no trace."""
    key = f"ideas_team.{name}.{fact}"
    return words.t(key) if isinstance(fact, str) and words.has(key) else "" if fact is None else fact

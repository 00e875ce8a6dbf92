"""Suggestions as pages show them: a list with their states, and one with its diff."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select
from sqlalchemy.orm import aliased

from arena.actors.model import Actor
from arena.errors import Missing, Refusal
from arena.growing.answer_suggestion import crossed, present
from arena.growing.model import TEXTS, Suggestion
from arena.growing.say import Texts, over
from arena.growing.suggest import texts_at
from arena.ideas.model import Idea
from arena.ideas.queries import Found, idea_for
from arena.ideas.rules import carriers
from arena.voice import Reader, Voice
from arena.words.diff import Piece, word_diff

PAGE = 20
_person, _actor, _by, _by_actor = (aliased(Actor) for _ in range(4))
_named = (
    select(Suggestion.__table__, _person.name.label("person"), _actor.name.label("actor"))
    .add_columns(_by.name.label("by_person"), _by_actor.name.label("by_actor"))
    .join(_person, _person.id == Suggestion.person_id)
    .join(_actor, _actor.id == Suggestion.actor_id)
    .outerjoin(_by, _by.id == Suggestion.by_person_id)
    .outerjoin(_by_actor, _by_actor.id == Suggestion.by_actor_id)
)


class Listed(msgspec.Struct, frozen=True):
    """A page of an idea's suggestions, the newest first; `older` is the number the next page begins before."""

    idea: Found
    rows: list[Row[Any]]
    older: int | None


class Seen(msgspec.Struct, frozen=True):
    """A suggestion for its page: what it changes, and whether the text has moved on since."""

    idea: Found
    row: Row[Any]
    texts: dict[str, list[Piece]]
    now: dict[str, list[Piece]]
    crossed: bool
    result: Texts
    carrying: list[Voice]
    mine: list[Voice]
    lives_on: Row[Any] | None


def suggestions_of(db: Connection, me: Reader, idea_id: int, before: int | None) -> Listed:
    """The suggestions to an idea this reader may see."""
    idea = idea_for(db, me, idea_id)
    if idea.state == "draft":
        raise Missing
    found = _named.where(Suggestion.idea_id == idea_id).order_by(Suggestion.no.desc()).limit(PAGE + 1)
    rows = list(db.execute(found.where(Suggestion.no < before) if before else found))
    return Listed(idea, rows[:PAGE], rows[PAGE - 1].no if len(rows) > PAGE else None)


def suggestion_for(db: Connection, me: Reader, idea_id: int, no: int) -> Seen:
    """One suggestion; else 404."""
    idea = idea_for(db, me, idea_id)
    row = db.execute(_named.where(Suggestion.idea_id == idea_id, Suggestion.no == no)).first()
    if row is None:
        raise Missing
    base, now = texts_at(db, idea_id, row.rev), present(idea)
    across = row.state == "open" and crossed(row, base, now)
    carrying = carriers(db, idea_id) if me and row.state == "open" and idea.state == "published" else set()
    return Seen(
        idea,
        row,
        _diff(row, base),
        _diff(row, now) if across else {},
        across,
        over(row, now),
        [voice for voice in me.voices if voice.actor_id in carrying] if me else [],
        [voice for voice in me.voices if voice.actor_id == row.actor_id] if me else [],
        _lives_on(db, me, row),
    )


def _diff(row: Row[Any], before: Texts) -> dict[str, list[Piece]]:
    said = {name: getattr(row, name) for name in TEXTS}
    return {name: word_diff(getattr(before, name), text) for name, text in said.items() if text is not None}


def _lives_on(db: Connection, me: Reader, row: Row[Any]) -> Row[Any] | None:
    """The idea a suggestion lives on as, where this reader may see it; a draft is its author's alone."""
    if row.lives_on is None:
        return None
    named: Any = select(Idea.id, Idea.title, Idea.state, Idea.language).where(Idea.id == row.lives_on)
    idea = db.execute(named).first()
    hidden = idea is None or (idea.state == "draft" and (me is None or me.person_id != row.person_id))
    return None if hidden else idea


def to_suggest(db: Connection, me: Reader, idea_id: int) -> Found:
    """An idea to which this reader may suggest something; visitors are asked to sign in."""
    idea = idea_for(db, me, idea_id)
    if me is None:
        raise Refusal(401, "errors.sign_in")
    if idea.state != "published":
        raise Refusal(409, "ideas.refused.state")
    return idea


def to_answer(db: Connection, me: Reader, idea_id: int, no: int) -> Seen:
    """An open suggestion for those who carry its idea."""
    seen = suggestion_for(db, me, idea_id, no)
    if me is None:
        raise Refusal(401, "errors.sign_in")
    if not seen.carrying:
        held = any(voice.actor_id in carriers(db, idea_id) for voice in me.voices)
        raise Refusal(409, "growing.refused.answered") if held else Refusal(403, "errors.not_yours")
    return seen

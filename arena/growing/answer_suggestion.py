"""Answer a suggestion: carriers accept it as it is, accept it adapted, or decline it with a word."""

from typing import Any

import msgspec
from sqlalchemy import Row, select

from arena.actors.model import Actor
from arena.errors import Refusal
from arena.growing.model import TEXTS
from arena.growing.say import WORD, Texts, cleaned_texts, line, over
from arena.growing.suggest import hold_suggestion, must_be_open, settle, texts_at
from arena.ideas.needs import need_texts
from arena.ideas.queries import Found
from arena.ideas.revise import NOTE, revise
from arena.ideas.rules import must_carry
from arena.ideas.tags import tags_of, text_of
from arena.store import Tx
from arena.strategy.versions import Strategies
from arena.voice import Voice


def accept(tx: Tx, voice: Voice, idea_id: int, no: int, rev: int, word: str, strategies: Strategies) -> None:
    """Make a suggestion the idea's text; only what it changes is replaced.

    Where the same words were changed since, whoever accepts must have seen that (`rev` is the present revision), or
    it is refused (409).
    """
    found = _open(tx, voice, idea_id, no, "accepted")
    if found is None:
        return
    idea, row = found
    if rev != idea.rev and crossed(row, texts_at(tx.db, idea_id, row.rev), present(idea)):
        raise Refusal(409, "growing.refused.moved_since")
    said = line("word", word, most=WORD, least=0)
    _become(
        tx,
        voice,
        found,
        over(row, present(idea)),
        idea.rev,
        ("accepted", "growing.accept_suggestion", said),
        strategies,
    )


def adapt(
    tx: Tx, voice: Voice, idea_id: int, no: int, texts: Texts, rev: int, word: str, strategies: Strategies
) -> None:
    """Make the idea's text what carriers made of a suggestion; where it moved on since `rev`, 409."""
    found = _open(tx, voice, idea_id, no, "adapted")
    if found is None:
        return
    said = line("word", word, most=WORD, least=0)
    done = ("adapted", "growing.adapt_suggestion", said)
    _become(tx, voice, found, cleaned_texts(texts), rev, done, strategies)


def decline(tx: Tx, voice: Voice, idea_id: int, no: int, word: str) -> None:
    """Decline a suggestion with a word why, which everybody reads."""
    found = _open(tx, voice, idea_id, no, "declined")
    if found is None:
        return
    said = line("word", word, most=WORD)
    idea, row = found
    settle(tx, voice, idea, row, "declined", "growing.decline_suggestion", said, by=_suggester(tx, row))


def present(idea: Found) -> Texts:
    """The texts as the idea says them now."""
    return Texts(idea.title, idea.summary, idea.markdown)


def crossed(row: Any, base: Texts, now: Texts) -> bool:
    """Whether what a suggestion changes was changed by somebody else since."""
    return any(getattr(row, name) is not None and getattr(base, name) != getattr(now, name) for name in TEXTS)


def _open(tx: Tx, voice: Voice, idea_id: int, no: int, state: str) -> tuple[Found, Row[Any]] | None:
    """The idea and the suggestion for its carriers; None where it was answered like this already."""
    idea, row = hold_suggestion(tx, voice, idea_id, no)
    must_carry(tx.db, voice, idea)
    if row.state == state and row.by_actor_id == voice.actor_id:
        return None
    must_be_open(row)
    return idea, row


def _become(
    tx: Tx,
    voice: Voice,
    found: tuple[Found, Row[Any]],
    texts: Texts,
    rev: int,
    done: tuple[str, str, str],
    strategies: Strategies,
) -> None:
    """The texts become a revision that names whoever suggested it."""
    (idea, row), (state, kind, word) = found, done
    who = _suggester(tx, row)
    told = {name: getattr(texts, name) for name in TEXTS}
    text = msgspec.structs.replace(text_of(idea, tags_of(tx.db, idea.id)), needs=need_texts(tx.db, idea.id), **told)
    became = revise(tx, voice, idea.id, text, f"{who}: {row.why}"[:NOTE], rev, strategies)
    settle(tx, voice, idea, row, state, kind, word, became=became, by=who, rev=became)


def _suggester(tx: Tx, row: Row[Any]) -> str:
    return str(tx.db.execute(select(Actor.name).where(Actor.id == row.actor_id)).scalar_one())

"""Answers to a demo idea, each on its day: prepared, approved by another, published; and what time did to them."""

from datetime import datetime, time, timedelta
from functools import partial

from sqlalchemy import select

from arena.answers.clock import settle_in_time
from arena.answers.corrected import in_force
from arena.answers.draft import add_note, approve, begin
from arena.answers.grant import grant
from arena.answers.model import Promise
from arena.answers.publish import publish_drafts
from arena.answers.say import prepare_answer
from arena.demo.answering import Answer
from arena.demo.cast import SOURCE, Cast
from arena.demo.shape import Demo
from arena.demo.sowing import Act, Sowing
from arena.ideas.count import today
from arena.store import Tx
from arena.words.words import ZONE


def grant_offices(tx: Tx, demo: Demo, cast: Cast) -> None:
    """Let the offices answer."""
    for key, one in demo.organisations.items():
        if one.office:
            grant(tx, cast.numbers[f"{SOURCE}:{key}"])


def acts_of_answers(sowing: Sowing, demo: Demo) -> list[Act]:
    """Every answer to the idea with its moment, and the night after each day that has passed."""
    acts: list[Act] = []
    for one in demo.answers:
        if one.idea != sowing.slug:
            continue
        at = sowing.day(one.days_ago, "answer", one.by, str(one.days_ago))
        acts.append((at, partial(_answer, sowing=sowing, one=one)))
        if one.due_days is not None and one.due_days < 0 and not one.draft:
            acts.append((_night_after(sowing, one.due_days), partial(_settle, sowing=sowing)))
    return acts


def _answer(tx: Tx, sowing: Sowing, one: Answer) -> None:
    writer = sowing.cast.voice(one.by, one.on_behalf_of)
    due = (today(sowing.now) + timedelta(days=one.due_days)).isoformat() if one.due_days is not None else ""
    said = prepare_answer(one.answer, due, one.text, one.because or "", correcting=one.because is not None)
    newest = in_force(tx.db, sowing.id)
    number = begin(tx, writer, sowing.id, said, newest.id if newest and one.because else None)
    for note in one.note:
        add_note(tx, sowing.cast.voice(note.by, one.on_behalf_of), number, note.text)
    if one.checked_by:
        approve(tx, sowing.cast.voice(one.checked_by, one.on_behalf_of), number, 1)
    if not one.draft:
        publish_drafts(tx, writer, writer.actor_id, {number: 1})


def _night_after(sowing: Sowing, days: int) -> datetime:
    """Half past midnight after a day."""
    night = today(sowing.now) + timedelta(days=days + 1)
    return datetime.combine(night, time(0, 30), ZONE).astimezone(sowing.now.tzinfo)


def _settle(tx: Tx, sowing: Sowing) -> None:
    late = Promise.idea_id == sowing.id, Promise.state == "open", Promise.due < today(tx.now)
    for number in tx.db.execute(select(Promise.answer_id).where(*late)).scalars().all():
        settle_in_time(tx, number)

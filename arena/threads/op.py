"""Carry out an op, whichever door it came through: socket, JSON or form."""

import re
from collections.abc import Callable

from arena.errors import Missing, Refusal
from arena.live.frames import Op
from arena.store import Tx
from arena.threads.amend import amend
from arena.threads.contribute import Contribution, contribute, prepare
from arena.threads.log import Stored
from arena.threads.marks.mark import mark, reason_of
from arena.threads.marks.unmark import unmark
from arena.threads.polls.begin import ONE, begin_poll, prepare_poll
from arena.threads.polls.close import close_poll
from arena.threads.polls.vote import vote
from arena.threads.react import react
from arena.threads.retract import retract
from arena.threads.summaries.summarise import summarise
from arena.voice import Me

Verb = Callable[[Tx, Me], Stored]
KEY = re.compile(r"[\w.:-]{8,64}", re.ASCII)


def verb_of(op: Op) -> Verb:
    """Prepare an op outside the transaction (text is rendered here); what is returned runs inside it."""
    _check_key(op)
    return VERBS[op.do](op)


def said_in(op: Op) -> Contribution:
    """What an op says, checked and rendered, for those who hand it to the writer in company."""
    _check_key(op)
    return prepare(op.text, op.post, op.quote, question=op.kind == "question")


def _check_key(op: Op) -> None:
    if not KEY.fullmatch(op.ck):
        raise Refusal(422, "threads.refused.key")


def _post(op: Op) -> Verb:
    said = said_in(op)
    return lambda tx, me: contribute(tx, me.voice(op.speak_as), op.th, said, op.ck)


def _edit(op: Op) -> Verb:
    post, said = _named(op), prepare(op.text)
    return lambda tx, me: amend(tx, me.own, post, op.rev, said, op.ck)


def _delete(op: Op) -> Verb:
    post = _named(op)
    return lambda tx, me: retract(tx, me.own, post, op.ck)


def _react(op: Op) -> Verb:
    post = _named(op)
    return lambda tx, me: react(tx, me.own, post, op.kind, op.on, op.ck)


def _mark(op: Op) -> Verb:
    post, reason = _named(op), reason_of(op.text)
    return lambda tx, me: mark(tx, me.voice(op.speak_as), post, op.kind, reason, op.ck)


def _unmark(op: Op) -> Verb:
    post, reason = _named(op), reason_of(op.text)
    return lambda tx, me: unmark(tx, me.voice(op.speak_as), post, reason, op.ck)


def _summary(op: Op) -> Verb:
    said = prepare(op.text)
    return lambda tx, me: summarise(tx, me.voice(op.speak_as), op.th, op.rev, op.no, said, op.ck)


def _poll(op: Op) -> Verb:
    asked = prepare_poll(op.text, op.options, op.kind or ONE, op.hidden, op.until)
    return lambda tx, me: begin_poll(tx, me.voice(op.speak_as), op.th, asked, op.ck)


def _vote(op: Op) -> Verb:
    post = _named(op)
    return lambda tx, me: vote(tx, me.own, post, op.choices, op.ck)


def _close_poll(op: Op) -> Verb:
    post = _named(op)
    return lambda tx, me: close_poll(tx, me.voice(op.speak_as), post, op.ck)


def _named(op: Op) -> int:
    """The contribution an op is about."""
    if op.post is None:
        raise Missing
    return op.post


VERBS: dict[str, Callable[[Op], Verb]] = {
    "post": _post,
    "edit": _edit,
    "delete": _delete,
    "react": _react,
    "mark": _mark,
    "unmark": _unmark,
    "summary": _summary,
    "poll": _poll,
    "vote": _vote,
    "close_poll": _close_poll,
}

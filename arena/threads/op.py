"""Carry out an op, whichever door it came through: socket, JSON or form."""

import re
from collections.abc import Callable

from arena.errors import Refusal
from arena.live.frames import Op
from arena.store import Tx
from arena.threads.amend import amend
from arena.threads.contribute import contribute, prepare
from arena.threads.log import Stored
from arena.threads.react import react
from arena.threads.retract import retract
from arena.voice import Me

KEY = re.compile(r"[\w.:-]{8,64}")


def verb_of(op: Op) -> Callable[[Tx, Me], Stored]:
    """Prepare an op outside the transaction (text is rendered here); what is returned runs inside it."""
    if not KEY.fullmatch(op.ck):
        raise Refusal(422, "threads.refused.key")
    if op.do == "post":
        said = prepare(op.text, op.post, op.quote)
        return lambda tx, me: contribute(tx, me.voice(op.speak_as), op.th, said, op.ck)
    post = op.post
    if post is None:
        raise Refusal(404, "errors.missing")
    if op.do == "edit":
        said = prepare(op.text)
        return lambda tx, me: amend(tx, me.own, post, op.rev, said, op.ck)
    if op.do == "delete":
        return lambda tx, me: retract(tx, me.own, post, op.ck)
    return lambda tx, me: react(tx, me.own, post, op.kind, op.on, op.ck)

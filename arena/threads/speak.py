"""Act at a socket: contributions of many people that wait together are checked and stored together."""

from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Connection

from arena.errors import Refusal
from arena.live.frames import Op
from arena.store import Alike, Tx
from arena.threads.contribute import Contribution, Saying, contribute_all
from arena.threads.log import Stored
from arena.threads.op import said_in, verb_of
from arena.voice import Me, Reader

Act = Callable[[Tx], Stored]
Who = Callable[[Connection, str], Reader]
WhoAll = Callable[[Connection, list[str]], dict[str, Me]]


class Speech(msgspec.Struct, frozen=True):
    """What a browser sent: whose session, in whose name, into which thread, by which client key."""

    token: str
    speak_as: int | None
    thread_id: int
    said: Contribution
    client_key: str


SpeakAll = Callable[[Tx, list[Speech]], list[Any]]


def speaking(who_all: WhoAll) -> SpeakAll:
    """The act that stores speeches, for the writer; who speaks is found in the same transaction."""

    def speak_all(tx: Tx, speeches: list[Speech]) -> list[Any]:
        people = who_all(tx.db, [one.token for one in speeches])
        results: list[Any] = [_said_by(people.get(one.token), one) for one in speeches]
        ready = [place for place, one in enumerate(results) if isinstance(one, Saying)]
        stored = contribute_all(tx, [results[place] for place in ready])
        for place, result in zip(ready, stored, strict=True):
            results[place] = result
        return results

    return speak_all


def act_of(op: Op, token: str | None, who: Who, speak_all: SpeakAll) -> Act:
    """An op as an act for the writer, in the name of whoever this session belongs to as of that very transaction."""
    if op.do == "post":
        return Alike(speak_all, Speech(token or "", op.speak_as, op.th, said_in(op), op.ck))
    verb = verb_of(op)

    def carried_out(tx: Tx) -> Stored:
        me = who(tx.db, token) if token else None
        if me is None:
            raise Refusal(401, "errors.sign_in")
        return verb(tx, me)

    return carried_out


def _said_by(me: Me | None, one: Speech) -> Saying | Refusal:
    if me is None:
        return Refusal(401, "errors.sign_in")
    try:
        return Saying(me.voice(one.speak_as), one.thread_id, one.said, one.client_key)
    except Refusal as refusal:
        return refusal

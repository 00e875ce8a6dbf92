"""What one reader does at a socket: one act after the other, each answered once it is stored."""

import asyncio
import logging
from functools import partial
from typing import Any

import msgspec

from arena.errors import Missing, Refusal
from arena.live import frames
from arena.live.hub import Hub
from arena.live.seat import Seat
from arena.store import Store
from arena.threads.log import Stored
from arena.threads.rules import Pace
from arena.threads.speak import SpeakAll, Who, act_of
from arena.web.limits import Buckets
from arena.web.problem import told_of
from arena.words import Words

log = logging.getLogger("arena.live")
NO_FRAME = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
FAULT = 1011


class Doing(msgspec.Struct, frozen=True):
    """What the acts of all sockets go through: the store, the pace, and how sessions become people."""

    store: Store
    pace: Pace
    who: Who
    speak_all: SpeakAll


class Acts:
    """The acts of one seat; `listening` is true while its socket's loop waits for the next frame."""

    __slots__ = ("_doing", "_going", "_pace", "_token", "_words", "hub", "listening", "seat")

    def __init__(self, seat: Seat, hub: Hub, doing: Doing, token: str | None, words: Words, pace: Buckets) -> None:
        self.seat = seat
        self.hub = hub
        self.listening = False
        self._doing = doing
        self._token = token
        self._words = words
        self._pace = pace
        self._going: asyncio.Future[Stored] | None = None

    def hear(self, text: bytes) -> bool:
        """Take an op straight from the line while nothing else is under way; everything else takes the long way."""
        if not self.listening or self._going is not None:
            return False
        try:
            frame = frames.decode(text.decode())
        except NO_FRAME:
            return False
        if not isinstance(frame, frames.Op) or self._pace.take("frames"):
            return False
        try:
            self._going = self._begin(frame)
        except Refusal as refusal:
            self.refuse(frame, refusal)
        else:
            self.seat.busy = True
            self._going.add_done_callback(partial(self._done, frame))
        return True

    async def settled(self) -> None:
        """Wait until what was taken from the line is stored and answered."""
        if self._going is not None:
            await asyncio.wait([self._going])

    async def carry_out(self, op: frames.Op) -> None:
        """Carry out an op that came the long way."""
        self._answer(op, await self._begin(op))

    def refuse(self, frame: frames.ClientFrame, refusal: Refusal) -> None:
        """Say why something was not done."""
        told = {"id": getattr(frame, "id", 0), "th": getattr(frame, "th", None)} | told_of(refusal, self._words)
        if isinstance(frame, frames.Op):
            told["ck"] = frame.ck
        if isinstance(refusal, Missing) and isinstance(frame, frames.Sub):
            self.seat.tell("revoked", th=frame.th, why="gone")
        self.seat.tell("err", **told)

    def _begin(self, op: frames.Op) -> "asyncio.Future[Stored]":
        """Hand an op to the writer."""
        if self.seat.person_id is None:
            raise Refusal(401, "errors.sign_in")
        doing = self._doing
        doing.pace.check(self.seat.person_id, op.do)
        return doing.store.hand_over(act_of(op, self._token, doing.who, doing.speak_all))

    def _answer(self, op: frames.Op, stored: Stored) -> None:
        assert self.seat.person_id is not None
        self.hub.spoke(self.seat.person_id, op.th)
        dup: dict[str, Any] = {"dup": True} if stored.dup else {}
        self.seat.tell("ok", id=op.id, ck=op.ck, th=stored.thread_id, seq=stored.seq, post=stored.post_id, **dup)

    def _done(self, op: frames.Op, going: "asyncio.Future[Stored]") -> None:
        """What was taken from the line is stored, or was refused; a fault ends the line, as it does in a loop."""
        self._going = None
        self.seat.busy = False
        fault = going.exception()
        if fault is None:
            self._answer(op, going.result())
        elif isinstance(fault, Refusal):
            self.refuse(op, fault)
        else:
            log.error("an act failed", exc_info=fault)
            self.hub.close(self.seat, FAULT, "fault")

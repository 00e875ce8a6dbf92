"""What a client has said and the server has not yet answered: sent again with the same key until it has."""

import asyncio
from collections.abc import Callable
from itertools import count
from typing import Any

from arena.client.back_off import FIRST_S, LONGEST_S
from arena.client.identity import new_key
from arena.client.line import Line
from arena.client.told import Ended, Frame, Refused, Stored

PATIENCE = {"rate", "slow_mode", "overloaded"}  # a no for now; the same op may be sent again


class Sent:
    """One op on its way and whoever waits for its answer."""

    def __init__(self, frame: dict[str, Any]) -> None:
        self.frame = frame
        self.answer: asyncio.Future[Stored] = asyncio.get_running_loop().create_future()
        self.waiting = 0
        self.tries = 0
        self.ids: set[int] = set()
        self.sent_on = 0  # the line's number when it was sent last


class Outbox:
    """Ops by their key, in the order they were made."""

    def __init__(self, line: Line, start: Callable[[Any], None]) -> None:
        self._line = line
        self._start = start
        self._sent: dict[str, Sent] = {}
        self._ids = count(1)

    async def op(self, do: str, thread: int, key: str | None, payload: dict[str, Any]) -> Stored:
        """Send an op and wait for its answer; the same op with the same key shares it."""
        key = key or new_key()
        frame = {"t": "op", "ck": key, "th": thread, "do": do, **payload}
        if (sent := self._sent.get(key)) is None:
            sent = self._sent[key] = Sent(frame)
            self._start(self._send(sent))
        elif sent.frame != frame:
            raise ValueError("this key belongs to another op that still waits")
        sent.waiting += 1
        try:
            return await asyncio.shield(sent.answer)
        finally:
            sent.waiting -= 1
            if not sent.waiting:
                self._sent.pop(key, None)

    async def send_again(self) -> None:
        """The line stands again: send everything that waits, in order."""
        for sent in list(self._sent.values()):
            if not sent.answer.done() and sent.sent_on != self._line.number:
                await self._send(sent)

    def take(self, frame: Frame) -> None:
        """An `ok` or an `err` of an op."""
        sent = self._sent.get(frame.get("ck", ""))
        if sent is None or sent.answer.done() or frame["id"] not in sent.ids:
            return  # late: of an op that has been answered before
        if frame["t"] == "ok":
            key, dup = frame["ck"], frame.get("dup", False)
            sent.answer.set_result(Stored(frame["th"], frame["seq"], frame.get("post"), key, dup))
        elif frame["code"] in PATIENCE:
            self._start(self._send_later(sent, frame.get("retry")))
        else:
            sent.answer.set_exception(Refused(frame["code"], frame["msg"]))

    def end(self, fault: Ended) -> None:
        """No answer will come."""
        for sent in self._sent.values():
            if not sent.answer.done():
                sent.answer.set_exception(fault)
                sent.answer.exception()  # told to whoever waits; nobody has to

    async def _send(self, sent: Sent) -> None:
        number = next(self._ids)
        sent.ids.add(number)
        sent.sent_on = self._line.number
        await self._line.send(sent.frame | {"id": number})

    async def _send_later(self, sent: Sent, retry: float | None) -> None:
        await asyncio.sleep(retry if retry is not None else min(LONGEST_S, FIRST_S * 2**sent.tries))
        sent.tries += 1
        if not sent.answer.done():
            await self._send(sent)

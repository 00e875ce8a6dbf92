"""A thread as a client sees it: items by number, the position reached, and what came too early."""

import asyncio
from collections import deque

from arena.client.told import Change, Ended, Frame, Item, Refused


class View:
    """Applies frames by the rule of the protocol: count on, drop, or hold and ask again."""

    def __init__(self, thread: int, after: int, epoch: int) -> None:
        self.thread = thread
        self.pos = after
        self.epoch = epoch
        self.items: dict[int, Item] = {}
        self.here = self.typing = 0
        self.over: Refused | Ended | None = None
        self.asked = False  # whether an answer to `sub` is under way
        self.asked_on = 0  # the line's number when it was asked last
        self.held: dict[int, Item | None] = {}
        self.sitting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.listeners: list[deque[Change]] = []
        self.news = asyncio.Event()
        self._reached: list[tuple[int, asyncio.Future[None]]] = []

    def take(self, frame: Frame) -> bool:
        """Apply a frame of this thread; says whether to `sub` again from the position."""
        match frame["t"]:
            case "ev" | "skip":
                return self._step(frame["seq"], frame.get("o"))
            case "sync":
                return self._sync(frame)
            case "reset":
                self._begin_anew(frame["epoch"])
                return True
            case "eph":
                self.here, self.typing = frame["here"], frame["typing"]
        return False

    def _step(self, seq: int, item: Item | None) -> bool:
        if seq <= self.pos:
            return False
        if seq > self.pos + 1:
            self.held[seq] = item
            return not self.asked
        self._advance(seq, item)
        self._release()
        return False

    def _sync(self, frame: Frame) -> bool:
        self.epoch = frame["epoch"]
        to = max(self.pos, frame["to"])
        for item in frame["items"]:
            self._put(item, to)
        self.pos = to
        self._release()
        self.asked = False
        self._tell_reached()
        if not self.sitting.done():
            self.sitting.set_result(None)
        return bool(self.held) and not frame["more"]

    def _release(self) -> None:
        """Apply what was held and is next; forget what is older."""
        while self.held and (first := min(self.held)) <= self.pos + 1:
            item = self.held.pop(first)
            if first == self.pos + 1:
                self._advance(first, item)

    def _advance(self, seq: int, item: Item | None) -> None:
        if item is not None:
            self._put(item, seq)
        self.pos = seq
        self._tell_reached()

    def _put(self, item: Item, seq: int) -> None:
        known = self.items.get(item["id"])
        if known is None or known["rev"] <= item["rev"]:
            self.items[item["id"]] = item
            self._tell(Change("item", seq, item))

    def _begin_anew(self, epoch: int) -> None:
        """History was rewritten: what is here means nothing any more."""
        self.items.clear()
        self.held.clear()
        self.pos, self.epoch, self.asked = 0, epoch, False
        self._tell(Change("reset", 0))

    def end(self, fault: Refused | Ended) -> None:
        """No further frame will come: whoever waits hears why; what was taken away is forgotten."""
        self.over = fault
        if isinstance(fault, Refused):
            self.items.clear()
            self._tell(Change("revoked", self.pos))
        waiting = [self.sitting, *(future for _, future in self._reached)]
        for future in waiting:
            if not future.done():
                future.set_exception(fault)
                future.exception()  # told to whoever asks; nobody has to
        self._reached.clear()
        self.news.set()

    def reached(self, seq: int) -> "asyncio.Future[None]":
        """Done once the position is at least `seq`."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self.pos >= seq:
            future.set_result(None)
        else:
            self._reached.append((seq, future))
        return future

    def _tell_reached(self) -> None:
        if not self._reached:
            return
        for seq, future in self._reached:
            if seq <= self.pos and not future.done():
                future.set_result(None)
        self._reached = [waiting for waiting in self._reached if not waiting[1].done()]

    def _tell(self, change: Change) -> None:
        if self.listeners:
            for listener in self.listeners:
                listener.append(change)
            self.news.set()
            self.news = asyncio.Event()

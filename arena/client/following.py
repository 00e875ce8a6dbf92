"""The threads a client follows: a view of each, and their seats taken again after every cut."""

from collections.abc import Callable
from itertools import count
from typing import Any

from arena.client.line import Line
from arena.client.told import Ended, Frame, Refused
from arena.client.view import View


class Following:
    """Hands each frame to the view of its thread and asks again where the view wants it."""

    def __init__(self, line: Line, start: Callable[[Any], None]) -> None:
        self._line = line
        self._start = start
        self.views: dict[int, View] = {}
        self._subs: dict[int, View] = {}
        self._ids = count(1)

    def follow(self, view: View) -> None:
        """Begin to follow a thread, anew where it is followed already."""
        self.unfollow(view.thread)
        self.views[view.thread] = view
        self._start(self._sit_first(view))

    def unfollow(self, thread: int) -> None:
        """Forget a thread."""
        if (view := self.views.pop(thread, None)) is not None:
            view.end(Ended(1000, "unfollowed"))

    async def sit_again(self) -> None:
        """The line stands again: go on from each view's position."""
        self._subs.clear()
        for view in list(self.views.values()):
            if view.over is None and view.asked_on != self._line.number:
                await self._sit(view)

    def take(self, frame: Frame) -> None:
        """A frame about a thread; frames about one that is not followed any more are late and mean nothing."""
        view = self.views.get(frame.get("th") or 0)
        if view is not None and view.over:
            return
        match frame["t"]:
            case "err":
                self._refused(frame)
            case "revoked" if view is not None:
                view.end(Refused("gone", frame["why"]))
            case _ if view is not None and view.take(frame):
                view.asked = True
                self._start(self._sit(view))

    def end(self, fault: Ended) -> None:
        """The client is at its end."""
        for view in self.views.values():
            if view.over is None:
                view.end(fault)

    async def _sit_first(self, view: View) -> None:
        """Ask unless the line has just come up and asked already: a second answer would begin from the start again."""
        if view.asked_on != self._line.number:
            await self._sit(view)

    async def _sit(self, view: View) -> None:
        number = next(self._ids)
        view.asked_on = self._line.number
        self._subs[number] = view
        view.asked = await self._line.send(
            {"t": "sub", "th": view.thread, "after": view.pos, "epoch": view.epoch, "id": number}
        )

    def _refused(self, frame: Frame) -> None:
        view = self._subs.pop(frame.get("id", 0), None)
        if view is not None and view.over is None:
            view.end(Refused(frame["code"], frame["msg"]))

"""Posters: speakers who each have one contribution on its way, beside readers who count what arrives.

Plain sockets instead of `arena.client`: 256 of its tasks beside a hundred readers would take the load's core
before the server's is full.
"""

import socket
import time
from collections.abc import Iterable

from bench.crowd import PATIENCE_S, Crowd
from bench.tongues import Tongue

STORED = b'{"t":"ok"'


class Posters(Crowd):
    """A crowd some of whom say the next thing as soon as the last is acknowledged."""

    def __init__(self, port: int, tongue: Tongue) -> None:
        super().__init__(port, tongue)
        self.said = self.stored = 0
        self.waits: list[float] = []
        self._since: dict[int, float] = {}
        self._posting = False

    def post(self, lines: Iterable[socket.socket], seconds: float, readers: int) -> float:
        """Let these post for a while, each waiting for its `ok`; returns after how long all of it had arrived."""
        begin = time.perf_counter()
        self.waits, said, events = [], self.said, self.events
        self._posting = True
        for line in lines:
            self._say(line)
        while (left := begin + seconds - time.perf_counter()) > 0:
            self._take(left)
        self._posting = False
        while self._since or self.events < events + (self.said - said) * readers:
            if time.perf_counter() > begin + seconds + PATIENCE_S:
                raise TimeoutError(f"{self.said - said} said, {self.events - events} delivered to {readers} readers")
            self._take(1.0)
        return time.perf_counter() - begin

    def _say(self, line: socket.socket) -> None:
        self._since[line.fileno()] = time.perf_counter()
        line.send(self.tongue.says(self.said))
        self.said += 1

    def _read(self, number: int) -> bytes:
        data = super()._read(number)
        if STORED in data and (since := self._since.pop(number, 0.0)):
            self.waits.append(time.perf_counter() - since)
            self.stored += 1
            if self._posting:
                self._say(self._lines[number])
        return data

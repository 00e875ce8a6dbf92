"""A bus over a server: one thread tells, one listens; a server that goes away costs hints, never the Arena."""

import logging
import random
from abc import ABC, abstractmethod
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from queue import SimpleQueue
from threading import Event, Thread
from time import monotonic
from uuid import uuid4

from arena.live.buses.bus import STORED, Hear
from arena.live.buses.notes import notes, read_note
from arena.store import Hint

WAIT_S = 0.5  # the longest a listener waits before it looks up
PULSE_S = 30.0  # so often a bus tells itself something, to know that the line lives
ECHO_S = 5.0  # so long that may take
REST_S = 1.0  # after a failure nothing is sent for so long
FIRST_S, MOST_S = 0.5, 30.0  # pauses before connecting again
MOST = 200  # hints in one go
PULSE: Hint = ("pulse", 0)  # a note without hints
log = logging.getLogger("arena.live")


class Silence(Exception):
    """What was sent does not come back."""


class Afar(ABC):
    """Hints over a server. A kind of server says how to `tell` and how to `listen`."""

    silence = "what is sent to it does not come back"

    def __init__(self, name: str, hear: Hear) -> None:
        self.name = name
        self.fault = ""
        self._hear = hear
        self._me = uuid4().hex
        self._waiting: SimpleQueue[Hint | None] = SimpleQueue()
        self._closing, self._well = Event(), Event()
        self._puzzled = self._echoed = False
        self._tries = 0
        self._rest_until = 0.0
        self._asked_at = 0.0
        self._threads = [
            Thread(target=work, name=name, daemon=True)
            for name, work in (("bus-tell", self._tell_all), ("bus-listen", self._listen_on))
        ]
        for thread in self._threads:
            thread.start()

    @abstractmethod
    def tell(self, note: bytes) -> None:
        """Send one note; raises where that fails."""

    @abstractmethod
    def listen(self) -> Generator[bytes | None, None, None]:
        """Notes as they come. The first None says that it listens, further ones that nothing came for a moment."""

    # ── the bus ────────────────────────────────────────────────────────────────────────────────────────────

    def send(self, hints: Iterable[Hint]) -> None:
        """Queue hints for the other processes; never waits."""
        for hint in hints:
            self._waiting.put(hint)

    def answers(self, seconds: float) -> bool:
        """Whether this bus hears itself."""
        return self._well.wait(seconds)

    def close(self) -> None:
        """End both threads."""
        self._closing.set()
        self._waiting.put(None)
        for thread in self._threads:
            thread.join(3)

    # ── telling ────────────────────────────────────────────────────────────────────────────────────────────

    def _tell_all(self) -> None:
        while (first := self._waiting.get()) is not None:
            hints = {first: None}
            while len(hints) < MOST and not self._waiting.empty():
                if (more := self._waiting.get()) is None:
                    self._waiting.put(None)  # closing: tell what is left, then end
                    break
                hints[more] = None
            hints.pop(PULSE, None)
            for note in notes(self._me, hints):
                self._try_to_tell(note)

    def _try_to_tell(self, note: bytes) -> None:
        if monotonic() < self._rest_until:
            return  # a hint that is lost is found by the poll
        try:
            try:
                self.tell(note)
            except Exception:
                self.tell(note)  # the line may have been lost while it was idle: once more on a fresh one
        except Exception:
            self._rest_until = monotonic() + REST_S  # whoever listens says what is wrong

    # ── listening ──────────────────────────────────────────────────────────────────────────────────────────

    def _listen_on(self) -> None:
        while not self._closing.is_set():
            try:
                with closing(self.listen()) as incoming:
                    self._attend(incoming)
            except Exception as fault:
                self._complain(fault)
            self._well.clear()
            self._closing.wait(random.uniform(0.5, 1) * min(FIRST_S * 2**self._tries, MOST_S))  # noqa: S311
            self._tries = min(self._tries + 1, 10)

    def _attend(self, incoming: Iterator[bytes | None]) -> None:
        """Take notes until the bus is closed; raises when the line is lost or as good as lost."""
        next(incoming)
        self._ask()
        for note in incoming:
            if self._closing.is_set():
                return
            if note is not None:
                self._take(note)
            since = monotonic() - self._asked_at
            if not self._echoed and since > ECHO_S:
                raise Silence(self.silence)
            if since > PULSE_S:
                self._ask()

    def _ask(self) -> None:
        self._echoed, self._asked_at, self._rest_until = False, monotonic(), 0.0
        self._waiting.put(PULSE)

    def _take(self, note: bytes) -> None:
        read = read_note(note)
        if read is None:
            if not self._puzzled:
                log.warning("%s: something came that is no hint; such things are ignored", self.name)
            self._puzzled = True
        elif read[0] == self._me:
            self._hear_myself()
        elif read[1]:
            self._hear(read[1])

    def _hear_myself(self) -> None:
        self._echoed = True
        if self._well.is_set():
            return
        self._well.set()
        self._tries = 0
        self._hear([STORED])  # what was told while nobody listened
        if self.fault:
            log.warning("%s answers again", self.name)
        self.fault = ""

    def _complain(self, fault: Exception) -> None:
        """Say once that the server is away."""
        if self.fault or self._closing.is_set():
            return
        lines = str(getattr(fault, "orig", fault)).splitlines()
        self.fault = lines[0] if lines else type(fault).__name__
        said = "%s can't be used: %s. Nothing is lost, but what other processes store is read up to two seconds later"
        log.warning(said, self.name, self.fault)

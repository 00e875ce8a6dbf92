"""A room at one server: readers who only listen, speakers who only speak; the Arena's is a thread."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from arena.threads.open import open_thread
from bench.crowd import Crowd
from bench.fresh import store_on
from bench.machine import memory, serving
from bench.people import sign_in
from bench.servers import SERVERS
from bench.tongues import Arena

BURST = 32
PER_SPEAKER = 7  # contributions in a row before the Arena asks a person to slow down
PER_READER = 10  # sockets a person
QUIET_S = 1.3  # the Arena counts who is here once a second


class Room:
    """Readers and speakers at one server."""

    def __init__(self, pid: int, crowd: Crowd, readers: list[str], speakers: list[str]) -> None:
        self.pid, self.crowd = pid, crowd
        self.size = self.said = 0
        self.kib = 0.0
        self.token = readers[-1]
        self._readers = readers
        self._lines = crowd.speakers(speakers)

    def fill(self, readers: int) -> None:
        """Let readers in until there are so many; notes what memory each took.

        One comes before all others and hears a burst, so that what is loaded or compiled once is not counted.
        """
        if not self.size:
            self._let_in(1)
            self.say(BURST)
        before = memory(self.pid)
        self._let_in(readers)
        self.kib = (memory(self.pid) - before) / 1024 / readers

    def _let_in(self, readers: int) -> None:
        tokens = [self._readers[n // PER_READER % len(self._readers)] for n in range(self.size, readers)]
        self.crowd.readers(tokens, self.said)
        self.size = readers
        self.crowd.settle(QUIET_S if isinstance(self.crowd.tongue, Arena) else 0.4)

    def say(self, messages: int) -> float:
        """Say messages at once and wait until everybody has them; returns after how long 95 % of all were there."""
        all_of_it = messages * self.size
        goal, mark = self.crowd.events + all_of_it, self.crowd.events + int(all_of_it * 0.95)
        begin = time.perf_counter()
        self.speak(messages)
        return self.crowd.until(goal, mark) - begin

    def speak(self, messages: int) -> None:
        """So many people say one message each at the same moment."""
        for _ in range(messages):
            self._lines[self.said % len(self._lines)].sendall(self.crowd.tongue.says(self.said))
            self.said += 1


@contextmanager
def room_at(
    name: str, readers: int, messages: int, *, kind: type[Crowd] = Crowd, module: str = "arena"
) -> Iterator[Room]:
    """A fresh server of this name with room for readers who will hear about so many messages."""
    if name != "arena":
        rival = SERVERS[name]
        with rival.start() as (pid, port):
            crowd = kind(port, rival.tongue())
            yield Room(pid, crowd, [""], [""] * BURST)
            crowd.leave()
        return
    with tempfile.TemporaryDirectory() as folder:
        people, speakers = readers // PER_READER + 1, (messages + BURST) // PER_SPEAKER + BURST
        tongue, tokens = prepare(folder, people + speakers)
        command = ("-m", "arena", "serve") if module == "arena" else ("-m", module)
        with serving(*command, ARENA_DATA_DIR=folder) as (pid, port):
            crowd = kind(port, tongue)
            yield Room(pid, crowd, tokens[:people], tokens[people:])
            crowd.leave()


def prepare(folder: str, people: int) -> tuple[Arena, list[str]]:
    """A fresh Arena with a thread and people who are signed in."""
    store = store_on(f"sqlite:///{folder}/arena.db")
    thread = store.write_now(open_thread)
    tokens = store.write_now(sign_in, people)
    store.close()
    return Arena(thread), tokens

"""What every bus does: carries hints to the other processes, at most once, in any order."""

from collections.abc import Callable, Iterable
from typing import Protocol

from arena.store import Hint

Hints = list[Hint]
Hear = Callable[[Hints], None]
STORED: Hint = ("stored", 0)  # something was stored, nobody says what: ask the log


class Bus(Protocol):
    """Carries hints between processes. What comes in goes to the bus's `hear`, perhaps on another thread."""

    name: str  # for the log and the doctor, without a password
    fault: str  # why it does not answer, or empty

    def send(self, hints: Iterable[Hint]) -> None:
        """Tell the other processes; never waits, never fails."""

    def answers(self, seconds: float) -> bool:
        """Whether a hint that is sent comes back, waiting for it as long as this."""

    def close(self) -> None:
        """Let go of threads and connections."""

"""One process: the hints of its own commits are all there are."""

from collections.abc import Iterable

from arena.store import Hint


class MemoryBus:
    """Nobody else to tell."""

    name = "this process alone"
    fault = ""

    def send(self, hints: Iterable[Hint]) -> None:
        """There is nobody else."""

    def answers(self, seconds: float) -> bool:  # noqa: ARG002
        """There is nothing that could fail."""
        return True

    def close(self) -> None:
        """Nothing to let go of."""

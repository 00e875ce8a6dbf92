"""The strategy in force with those before it: what an older idea was tagged with never loses its name."""

from collections.abc import Callable
from typing import TypeVar

from arena.strategy.shape import Criterion, Entry, Field, Strategy

E = TypeVar("E")


class Strategies:
    """All versions by their number, newest first; a key is looked up in the newest that knows it."""

    def __init__(self, versions: dict[int, Strategy]) -> None:
        self.versions = versions
        self.id, self.current = next(iter(versions.items()))

    def _newest(self, find: Callable[[Strategy], E | None]) -> E | None:
        return next((found for strategy in self.versions.values() if (found := find(strategy)) is not None), None)

    def field(self, key: str) -> Field | None:
        """A field of action."""
        return self._newest(lambda strategy: strategy.field(key))

    def criterion(self, key: str) -> Criterion | None:
        """A criterion of the value compass."""
        return self._newest(lambda strategy: strategy.criterion(key))

    def district(self, key: str) -> Entry | None:
        """A district."""
        return self._newest(lambda strategy: strategy.district(key))

    def scope(self, key: str) -> Entry | None:
        """A scope."""
        return self._newest(lambda strategy: strategy.scope(key))

    def kind(self, key: str) -> Entry | None:
        """A kind of contribution."""
        return self._newest(lambda strategy: strategy.kind(key))

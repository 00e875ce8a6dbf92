"""The strategy in force with those before it: what an older idea was tagged with never loses its name."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from arena.strategy.shape import Criterion, Entry, Field, Strategy, Value

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

    def value_of(self, criterion: str) -> Value | None:
        """The value a criterion belongs to."""
        return self._newest(lambda strategy: strategy.value_of(criterion))

    def compass(self, criteria: Iterable[str]) -> list[tuple[Value, list[Criterion]]]:
        """Criteria by the value they belong to, in the order of the strategy in force; unknown keys are left out."""
        order = {key: place for place, key in enumerate(self.current.criteria)}
        found: dict[str, tuple[Value, list[Criterion]]] = {}
        for key in sorted(criteria, key=lambda key: order.get(key, len(order))):
            value, criterion = self.value_of(key), self.criterion(key)
            if value is not None and criterion is not None:
                found.setdefault(value.key, (value, []))[1].append(criterion)
        return list(found.values())

"""How far a project is: the weighted share of its milestones that is reached, computed exactly."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Protocol

import msgspec

from arena.projects.model import DROPPED, OPEN, REACHED


class Node(Protocol):
    """What the tree needs to know of a milestone."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def parent_id(self) -> int | None:
        """The milestone it is a task of."""

    @property
    def weight(self) -> int:
        """How much it counts among its siblings."""

    @property
    def state(self) -> str:
        """Open, reached or dropped."""


class Branch(msgspec.Struct, frozen=True):
    """A milestone with its tasks, how far it is, and how deep it stands (1 for those at the top)."""

    node: Any
    share: Fraction
    depth: int
    tasks: tuple["Branch", ...]

    @property
    def percent(self) -> int:
        """The share in whole percent; 100 only when nothing is left."""
        return int(self.share * 100)


def grow(nodes: Iterable[Node]) -> tuple[Branch, ...]:
    """All milestones as a tree, in the order given."""
    beneath: dict[int | None, list[Node]] = defaultdict(list)
    for node in nodes:
        beneath[node.parent_id].append(node)

    def branch(node: Node, depth: int) -> Branch:
        tasks = tuple(branch(task, depth + 1) for task in beneath[node.id])
        return Branch(node, _share(node, tasks), depth, tasks)

    return tuple(branch(node, 1) for node in beneath[None])


def progress(branches: Iterable[Branch]) -> int | None:
    """How far all of them are in whole percent, rounded down; None where nothing is planned."""
    counting = [one for one in branches if one.node.state != DROPPED]
    return int(_mean(counting) * 100) if counting else None


def next_of(branches: Iterable[Branch]) -> Any:
    """The milestone at the top that is due next, None where none is open."""
    still = [one.node for one in branches if one.node.state == OPEN]
    return min(still, key=lambda one: (one.due, one.position), default=None)


def _share(node: Node, tasks: tuple[Branch, ...]) -> Fraction:
    if node.state == REACHED:
        return Fraction(1)
    counting = [task for task in tasks if task.node.state != DROPPED]
    return _mean(counting) if counting else Fraction(0)


def _mean(counting: list[Branch]) -> Fraction:
    reached = sum((one.node.weight * one.share for one in counting), Fraction(0))
    return reached / sum(int(one.node.weight) for one in counting)

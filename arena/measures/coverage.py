"""Coverage: for each field of action and value what exists, what runs, and where nothing happens."""

from functools import reduce
from operator import or_

import msgspec

from arena.ideas.shelf import Shelf
from arena.strategy.shape import Cluster, Field, Strategy, Value

RUNNING = ("project", "measure")


class Cell(msgspec.Struct, frozen=True):
    """How many ideas there are, and how many of them have become projects or measures."""

    ideas: int
    running: int

    @property
    def shape(self) -> str:
        """What its sign says: nothing, ideas alone, or something that runs."""
        return "running" if self.running else "ideas" if self.ideas else "nothing"


class Line(msgspec.Struct, frozen=True):
    """A field of action: all its ideas, and those of each value in the order of the strategy."""

    field: Field
    all: Cell
    cells: list[tuple[Value, Cell]]

    @property
    def gaps(self) -> list[Value]:
        """The values for which nobody has an idea yet."""
        return [value for value, cell in self.cells if not cell.ideas]


class Coverage(msgspec.Struct, frozen=True):
    """The matrix, its rows grouped by cluster."""

    clusters: list[tuple[Cluster, list[Line]]]

    @property
    def lines(self) -> list[Line]:
        """All rows from top to bottom."""
        return [line for _, lines in self.clusters for line in lines]

    @property
    def gaps(self) -> list[Line]:
        """The rows in which something is missing."""
        return [line for line in self.lines if line.gaps]


def coverage(shelf: Shelf, strategy: Strategy) -> Coverage:
    """Count every cell on a fresh shelf; its costs are the matrix's size, not the number of ideas."""
    with shelf.lock:
        running = reduce(or_, (shelf.having.get(("stage", stage), 0) for stage in RUNNING), 0)
        values = [(value, _claiming(shelf, value)) for value in strategy.values]
        clusters = [
            (cluster, [_line(shelf, field, values, running) for field in cluster.fields])
            for cluster in strategy.clusters
        ]
    return Coverage(clusters)


def _claiming(shelf: Shelf, value: Value) -> int:
    """The ideas that name a criterion of a value."""
    return reduce(or_, (shelf.having.get(("criterion", one.key), 0) for one in value.criteria), 0)


def _line(shelf: Shelf, field: Field, values: list[tuple[Value, int]], running: int) -> Line:
    here = shelf.having.get(("field", field.key), 0)
    return Line(field, _cell(here, running), [(value, _cell(here & claiming, running)) for value, claiming in values])


def _cell(found: int, running: int) -> Cell:
    return Cell(found.bit_count(), (found & running).bit_count())

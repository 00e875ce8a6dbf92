"""Draw a lineage: one line of text for each idea from the oldest to the newest, and bows between them."""

import textwrap

import msgspec

from arena.growing.lineage import Graph, Node

WIDTH, GUTTER, STEP, TEXT = 320, 20.0, 16.0, 16.0
WIDEST, LETTERS = 4, 48
LINE, GAP, TOP = 15.0, 16.0, 18.0


class Dot(msgspec.Struct, frozen=True):
    """An idea: where its dot lies, and its title in lines with their heights."""

    node: Node
    x: float
    y: float
    lines: list[tuple[float, str]]


class Bow(msgspec.Struct, frozen=True):
    """The way from one idea to another, and of which kind it is."""

    kind: str
    path: str


class Drawing(msgspec.Struct, frozen=True):
    """A drawing: how high it is, where its words begin, its dots from top to bottom, its bows."""

    height: float
    words: float
    dots: list[Dot]
    bows: list[Bow]


def draw(graph: Graph) -> Drawing:
    """The drawing of a graph; ideas of one generation stand beside each other, as far as there is room."""
    place: dict[int, int] = {}
    taken: dict[int, int] = {}
    for node in graph.nodes:
        place[node.id] = taken.get(node.level, 0) % WIDEST
        taken[node.level] = taken.get(node.level, 0) + 1
    words = GUTTER + STEP * max(place.values(), default=0) + TEXT
    letters = int(LETTERS * (WIDTH - words) / WIDTH)
    y, dots = TOP, []
    for node in graph.nodes:
        lines = textwrap.wrap(node.title, letters)[:3] or [""]
        dots.append(
            Dot(node, GUTTER / 2 + STEP * place[node.id], y - 4, [(y + LINE * n, one) for n, one in enumerate(lines)])
        )
        y += LINE * len(lines) + GAP
    where = {dot.node.id: dot for dot in dots}
    bows = [Bow(edge.kind, _bow(where[edge.from_id], where[edge.to_id])) for edge in graph.edges]
    return Drawing(y - GAP / 2, words, dots, bows)


def _bow(one: Dot, other: Dot) -> str:
    middle = (one.y + other.y) / 2
    return f"M{one.x:g} {one.y:g}C{one.x:g} {middle:g} {other.x:g} {middle:g} {other.x:g} {other.y:g}"

"""Draw a profile: places and lengths for an SVG that a phone shows whole and paper keeps."""

import textwrap
from collections.abc import Sequence

import msgspec

from arena.compass.model import STEPS
from arena.compass.profile import Line, Spread

WIDTH, MIDDLE, HALF = 320, 200.0, 84.0
LETTERS = 46  # of a criterion's name on one line
NAME, BAR, GAP, TOP = 15.0, 15.0, 10.0, 4.0


class Piece(msgspec.Struct, frozen=True):
    """One step of the scale in a bar; its share is its width, and what is in favour stands right of the middle."""

    step: str
    x: float
    width: float


class Bar(msgspec.Struct, frozen=True):
    """What one group says of one thing: its key, how many spoke, the height it stands at and its pieces."""

    key: str
    rated: int
    y: float
    pieces: list[Piece]


class Block(msgspec.Struct, frozen=True):
    """One thing that is said something of: its name on one line or several, each with its height, and its bars."""

    names: list[tuple[float, str]]
    bars: list[Bar]

    @property
    def middle(self) -> str:
        """The line that the bars lie around."""
        return f"M{MIDDLE:g} {self.bars[0].y - BAR:g}V{self.bars[-1].y + 4:g}" if self.bars else ""


class Chart(msgspec.Struct, frozen=True):
    """A drawing: how high it is, and its blocks from top to bottom."""

    height: float
    blocks: list[Block]


def draw(named: Sequence[tuple[str, list[tuple[Line, Spread]]]]) -> Chart:
    """A chart of several things by name, each with what the shown groups say of it."""
    y, blocks = TOP, []
    for name, said in named:
        names = []
        for words in textwrap.wrap(name, LETTERS):
            y += NAME
            names.append((y, words))
        bars = []
        for line, spread in said:
            y += BAR
            bars.append(Bar(line.key, spread.rated, y, pieces_of(spread)))
        y += GAP
        blocks.append(Block(names, bars))
    return Chart(y, blocks)


def pieces_of(spread: Spread) -> list[Piece]:
    """A bar around the middle: what is neither nor lies on it, half on each side."""
    if not spread.rated:
        return []
    unit = HALF / spread.rated
    x = MIDDLE - (spread.counts[0] + spread.counts[1] + spread.counts[2] / 2) * unit
    pieces = []
    for step, n in zip(STEPS, spread.counts, strict=True):
        if n:
            pieces.append(Piece(step, round(x, 2), round(n * unit, 2)))
            x += n * unit
    return pieces

"""What a benchmark tells: a table for people, one JSON object a line for programmes."""

import json
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bench.machine import about


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns as wide as they must be: names to the left, figures to the right."""
    lines = [list(heads), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) if not column else cell.rjust(width) for column, (cell, width) in enumerate(told))
        for told in (list(zip(line, widths, strict=True)) for line in lines)
    )


def figure(value: float | None, digits: int = 0) -> str:
    """A number for a table; what was not measured is a dash."""
    return "–" if value is None else f"{value:,.{digits}f}"


def goal(met: bool, sentence: str) -> str:
    """A goal and whether it was met."""
    return f"{'met   ' if met else 'missed'}  {sentence}"


def write_lines(file: Path | None, facts: Iterable[dict[str, Any]]) -> None:
    """One JSON object a line, each with the versions and the machine it was measured on."""
    if file is not None:
        known = about()
        file.write_text("".join(json.dumps(fact | known, ensure_ascii=False) + "\n" for fact in facts), "utf-8")


def part(values: Sequence[float], share: float) -> float:
    """The value below which this share of all lies; 0 where there are none."""
    return sorted(values)[round(share * (len(values) - 1))] if values else 0.0


def median(values: Sequence[float]) -> float:
    """The middle one; 0 where there are none."""
    return statistics.median(values) if values else 0.0

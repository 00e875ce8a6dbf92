"""What an import did with each row, said so that whoever gave the file understands it."""

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

TAKEN, THERE, REFUSED, LEFT = "imported", "already there", "refused", "left out"
SUMMARY = (TAKEN, THERE, LEFT, REFUSED)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Outcome(msgspec.Struct, frozen=True):
    """One row of a file: what became of it, under which number, and what was changed or why it wasn't taken."""

    line: int
    reference: str
    result: str
    id: int | None = None
    notes: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True):
    """The outcomes of every row, in the order of the file, and what concerns the file as a whole."""

    outcomes: tuple[Outcome, ...]
    remarks: tuple[str, ...] = ()

    def count(self, result: str) -> int:
        """How many rows ended so."""
        return sum(outcome.result == result for outcome in self.outcomes)

    def summary(self) -> list[str]:
        """A few lines: how many rows ended how, and what was done how often."""
        rows = ", ".join(f"{n:,} {result}" for result in SUMMARY if (n := self.count(result)))
        lines = [f"{len(self.outcomes):,} rows: {rows or 'nothing to do'}", *self.remarks]
        done = Counter(_kind(note) for outcome in self.outcomes for note in outcome.notes)
        return lines + [f"  {n:,} × {kind}" for kind, n in done.most_common()]

    def refused(self) -> Iterable[Outcome]:
        """The rows that were not taken although they should have been."""
        return (outcome for outcome in self.outcomes if outcome.result == REFUSED)


def write_report(report: Report, path: Path) -> None:
    """Write one line for each row as CSV that a spreadsheet opens; no cell is ever taken for a formula."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "reference", "result", "id", "what was done or why not"])
        for one in report.outcomes:
            row = [one.line, one.reference, one.result, one.id or "", "; ".join(one.notes)]
            writer.writerow([_harmless(str(cell)) for cell in row])


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _kind(note: str) -> str:
    """A note without its particulars, which stand behind a colon."""
    return note.split(":", 1)[0]

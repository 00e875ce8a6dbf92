"""Read a table from a CSV file: which sign separates its cells is found out, what is wrong is said by line."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

import msgspec

SEPARATORS = ",;\t|"
MOST_BYTES = 200_000_000
MOST_CELL = 100_000


class TableFault(ValueError):
    """A file that can't be read as the table that was asked for, said in plain words."""


class Line(msgspec.Struct, frozen=True):
    """One row with the line of the file it begins in; `fault` says why it can't be used."""

    number: int
    cells: dict[str, str]
    fault: str = ""


class Table(msgspec.Struct, frozen=True):
    """The rows of a file, and the columns nobody asked for."""

    lines: list[Line]
    ignored: list[str]


def read_table(path: Path, needed: tuple[str, ...], optional: tuple[str, ...] = ()) -> Table:
    """Read a UTF-8 file whose first row names the columns; raises TableFault where it isn't one."""
    text = _text(path)
    if not text.strip():
        raise TableFault("the file is empty")
    rows = _rows(text, _separator(text, needed))
    header = [_name(cell) for cell in next(rows)[1]]
    _check(header, needed)
    lines = [_line(number, header, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    return Table(lines, [name for name in header if name not in {*needed, *optional}])


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise TableFault(f"the file is larger than {MOST_BYTES // 1_000_000} MB: split it")
        octets = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except OSError as fault:
        raise TableFault(f"the file can't be read: {fault.strerror}") from fault
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = octets.count(b"\n", 0, fault.start) + 1
        raise TableFault(f"line {line} is not UTF-8: save the file as “CSV UTF-8” and try again") from fault


def _separator(text: str, needed: tuple[str, ...]) -> str:
    """The sign that finds most of the needed columns in the first line."""
    first = text.split("\n", 1)[0][:10_000]
    return max(SEPARATORS, key=lambda sign: len({_name(cell) for cell in first.split(sign)} & {*needed}))


def _name(cell: str) -> str:
    return cell.strip().strip('"').strip().lower()


def _check(header: list[str], needed: tuple[str, ...]) -> None:
    missing = [name for name in needed if name not in header]
    if missing:
        found = ", ".join(name or "(empty)" for name in header)
        raise TableFault(
            f"the first row must name the columns {', '.join(needed)}; "
            f"missing: {', '.join(missing)}. Found: {found[:300]}"
        )
    twice = sorted({name for name in header if header.count(name) > 1 and name})
    if twice:
        raise TableFault(f"the first row names a column twice: {', '.join(twice)[:300]}")


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins in."""
    csv.field_size_limit(MOST_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as fault:
        why = f"the row that begins in line {begins} is broken: {fault} (is a quotation mark missing?)"
        raise TableFault(why) from fault


def _line(number: int, header: list[str], cells: list[str]) -> Line:
    if len(cells) != len(header):
        return Line(number, {}, f"the row has {len(cells)} cells, the first row names {len(header)} columns")
    row = dict(zip(header, cells, strict=True))
    for name, cell in row.items():
        if len(cell) > MOST_CELL:
            return Line(number, {}, f"the cell {name} has {len(cell):,} characters; at most {MOST_CELL:,} are read")
        if "\0" in cell:
            return Line(number, {}, f"the cell {name} holds a null character: the file is damaged here")
    return Line(number, row)

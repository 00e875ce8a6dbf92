"""What both imports share: their options, storing in parts, and saying what was done."""

import argparse
import re
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from arena.commands.migrate import bring_up
from arena.commands.progress import Progress
from arena.errors import Refusal
from arena.imports.report import Outcome, Report, write_report
from arena.imports.table import TableFault
from arena.settings import Settings
from arena.store import Store, Tx
from arena.words import words_in

PART = 2_500  # rows in one transaction: a running Arena's acts wait for no more than these
SOURCE = re.compile(r"(?!import$)[a-z0-9][a-z0-9.-]{0,38}")
Row = TypeVar("Row")
Act = Callable[[Tx, list[Row], Callable[[int], None]], list[Outcome]]


class Stopped(Exception):
    """Somebody pressed Ctrl-C: the part that is being stored is undone."""


def add_common(command: argparse.ArgumentParser, default: str) -> None:
    """Options both imports have."""
    command.add_argument(
        "file", type=Path, metavar="FILE.csv", help="a CSV file in UTF-8 whose first row names the columns"
    )
    command.add_argument(
        "--source",
        metavar="KEY",
        type=_source,
        help="the source's short key, by which a second run knows its rows (default: the file's name)",
    )
    command.add_argument("--as", dest="name", metavar="NAME", help=f"whose words these are (default: {default})")
    command.add_argument(
        "--report", type=Path, metavar="FILE", help="where the report by row is written (default: in the data folder)"
    )


def _source(text: str) -> str:
    if not SOURCE.fullmatch(text):
        raise argparse.ArgumentTypeError("up to 39 small letters, digits, dots and hyphens, not “import”")
    return text


def source_of(options: argparse.Namespace) -> str:
    """The source's key: as given, else made of the file's name."""
    made = re.sub(r"[^a-z0-9.]+", "-", options.file.stem.lower()).strip("-.")[:39]
    return str(options.source or (made if SOURCE.fullmatch(made) else "file"))


def in_parts(store: Store, what: str, rows: list[Row], act: Act[Row]) -> list[Outcome]:
    """Carry out an import part by part, with progress; Ctrl-C undoes the part that is under way."""
    progress, stop = Progress(what), threading.Event()
    outcomes: list[Outcome] = []
    try:
        for start in range(0, len(rows), PART):

            def tell(done: int, start: int = start) -> None:
                if stop.is_set():
                    raise Stopped
                progress(start + done, len(rows))

            outcomes += store.write_now(act, rows[start : start + PART], tell)
    except KeyboardInterrupt:
        stop.set()
        raise
    finally:
        progress.end()
    return outcomes


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Import, say what was done, write the report; 0 if every row was taken, 1 if some or all were refused."""
    bring_up(settings)
    store = Store(settings.database)
    try:
        report: Report = options.bring_in(store, options)
    except TableFault as fault:
        return _sorry(f"{options.file}: {fault}. Nothing was imported.")
    except Refusal as refusal:
        return _sorry(f"{words_in('en').t(refusal.key, **refusal.facts)} Run the same command again to complete it.")
    except KeyboardInterrupt:
        return _sorry("stopped; what was not finished was undone. Run the same command again to complete it.", 130)
    finally:
        store.close()
    print(*report.summary(), sep="\n")
    for refused in list(report.refused())[:5]:
        print(f"  line {refused.line}: {'; '.join(refused.notes)}")
    path = options.report or settings.data_dir / "imports" / f"{source_of(options)}.report.csv"
    try:
        write_report(report, path)
    except OSError as fault:
        return _sorry(f"the report could not be written to {path}: {fault.strerror}")
    print(f"Report by row: {path}")
    return 1 if any(report.refused()) else 0


def _sorry(text: str, status: int = 1) -> int:
    print(f"arena import: {text}", file=sys.stderr)
    return status

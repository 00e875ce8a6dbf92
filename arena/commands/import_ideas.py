"""`arena import ideas`: rows of a CSV file become published ideas."""

import argparse
from datetime import UTC, datetime

from arena.actors.model import SECTORS
from arena.commands.importing import add_common, in_parts, source_of
from arena.commands.progress import Progress
from arena.errors import Faults
from arena.ideas.check import check_form
from arena.ideas.text import IdeaText
from arena.imports.ideas import Origin, Ready, import_ideas, make_ready
from arena.imports.report import Outcome, Report
from arena.imports.table import TableFault, read_table
from arena.store import Store
from arena.strategy.load import strategies
from arena.strategy.versions import Strategies

NEEDED, OPTIONAL = ("title", "body"), ("reference", "source_url", "date")
ABOUT = """\
Each row of the file becomes a published idea. Columns: title and body; and, where they exist, reference, source_url
and date. Words stay as they were written; what is too long is shortened, and the report says so for each row.
Running the same command again adds nothing twice and completes what an interruption left."""
EXAMPLE = """\
example:
  arena import ideas ideas.csv --source raddialog-bonn --as "Raddialog Bonn" --field liveable-city"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "ideas",
        help="rows of a CSV file become ideas",
        description=ABOUT,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_common(command, "“Import: FILE.csv”")
    command.add_argument(
        "--sector", choices=SECTORS, default="administration", help="its sector (default: administration)"
    )
    command.add_argument("--kind", default="idea", metavar="KEY", help="the strategy's kind (default: idea)")
    command.add_argument(
        "--field",
        action="append",
        metavar="KEY",
        help="a field of action of the strategy, may be given several times (default: liveable-city)",
    )
    command.add_argument("--scope", default="city", metavar="KEY", help="the strategy's scope (default: city)")
    command.add_argument("--language", default="de", choices=("de", "en"), help="the rows' language (default: de)")
    command.set_defaults(bring_in=bring_in)


def bring_in(store: Store, options: argparse.Namespace) -> Report:
    """Read, render and store the file's rows."""
    table = read_table(options.file, NEEDED, OPTIONAL)
    known = store.read_now(strategies)
    origin = Origin(
        source_of(options),
        options.name or f"Import: {options.file.name}",
        options.sector,
        options.kind,
        options.field or ["liveable-city"],
        options.scope,
        options.language,
    )
    _must_know(known, origin)
    progress, rows = Progress("reading"), list[Ready | Outcome]()
    for done, row in enumerate(make_ready(table.lines, origin, known, datetime.now(UTC)), 1):
        rows.append(row)
        progress(done, len(table.lines))
    progress.end()
    outcomes = in_parts(store, "storing", rows, lambda tx, part, tell: import_ideas(tx, part, origin, known.id, tell))
    ignored = f"columns that were not needed and left out: {', '.join(name or '(empty)' for name in table.ignored)}"
    return Report(tuple(outcomes), (ignored,) if table.ignored else ())


def _must_know(known: Strategies, origin: Origin) -> None:
    """Refuse a key that the strategy doesn't have, and name those it has."""
    now = known.current
    wanted = [("--field", key, list(now.fields)) for key in origin.fields]
    wanted += [("--kind", origin.kind, [kind.key for kind in now.kinds])]
    wanted += [("--scope", origin.scope, [scope.key for scope in now.scopes])]
    for option, key, keys in wanted:
        if key not in keys:
            raise TableFault(f"the strategy in force knows no “{key}”; {option} takes one of {', '.join(keys)}")
    faults = Faults()
    check_form(IdeaText(title="-", fields=origin.fields), known, faults)
    if "fields" in faults.found:
        most = now.limits.max_fields_per_cluster
        raise TableFault(f"of one cluster of the strategy an idea may carry at most {most} fields of action")

"""`arena import thread`: statements made elsewhere become contributions to an idea's thread."""

import argparse
import sys
from datetime import UTC, datetime

from arena.commands.importing import add_common, in_parts, source_of
from arena.imports.report import TAKEN, Report
from arena.imports.table import TableFault, read_table
from arena.imports.thread import NEEDED, OPTIONAL, idea_of, import_thread, statements
from arena.store import Store

ABOUT = """\
Replay a discussion that was held elsewhere in an idea's thread, oldest first, with its times and authors. Columns:
timestamp (milliseconds since 1970), comment-id, author-id, comment-body; and, where they exist, moderated (-1 was
rejected), agrees and disagrees (told in the report, never turned into reactions). Each author becomes a person of the
name NAME and number, without an address and unable to sign in. Running the same command again adds nothing twice."""
EXAMPLE = """\
example:
  arena import thread comments.csv --idea 12 --source klimarat --as Klimarat"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "thread",
        help="statements of a CSV file become contributions to an idea's thread",
        description=ABOUT,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_common(command, "the source's key")
    command.add_argument(
        "--idea",
        required=True,
        metavar="IDEA",
        help="the idea: its number, or reference (raddialog-bonn:B1592)",
    )
    command.add_argument("--with-rejected", action="store_true", help="also take what its moderators rejected")
    command.set_defaults(bring_in=bring_in)


def bring_in(store: Store, options: argparse.Namespace) -> Report:
    """Read the statements and store them in the idea's thread."""
    table = read_table(options.file, NEEDED, OPTIONAL)
    idea_id = store.read_now(idea_of, options.idea)
    if idea_id is None:
        raise TableFault(f"there is no published idea “{options.idea}”; --idea takes a number or a source reference")
    source = source_of(options)
    name = options.name or source.capitalize()
    rows = statements(table.lines, datetime.now(UTC), with_rejected=options.with_rejected)
    outcomes = in_parts(
        store, "storing", rows, lambda tx, part, tell: import_thread(tx, part, idea_id, source, name, tell)
    )
    outcomes.sort(key=lambda outcome: outcome.line)
    taken = any(outcome.result == TAKEN for outcome in outcomes)
    if taken and sys.stdout.isatty():
        print(f"The thread of idea {idea_id} has new contributions.")
    return Report(tuple(outcomes))

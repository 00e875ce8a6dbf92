"""`arena import`: bring in ideas and discussions from files."""

import argparse

from arena.commands import import_ideas, import_thread
from arena.commands.importing import run

EXAMPLE = """\
example:
  arena import ideas ideas.csv --as "Raddialog Bonn"
  arena import thread comments.csv --idea 12"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with what can be imported."""
    command = commands.add_parser(
        "import",
        help="bring in ideas or a discussion from a CSV file",
        description="Bring in what was said elsewhere: safe to run twice, and told by row.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=run)
    kinds = command.add_subparsers(dest="what", required=True, metavar="WHAT")
    import_ideas.register(kinds)
    import_thread.register(kinds)

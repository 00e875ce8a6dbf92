"""`arena doctor`: say whether this installation is well."""

import argparse
from itertools import chain

from arena.doctor.broker import look_at_broker
from arena.doctor.database import look_at_database
from arena.doctor.finding import FAULT, HINT
from arena.doctor.surroundings import look_at_address, look_at_folder, look_at_mail, look_at_operator
from arena.settings import Settings

LOOKS = (look_at_folder, look_at_database, look_at_broker, look_at_address, look_at_mail, look_at_operator)
ABOUT = """\
Look at the data folder, the database, the broker, the strategy, the public address and the mail server, and say what
is well, what should be thought of (hint) and what is wrong (FAULT). Changes nothing; ends with 1 where something is
wrong."""
EXAMPLE = """\
example:
  ARENA_PUBLIC_URL=https://ideas.example.org arena doctor"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "doctor",
        help="say whether this installation is well",
        description=ABOUT,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=run)


def run(settings: Settings, _: argparse.Namespace) -> int:
    """Look at everything and say what was found."""
    findings = list(chain.from_iterable(look(settings) for look in LOOKS))
    for one in findings:
        print(f"{one.level:<6} {one.what}: {one.says}")
    faults, hints = (sum(one.level == level for one in findings) for level in (FAULT, HINT))
    print(f"{faults} faults, {hints} hints" if faults or hints else "All is well.")
    return 1 if faults else 0

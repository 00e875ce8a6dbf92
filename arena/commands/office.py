"""`arena office`: say which organisations of the administration may answer ideas."""

import argparse

from arena.answers.grant import grant, offices, revoke
from arena.commands.migrate import bring_up
from arena.errors import Missing, Refusal
from arena.settings import Settings
from arena.store import Store
from arena.words.words import local_day


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "office",
        help="say which organisations may answer ideas",
        description="Give an organisation of the administration the right to answer ideas, or take it back.\n"
        "Its number stands in the address of its profile: /actors/NUMBER.",
        epilog="example:\n  arena office grant 42 && arena office list",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("do", choices=("grant", "revoke", "list"), help="give the right, take it back, or list them")
    command.add_argument("organisation", type=int, nargs="?", help="the organisation's number")
    command.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Carry it out and say what is so now."""
    bring_up(settings)
    store = Store(settings.database)
    try:
        if options.do == "list":
            return _list(store)
        if options.organisation is None:
            print("Which organisation? Its number stands in the address of its profile: /actors/NUMBER.")
            return 2
        done = store.write_now(grant if options.do == "grant" else revoke, options.organisation)
    except Missing:
        print(f"There is no organisation with the number {options.organisation}.")
        return 1
    except Refusal:
        print(f"The organisation {options.organisation} is not in the sector administration.")
        return 1
    finally:
        store.close()
    answers = "may answer" if options.do == "grant" else "may not answer"
    print(f"The organisation {options.organisation} {answers} {'from now on' if done else 'already'}.")
    return 0


def _list(store: Store) -> int:
    for row in store.read_now(offices):
        until = f" until {local_day(row.revoked_at)}" if row.revoked_at else ""
        print(f"{row.id:>8}  {row.name}, since {local_day(row.granted_at)}{until}")
    return 0

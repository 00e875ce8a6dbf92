"""`arena moderator`: say who moderates."""

import argparse

from arena.commands.migrate import bring_up
from arena.errors import Missing
from arena.moderation.grant import grant, moderators, revoke
from arena.settings import Settings
from arena.store import Store
from arena.words.words import local_day


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "moderator",
        help="say who moderates",
        description="Name a person with an account a moderator, or take that back; it holds from their next click on.",
        epilog="example:\n  arena moderator grant ada@example.org && arena moderator list",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("do", choices=("grant", "revoke", "list"), help="name somebody, take it back, or list them")
    command.add_argument("email", nargs="?", help="the e-mail address the person signs in with")
    command.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Carry it out and say what is so now."""
    bring_up(settings)
    store = Store(settings.database)
    try:
        if options.do == "list":
            return _list(store)
        if options.email is None:
            print("Who? Name the e-mail address they sign in with.")
            return 2
        done = store.write_now(grant if options.do == "grant" else revoke, options.email)
    except Missing:
        print(f"There is no account with the address {options.email}.")
        return 1
    finally:
        store.close()
    moderates = "moderates" if options.do == "grant" else "does not moderate"
    print(f"{options.email} {moderates} {'from now on' if done else 'already'}.")
    return 0


def _list(store: Store) -> int:
    for row in store.read_now(moderators):
        until = f" until {local_day(row.revoked_at)}" if row.revoked_at else ""
        print(f"{row.name} ({row.email}), since {local_day(row.granted_at)}{until}")
    return 0

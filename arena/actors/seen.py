"""When a session was last used: gathered in memory, written now and then, never with a request."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Connection, delete, update

from arena.actors.model import Invitation, Login, SignInLink
from arena.actors.session import who, who_all
from arena.store import Store, Tx
from arena.voice import Me, Reader

HOUR = timedelta(hours=1)
KEPT = timedelta(days=2)  # used and expired links, so that a fault can be looked into


class Seen:
    """Finds out who asks, and remembers which sessions were used since the last writing."""

    def __init__(self) -> None:
        self._logins: set[str] = set()
        self.who = self.noting(who)

    def noting(self, find: Callable[[Connection, str], Reader]) -> Callable[[Connection, str], Reader]:
        """A way to find the person a session token belongs to, which notes that the session was used."""

        def noted(db: Connection, token: str) -> Reader:
            me = find(db, token)
            if me is not None:
                self._logins.add(me.login)
            return me

        return noted

    def who_all(self, db: Connection, tokens: list[str]) -> dict[str, Me]:
        """The same for several tokens at once; one that has ended is missing."""
        people = who_all(db, tokens)
        self._logins.update(me.login for me in people.values())
        return people

    async def write(self, store: Store) -> None:
        """Write down what was seen, and forget what has expired."""
        logins, self._logins = self._logins, set()
        await store.write(mark_seen, sorted(logins))
        await store.write(forget_expired)


def mark_seen(tx: Tx, logins: list[str]) -> None:
    """Bring `seen_at` of these sessions up to date where it is an hour old."""
    for start in range(0, len(logins), 500):
        due = Login.token_hash.in_(logins[start : start + 500])
        tx.db.execute(update(Login).where(due, Login.seen_at < tx.now - HOUR).values(seen_at=tx.now))


def forget_expired(tx: Tx) -> None:
    """Delete sessions, links and invitations whose time is over."""
    tx.db.execute(delete(Login).where(Login.expires_at < tx.now))
    tx.db.execute(delete(SignInLink).where(SignInLink.expires_at < tx.now - KEPT))
    tx.db.execute(delete(Invitation).where(Invitation.expires_at < tx.now))

"""Sign in: by a password, or by a link in a mail."""

from sqlalchemy import Connection, Row, select

from arena.actors.links import DeadLink, Link, issue, use, use_up_all
from arena.actors.model import Person
from arena.actors.session import open_session
from arena.errors import Refusal
from arena.jobs.mail import ask_mail
from arena.store import Tx
from arena.voice import Me, Reader


def keys_of(db: Connection, me: Reader, email: str) -> "Row[int, str | None] | None":  # noqa: ARG001
    """The person who signs in with an address, and the hash of their password."""
    return db.execute(select(Person.actor_id, Person.password_hash).where(Person.email == email)).first()


def own_keys(db: Connection, me: Me) -> "Row[str | None, str | None, str]":
    """One's own address, the hash of one's password, and the language of one's mails."""
    columns = select(Person.email, Person.password_hash, Person.language)
    return db.execute(columns.where(Person.actor_id == me.person_id)).one()


def sign_in(tx: Tx, person_id: int, proven: str, device: str, before: str | None) -> str:
    """Open a session for whoever proved the password of this hash; returns the token for the cookie."""
    known = tx.db.execute(select(Person.password_hash).where(Person.actor_id == person_id)).scalar_one_or_none()
    if known != proven:
        raise Refusal(422, "accounts.sign_in.wrong")  # changed in the meantime
    return open_session(tx, person_id, device, instead_of=before)


def ask_for_link(tx: Tx, site: str, email: str, language: str, purpose: str, next_path: str = "/") -> None:
    """Write to the address: a link for `purpose` (sign-in or password), or that there is no account.

    Nothing that the one who asks can see tells which mail it was.
    """
    known = tx.db.execute(select(Person.actor_id, Person.language).where(Person.email == email)).first()
    if known is None:
        ask_mail(tx, email, language, "unknown", link=f"{site}/{language}/sign-up")
        return
    link = Link(purpose, known.language, email=email, person_id=known.actor_id, next=next_path)
    key = {"sign-in": "sign_in", "password": "password"}[purpose]
    ask_mail(tx, email, known.language, key, link=site + issue(tx, link))


def sign_in_by_link(
    tx: Tx, token: str, purpose: str, device: str, before: str | None, *, demo: bool
) -> tuple[str, str]:
    """Open a session for whoever holds a link; returns the token for the cookie and the path to go on to."""
    link = use(tx, token, purpose, demo=demo)
    if link.person_id is None:
        raise DeadLink
    if purpose != "demo":
        use_up_all(tx, link)
    return open_session(tx, link.person_id, device, instead_of=before), link.next

"""Sign up: an address asks for an account and gets it once a mail to it was answered."""

import msgspec
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from arena.actors.links import DeadLink, Link, issue, use, use_up_all
from arena.actors.model import RESIDENT, Actor, Person
from arena.jobs.mail import ask_mail
from arena.store import Tx
from arena.store.outbox import note


def ask_to_sign_up(tx: Tx, site: str, link: Link) -> None:
    """Write to the address: the link that opens the account, or that there is an account already.

    Nothing that the one who asks can see tells which mail it was.
    """
    known = tx.db.execute(select(Person.language).where(Person.email == link.email)).scalar_one_or_none()
    path = issue(tx, link)
    if known is None:
        ask_mail(tx, link.email, link.language, "sign_up", name=link.name, link=site + path)
        return
    use_up_all(tx, link)
    ask_mail(tx, link.email, known, "known", link=f"{site}/{known}/sign-in")


def sign_up(tx: Tx, token: str, *, proven: str | None = None) -> tuple[int, str]:
    """Open the account a mail asked about; returns the person and the path to go on to.

    The password chosen when asking counts only if it was typed again (`proven`, its hash): somebody else
    may have asked for an account with this address and a password that they know.
    """
    link = use(tx, token, "sign-up", demo=False)
    if proven is not None and proven != link.password_hash:
        raise DeadLink
    try:
        with tx.db.begin_nested():
            person_id = _open_account(tx, msgspec.structs.replace(link, password_hash=proven))
    except IntegrityError as fault:
        raise DeadLink from fault  # another link of the same address was quicker
    use_up_all(tx, link)
    note(tx, "actors.sign_up", person_id=person_id, actor_id=person_id)
    return person_id, link.next


def _open_account(tx: Tx, link: Link) -> int:
    row = {"kind": "person", "name": link.name, "sector": RESIDENT, "created_at": tx.now}
    person_id = int(tx.db.execute(insert(Actor).values(row).returning(Actor.id)).scalar_one())
    keys = {"email": link.email, "password_hash": link.password_hash, "language": link.language}
    tx.db.execute(insert(Person).values(actor_id=person_id, confirmed_at=tx.now, **keys))
    return person_id

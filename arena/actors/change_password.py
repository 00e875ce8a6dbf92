"""Change the password: by knowing the old one, or by a link in a mail; other sessions end."""

from sqlalchemy import select, update

from arena.actors.links import DeadLink, use, use_up_all
from arena.actors.model import Login, Person
from arena.actors.session import close_logins, open_session
from arena.errors import Invalid
from arena.jobs.mail import ask_mail
from arena.store import Tx
from arena.store.outbox import note
from arena.voice import Voice


def change_password(tx: Tx, voice: Voice, site: str, login: str, proven: str, new: str) -> None:
    """Store a new hash where `proven` still is the old one; every session but `login` ends."""
    mine = Person.actor_id == voice.person_id
    changed = update(Person).where(mine, Person.password_hash == proven).values(password_hash=new)
    if not tx.db.execute(changed).rowcount:
        raise Invalid({"password": ("accounts.password.wrong", {})})
    close_logins(tx, Login.person_id == voice.person_id, Login.token_hash != login)
    _tell(tx, site, voice.person_id)


def set_password(tx: Tx, site: str, token: str, new: str, device: str) -> str:
    """Store a new hash for whoever holds a link; every session ends, a new one begins: its token."""
    link = use(tx, token, "password", demo=False)
    if link.person_id is None:
        raise DeadLink
    use_up_all(tx, link)
    tx.db.execute(update(Person).where(Person.actor_id == link.person_id).values(password_hash=new))
    close_logins(tx, Login.person_id == link.person_id)
    _tell(tx, site, link.person_id)
    return open_session(tx, link.person_id, device)


def _tell(tx: Tx, site: str, person_id: int) -> None:
    """Write to the person, in case it was somebody else."""
    person = tx.db.execute(select(Person.email, Person.language).where(Person.actor_id == person_id)).one()
    if person.email:
        lang = person.language
        ask_mail(tx, person.email, lang, "password_changed", link=f"{site}/{lang}/sign-in/forgotten")
    note(tx, "actors.change_password", person_id=person_id, actor_id=person_id)

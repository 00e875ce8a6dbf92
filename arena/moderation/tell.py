"""Tell by mail what was decided: the author with a statement of reasons, those who reported with the outcome."""

from sqlalchemy import Connection, select, update

from arena.actors.model import Person
from arena.jobs.mail import ask_mail
from arena.moderation.model import Notice
from arena.store import Tx
from arena.words import words_in


def address_of(db: Connection, person_id: int | None) -> tuple[str | None, str]:
    """Where mails reach a person, and their language."""
    row = db.execute(select(Person.email, Person.language).where(Person.actor_id == person_id)).first()
    return (row.email, row.language) if row else (None, "de")


def tell_author(tx: Tx, site: str | None, person_id: int | None, act: tuple[int, str, str, str]) -> None:
    """Tell an author of an act on their contribution (number, kind, ground, sentence), with the page of it."""
    number, kind, ground, reason = act
    email, language = address_of(tx.db, person_id)
    if email and site is not None:
        words = words_in(language)
        link = f"{site}/{language}/moderation/acts/{number}"
        ask_mail(
            tx,
            email,
            language,
            f"moderation_{kind}",
            ground=words.t(f"threads.ground.{ground}"),
            reason=reason,
            link=link,
        )


def tell_reporters(tx: Tx, site: str | None, case_id: int, kind: str, reason: str) -> None:
    """Tell those who reported what came of it, each in their language; addresses of visitors are then forgotten."""
    rows = select(Notice.key, Notice.email, Notice.language, Notice.person_id).where(Notice.case_id == case_id)
    for row in tx.db.execute(rows.order_by(Notice.id)).all():
        to = row.email or address_of(tx.db, row.person_id)[0]
        if to and site is not None:
            link = f"{site}/{row.language}/notices/{row.key}"
            ask_mail(tx, to, row.language, f"notice_{kind}", reason=reason, link=link)
    tx.db.execute(update(Notice).where(Notice.case_id == case_id).values(email=None))

"""What a person keeps of news: how far they have read, and how often the Arena writes to them."""

from sqlalchemy import select, update

from arena.actors.model import Person
from arena.errors import Missing, Refusal
from arena.insight.journal import newest_id
from arena.store import Tx
from arena.voice import Me, Voice

RHYTHMS = ("daily", "once", "never")


def read_news(tx: Tx, me: Me, upto: int) -> None:
    """Mark news up to an entry as read; the mark only grows, and never beyond what there is."""
    upto = min(upto, newest_id(tx.db))
    mine = (Person.actor_id == me.person_id) & (Person.news_read < upto)
    tx.db.execute(update(Person).where(mine).values(news_read=upto))


def choose_rhythm(tx: Tx, voice: Voice, rhythm: str) -> None:
    """Choose how often mails with news come."""
    if rhythm not in RHYTHMS:
        raise Refusal(422, "errors.unknown_choice")
    tx.db.execute(update(Person).where(Person.actor_id == voice.person_id).values(news_rhythm=rhythm))


def stop_mails(tx: Tx, key: str) -> None:
    """End the mails of whoever a mail's key belongs to, signed in or not; 404 for a key that is nobody's."""
    if not key or tx.db.execute(select(Person.actor_id).where(Person.news_key == key)).first() is None:
        raise Missing
    tx.db.execute(update(Person).where(Person.news_key == key).values(news_rhythm="never"))

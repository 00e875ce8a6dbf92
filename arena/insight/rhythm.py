"""What a person keeps of news: how far they have read, and how often the Arena writes to them."""

from sqlalchemy import func, select, update

from arena.actors.model import Person
from arena.errors import Missing, Refusal
from arena.insight.journal import newest_id
from arena.store import Tx
from arena.threads.hear import hears_all
from arena.threads.own_model import Call
from arena.threads.read import mark_read_up_to
from arena.voice import Me, Voice

RHYTHMS = ("daily", "once", "never")


def read_news(tx: Tx, me: Me, upto: int, call: int = 0, post: int = 0) -> None:
    """Mark news as read up to an entry, a call and a contribution; marks only grow, and never beyond what there is."""
    upto = min(upto, newest_id(tx.db))
    mine = (Person.actor_id == me.person_id) & (Person.news_read < upto)
    tx.db.execute(update(Person).where(mine).values(news_read=upto))
    call = min(call, tx.db.execute(select(func.max(Call.id)).where(Call.person_id == me.person_id)).scalar() or 0)
    mine = (Person.actor_id == me.person_id) & (Person.calls_read < call)
    tx.db.execute(update(Person).where(mine).values(calls_read=call))
    if post > 0:
        mark_read_up_to(tx, me.own, hears_all(me.person_id), post)


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

"""Mails with news: what the rule of who hears of it says, for those who chose a rhythm, everything once.

A round reads what came since the last one and who hears of it; sending writes only if no other process was quicker
with the same round.
"""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, func, select, update

from arena.actors.model import Person
from arena.insight.found import Finds, counted, decided, said_to
from arena.insight.journal import newest_id
from arena.insight.letter import Letter, letter
from arena.insight.model import NewsRound
from arena.jobs.mail import ask_mail
from arena.journal.model import JournalEntry
from arena.store import Store, Tx
from arena.store.upsert import insert_or
from arena.threads.own_model import Call
from arena.words.words import ZONE

DAILY, ONCE = "daily", "once"
MORNING = 7  # the hour from which on daily mails go out, in the city
# What is numbered is seen later: what came a moment ago waits, so that nothing is passed over.
SETTLED = timedelta(seconds=30)
AT_ONCE, CALLS_AT_ONCE = 300, 1_000  # an entry is heard by many, a call by one person


class Marks(msgspec.Struct, frozen=True):
    """How far a round has come: the last entry of the journal, and the last call on somebody."""

    entry: int
    call: int


class Round(msgspec.Struct, frozen=True):
    """What came after `before` up to `upto`, as letters; `last` where nothing is left for this time."""

    rhythm: str
    before: Marks | None
    upto: Marks
    letters: list[Letter]
    last: bool


async def send_due(store: Store, site: str, now: datetime | None = None) -> int:
    """Send what is due in every rhythm; returns how many mails. Runs every minute, in each process."""
    count = 0
    for rhythm in (ONCE, DAILY):
        due = await store.read(round_of, rhythm, site, now or datetime.now(UTC))
        if due is not None:
            count += await store.write(send, due, site, now)
    return count


def round_of(db: Connection, rhythm: str, site: str, now: datetime) -> Round | None:
    """The round that is due, or None. The first one only marks where the next begins."""
    was = db.execute(select(NewsRound.__table__).where(NewsRound.rhythm == rhythm)).first()
    if was is None:
        return Round(rhythm, None, _newest(db), [], last=True)
    here, then = now.astimezone(ZONE), was.at.astimezone(ZONE)
    if rhythm == DAILY and (here.hour < MORNING or here.date() <= then.date()):
        return None
    columns = (JournalEntry.id, JournalEntry.at, JournalEntry.kind, JournalEntry.post_id)
    entries = _settled(db, columns, was.entry_id, now, AT_ONCE)
    calls = _settled(db, (Call.id, Call.at), was.call_id, now, CALLS_AT_ONCE)
    if not entries and not calls and rhythm == ONCE:
        return None
    before = Marks(was.entry_id, was.call_id)
    upto = Marks(entries[-1].id if entries else before.entry, calls[-1].id if calls else before.call)
    last = len(entries) < AT_ONCE and len(calls) < CALLS_AT_ONCE
    told_all = rhythm == DAILY and last  # once a day, also to those who are told everything else at once
    counts = counted(db, (DAILY, ONCE), was.at - SETTLED, now - SETTLED) if told_all else {}
    finds = Finds(decided(db, entries), said_to(db, rhythm, before.call, upto.call), counts)
    return Round(rhythm, before, upto, _letters(db, rhythm, finds, site), last)


def _newest(db: Connection) -> Marks:
    return Marks(newest_id(db), db.execute(select(func.max(Call.id))).scalar() or 0)


def _settled(db: Connection, columns: Sequence[Any], after: int, now: datetime, most: int) -> list[Any]:
    """What comes next by its number, the first of the columns, as far as nothing can come before it any more."""
    asked = select(*columns).where(columns[0] > after).order_by(columns[0]).limit(most)
    return list(takewhile(lambda row: row.at <= now - SETTLED, db.execute(asked)))


def _letters(db: Connection, rhythm: str, finds: Finds, site: str) -> list[Letter]:
    """What each person is told; nobody is for whom nothing is left."""
    wanted = finds.people()
    if not wanted:
        return []
    columns = (Person.actor_id, Person.email, Person.language, Person.news_key, Person.news_read, Person.news_rhythm)
    people = select(*columns).where(Person.actor_id.in_(wanted), Person.email.is_not(None))
    letters = []
    for person in db.execute(people).all():
        found = finds.of(person, rhythm)
        if found.entries or found.said or found.counts:
            key = person.news_key or secrets.token_urlsafe(24)
            letters.append(letter(db, person, key, found, site))
    return letters


def send(tx: Tx, due: Round, site: str, now: datetime | None = None) -> int:
    """Send a round's letters, unless another process has sent this round; returns how many."""
    at, upto = now or tx.now, {"entry_id": due.upto.entry, "call_id": due.upto.call}
    if due.before is None:
        row = insert_or(tx, NewsRound).values(rhythm=due.rhythm, at=at, **upto)
        tx.db.execute(row.on_conflict_do_nothing())
        return 0
    here = (NewsRound.rhythm == due.rhythm, NewsRound.at < at)
    still = (NewsRound.entry_id == due.before.entry, NewsRound.call_id == due.before.call)
    mine = update(NewsRound).where(*here, *still).values(upto | ({"at": at} if due.last else {}))
    if tx.db.execute(mine.returning(NewsRound.rhythm)).first() is None:
        return 0
    if keys := [{"person": one.person_id, "key": one.key} for one in due.letters]:
        whose = update(Person).where(Person.actor_id == bindparam("person"))
        tx.db.execute(whose.values(news_key=bindparam("key")), keys)
    for one in due.letters:
        stop = f"{site}/{one.language}/news/stop?key={one.key}"
        link = f"{site}/{one.language}/me/news"
        facts = {"n": one.n, "list": one.text, "link": link, "stop": stop}
        ask_mail(tx, one.email, one.language, one.mail, unsubscribe=stop, **facts)
    return len(due.letters)

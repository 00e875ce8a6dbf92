"""Mails with news: what the rule of who hears of it says, for those who chose a rhythm, each entry once.

A round reads which entries came since the last one and who hears of them; sending writes only if no other process
was quicker with the same round.
"""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update

from arena.actors.model import Person
from arena.ideas.address import idea_address
from arena.insight.entry import Entry, said
from arena.insight.journal import newest_id, told
from arena.insight.model import NewsRound
from arena.insight.news import why_each
from arena.jobs.mail import ask_mail
from arena.journal.model import JournalEntry
from arena.store import Store, Tx
from arena.store.upsert import insert_or
from arena.threads.hear import decisions, hearers
from arena.words import words_in
from arena.words.words import ZONE, Words

DAILY, ONCE = "daily", "once"
MORNING = 7  # the hour from which on daily mails go out, in the city
# Entries are numbered before they are seen: those of a moment ago wait, so that none is passed over.
SETTLED = timedelta(seconds=30)
AT_ONCE = 300
MOST_IDEAS, MOST_LINES = 20, 5


class Letter(msgspec.Struct, frozen=True):
    """What one person is told."""

    person_id: int
    email: str
    language: str
    key: str
    n: int
    text: str


class Round(msgspec.Struct, frozen=True):
    """The entries after `before` up to `upto`, as letters; `last` where nothing is left for this time."""

    rhythm: str
    before: int | None
    upto: int
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
        return Round(rhythm, None, newest_id(db), [], last=True)
    here, then = now.astimezone(ZONE), was.at.astimezone(ZONE)
    if rhythm == DAILY and (here.hour < MORNING or here.date() <= then.date()):
        return None
    columns = (JournalEntry.id, JournalEntry.at, JournalEntry.kind, JournalEntry.post_id)
    asked = select(*columns).where(JournalEntry.id > was.entry_id).order_by(JournalEntry.id).limit(AT_ONCE)
    rows = list(takewhile(lambda row: row.at <= now - SETTLED, db.execute(asked)))
    if not rows and rhythm == ONCE:
        return None
    upto = rows[-1].id if rows else was.entry_id
    return Round(rhythm, was.entry_id, upto, _letters(db, rhythm, rows, site), last=len(rows) < AT_ONCE)


def _letters(db: Connection, rhythm: str, rows: Sequence[Any], site: str) -> list[Letter]:
    """Who hears of which of these entries, by the one rule, and what each of them is told."""
    heard: defaultdict[int, list[int]] = defaultdict(list)
    for row in rows:
        if row.kind in decisions and row.post_id:
            for one in hearers(db, row.post_id):
                heard[one.person_id].append(row.id)
    if not heard:
        return []
    entries = {entry.id: entry for entry in told(db, select(JournalEntry.id).where(JournalEntry.id.in_(_ids(heard))))}
    columns = (Person.actor_id, Person.email, Person.language, Person.news_key, Person.news_read)
    people = select(*columns).where(Person.actor_id.in_(sorted(heard)), Person.news_rhythm == rhythm)
    letters = []
    for person in db.execute(people).all():
        fresh = [entries[entry_id] for entry_id in heard[person.actor_id] if entry_id > person.news_read]
        if fresh:
            letters.append(_letter(db, person, fresh, site))
    return letters


def _ids(heard: dict[int, list[int]]) -> list[int]:
    return sorted({entry_id for ids in heard.values() for entry_id in ids})


def _letter(db: Connection, person: Any, fresh: list[Entry], site: str) -> Letter:
    words = words_in(person.language)
    by_idea: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in fresh:
        by_idea[entry.idea_id].append(entry)
    whys = why_each(db, person.actor_id, set(by_idea))
    parts = [_told(words, some, whys[idea_id], site) for idea_id, some in list(by_idea.items())[:MOST_IDEAS]]
    if (rest := sum(len(some) for some in list(by_idea.values())[MOST_IDEAS:])) > 0:
        parts.append(words.t("insight.mail.more", n=rest))
    key = person.news_key or secrets.token_urlsafe(24)
    return Letter(person.actor_id, person.email, person.language, key, len(fresh), "\n\n".join(parts))


def _told(words: Words, some: list[Entry], why: str, site: str) -> str:
    """One idea in a mail: its title, why this person hears of it, what happened, and where to read on."""
    first = some[0]
    lines = [words.t("insight.mail.idea", title=first.title, why=words.t(f"insight.why.{why}"))]
    lines += [
        words.t("insight.mail.line", day=words.date(entry.at), said=said(words, entry)) for entry in some[:MOST_LINES]
    ]
    if (rest := len(some) - MOST_LINES) > 0:
        lines.append(words.t("insight.mail.more", n=rest))
    return "\n".join([*lines, f"{site}/{words.lang}{idea_address(first.idea_id, first.title)}"])


def send(tx: Tx, due: Round, site: str, now: datetime | None = None) -> int:
    """Send a round's letters, unless another process has sent this round; returns how many."""
    at = now or tx.now
    here = NewsRound.rhythm == due.rhythm
    if due.before is None:
        row = insert_or(tx, NewsRound).values(rhythm=due.rhythm, entry_id=due.upto, at=at)
        tx.db.execute(row.on_conflict_do_nothing())
        return 0
    mark = {"entry_id": due.upto} | ({"at": at} if due.last else {})
    mine = update(NewsRound).where(here, NewsRound.entry_id == due.before, NewsRound.at < at)
    if tx.db.execute(mine.values(mark).returning(NewsRound.rhythm)).first() is None:
        return 0
    for letter in due.letters:
        tx.db.execute(update(Person).where(Person.actor_id == letter.person_id).values(news_key=letter.key))
        stop = f"{site}/{letter.language}/news/stop?key={letter.key}"
        link = f"{site}/{letter.language}/me/news"
        facts = {"n": letter.n, "list": letter.text, "link": link, "stop": stop}
        ask_mail(tx, letter.email, letter.language, "news", unsubscribe=stop, **facts)
    return len(due.letters)

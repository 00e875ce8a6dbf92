"""Mails tell what was said to a person by the same rule as their page, once, and count what else is new."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

import arena.app  # noqa: F401 - every noun has said who hears what
from arena.actors.model import Membership, Person
from arena.ideas.model import Idea
from arena.ideas.open_thread import Opening, open_thread
from arena.ideas.support import support
from arena.insight.calls import heard
from arena.insight.digest import DAILY, ONCE, round_of, send, send_due
from arena.insight.rhythm import choose_rhythm, read_news
from arena.store import Store, Tx
from arena.threads.contribute import contribute, prepare
from arena.threads.follow import follow_thread
from arena.threads.hide import hide, show_again
from arena.threads.marks.mark import mark
from arena.threads.own_model import Call
from arena.threads.read import mark_read
from arena.threads.retract import retract
from arena.voice import Voice
from arena.words import words_in
from tests.ideas.sown import sow
from tests.ideas.test_list_cost import statements
from tests.insight.told import entered, mailed, me_of
from tests.people import _organisation, _person

SITE = "https://arena.example"


class Talk:
    """An idea with two people who hear of it at once, and what they do."""

    def __init__(self, store: Store, rhythm: str = ONCE) -> None:
        self.store, self.now = store, datetime.now(UTC)
        names = ("Ada Amsel", "Ben Birke", "Cem Clar")
        self.author, self.reader, self.other = store.write_now(
            lambda tx: [_person(tx, name, f"{name[:3].lower()}@example.org")[0] for name in names]
        )
        self.idea = store.write_now(lambda tx: sow(tx, self.author, title="Der tägliche Brunnen"))
        asked = select(Idea.thread_id).where(Idea.id == self.idea)
        self.thread = int(store.read_now(lambda db: db.execute(asked).scalar_one()))
        for one in (self.author, self.reader, self.other):
            store.write_now(choose_rhythm, one, rhythm)
        self.minutes = 1

    def say(self, who: Voice, text: str, reply_to: int | None = None, thread: int = 0) -> int:
        """Contribute; returns the number."""
        said = prepare(text, reply_to)
        return self.store.write_now(contribute, who, thread or self.thread, said).post_id

    async def begin(self) -> None:
        """Send what is due, which is nothing in the first round, and forget it."""
        await send_due(self.store, SITE, self.now)
        await self.later()

    async def later(self, minutes: int = 2) -> list[dict[str, Any]]:
        """The mails that are sent some minutes later."""
        before = len(mailed(self.store))
        self.minutes += minutes
        count = await send_due(self.store, SITE, self.now + timedelta(minutes=self.minutes))
        mails = mailed(self.store)[before:]
        assert len(mails) == count
        return mails

    def change(self, statement: Any) -> None:
        """Change something behind everybody's back."""
        self.store.write_now(lambda tx: tx.db.execute(statement) and None)


Between = Callable[[Talk, int], Any]
HIDDEN = {"ground": "other", "reason": "Passt nicht.", "to": ""}
BETWEEN: dict[str, Between] = {
    "nothing": lambda talk, number: None,
    "retracted": lambda talk, number: talk.store.write_now(retract, talk.other, number),
    "hidden": lambda talk, number: talk.store.write_now(hide, talk.author, number, HIDDEN),
    "read there": lambda talk, number: talk.store.write_now(mark_read, talk.reader.person_id, talk.thread, 10**9),
    "read as news": lambda talk, number: talk.store.write_now(read_news, me_of(talk.reader), 0, 10**9),
    "muted": lambda talk, number: talk.store.write_now(follow_thread, talk.reader, talk.thread, "mute"),
    "quiet": lambda talk, number: talk.store.write_now(follow_thread, talk.reader, talk.thread, "quiet"),
    "no mails": lambda talk, number: talk.store.write_now(choose_rhythm, talk.reader, "never"),
}


@pytest.mark.parametrize("what", BETWEEN)
async def test_a_mail_tells_what_the_page_would_show_as_new_and_once(alone: Store, what: str) -> None:
    talk = Talk(alone)
    first = talk.say(talk.reader, "Wie tief ist das Becken?")
    await talk.begin()
    number = talk.say(talk.other, "Einen halben Meter.", reply_to=first)
    BETWEEN[what](talk, number)
    told = what in ("nothing", "no mails")
    assert [one.post_id for one in alone.read_now(heard, me_of(talk.reader)).fresh] == ([number] if told else [])
    mails = await talk.later()
    assert [mail["to"] for mail in mails] == (["ben@example.org"] if what == "nothing" else [])
    if what == "nothing":
        assert f"{SITE}/de/posts/{number}" in mails[0]["text"]
        assert mails[0]["subject"] == "Jemand hat Ihnen geschrieben"
    if what == "hidden":
        talk.store.write_now(show_again, talk.author, number)
    assert await talk.later() == []


async def test_calls_of_a_moment_ago_wait_for_those_that_may_still_come_before_them(alone: Store) -> None:
    talk = Talk(alone)
    await talk.begin()
    first = talk.say(talk.other, "Hallo @Ben Birke")
    second = talk.say(talk.other, "Hallo @Ben Birke, noch einmal")
    talk.change(update(Call).where(Call.post_id == first).values(at=talk.now + timedelta(minutes=talk.minutes + 2)))
    assert await talk.later() == []
    (mail,) = await talk.later()
    assert [mail["text"].count(f"/posts/{number}\n") for number in (first, second)] == [1, 1]
    assert mail["subject"] == "2 Beiträge sind an Sie gerichtet"


async def test_only_one_of_several_processes_sends_a_round_of_calls(alone: Store) -> None:
    talk = Talk(alone)
    await talk.begin()
    talk.say(talk.other, "Hallo @Ben Birke")
    at = talk.now + timedelta(minutes=9)
    due, again = (alone.read_now(round_of, ONCE, SITE, at) for _ in range(2))
    assert due
    assert again
    assert [alone.write_now(send, one, SITE, at) for one in (due, again)] == [1, 0]
    assert alone.read_now(round_of, ONCE, SITE, at + timedelta(minutes=1)) is None


async def test_processes_that_come_at_the_same_moment_send_one_mail(alone: Store, fresh_database: str) -> None:
    talk = Talk(alone)
    await talk.begin()
    several = [Store(fresh_database) for _ in range(3)]
    for n in range(3):
        talk.say(talk.other, f"Hallo @Ben Birke, {n}")
        at = talk.now + timedelta(minutes=10 + n)
        assert sum(await asyncio.gather(*(send_due(store, SITE, at) for store in several))) == 1
    for store in several:
        store.close()
    assert [mail["text"].count("/de/posts/") for mail in mailed(alone)] == [1, 1, 1]


async def test_a_round_that_breaks_off_has_sent_nothing_and_is_sent_whole(alone: Store) -> None:
    talk = Talk(alone)
    await talk.begin()
    talk.say(talk.other, "Hallo @Ben Birke")
    at = talk.now + timedelta(minutes=9)
    due = alone.read_now(round_of, ONCE, SITE, at)
    assert due

    def killed(tx: Tx) -> None:
        send(tx, due, SITE, at)
        raise RuntimeError("the process ends here")

    with pytest.raises(RuntimeError, match="ends here"):
        alone.write_now(killed)
    assert mailed(alone) == []
    assert len(await talk.later(10)) == 1


async def test_a_long_round_goes_on_where_it_stopped(alone: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("arena.insight.digest.CALLS_AT_ONCE", 2)
    talk = Talk(alone)
    await talk.begin()
    for n in range(5):
        talk.say(talk.other, f"Hallo @Ben Birke, {n}")
    mails = [mail for _ in range(4) for mail in await talk.later()]
    assert [mail["text"].count("/de/posts/") for mail in mails] == [2, 2, 1]


async def test_those_who_do_not_speak_for_an_organisation_any_more_hear_nothing_of_it(alone: Store) -> None:
    talk = Talk(alone)
    alone.write_now(_organisation, talk.reader.person_id, "science", "Institut für Fugen", False)
    await talk.begin()
    talk.say(talk.other, "Fragt @Institut für Fugen")
    (mail,) = await talk.later()
    assert "Cem Clar hat eine Organisation erwähnt, für die Sie sprechen." in mail["text"]
    talk.say(talk.other, "Fragt noch einmal @Institut für Fugen")
    talk.change(update(Membership).values(state="ended"))
    assert await talk.later() == []


async def test_a_marked_decision_stands_among_what_was_decided(alone: Store) -> None:
    talk = Talk(alone)
    talk.say(talk.reader, "Ich bin dabei.")
    number = talk.say(talk.other, "Wir nehmen Sandstein.")
    await talk.begin()
    alone.write_now(mark, talk.author, number, "decision", "Beschlossen am Montag")
    alone.write_now(entered, talk.idea, talk.author, "ideas.revise", note="besser", rev=2)
    (mail,) = [mail for mail in await talk.later() if mail["to"] == "ben@example.org"]
    assert mail["subject"] == "2 Neuigkeiten zu Ihren Ideen"
    assert "An Sie gerichtet" not in mail["text"]
    assert "Was Cem Clar geschrieben hat, gilt jetzt als Entscheidung.\n„Wir nehmen Sandstein.“\n" in mail["text"]
    assert f"{SITE}/de/posts/{number}" in mail["text"]


@pytest.mark.parametrize("rhythm", [DAILY, ONCE])
async def test_where_somebody_hears_everything_a_mail_counts_once_a_day(alone: Store, rhythm: str) -> None:
    talk = Talk(alone, rhythm)
    opening = Opening("questions", "Fragen zum Bau", "Was offen ist.")
    named = alone.write_now(open_thread, talk.author, talk.idea, opening)
    talk.say(talk.other, "Vor der ersten Runde.")
    evening = talk.now.replace(hour=20, minute=0, second=0) - timedelta(days=3)
    assert await send_due(alone, SITE, evening) == 0
    talk.change(update(Person).values(news_read=10**9))
    talk.say(talk.other, "Ein Wort.")
    talk.say(talk.other, "Noch ein Wort.", thread=named)
    talk.say(talk.author, "Das eigene zählt nicht.", thread=named)
    talk.say(talk.author, "Und @Cem Clar auch nicht.", thread=named)
    assert await send_due(alone, SITE, talk.now.replace(hour=20) + timedelta(days=1)) == 2
    (mail,) = [mail for mail in mailed(alone) if mail["to"] == "ada@example.org"]
    assert mail["subject"] == "Neues zu einer Ihrer Ideen"
    assert f"– Der tägliche Brunnen: 3 neue Beiträge\n{SITE}/de/ideas/{talk.idea}" in mail["text"]
    talk.say(talk.other, "Am Tag darauf")
    assert await send_due(alone, SITE, talk.now.replace(hour=21) + timedelta(days=1)) == 0


async def test_what_was_read_or_is_heard_softly_is_not_counted(alone: Store) -> None:
    talk = Talk(alone, DAILY)
    alone.write_now(follow_thread, talk.reader, talk.thread, "loud")
    await send_due(alone, SITE, talk.now - timedelta(days=2))
    talk.change(update(Person).values(news_read=10**9))
    talk.say(talk.other, "Ein Wort.")
    alone.write_now(mark_read, talk.reader.person_id, talk.thread, 10**9)
    alone.write_now(follow_thread, talk.author, talk.thread, "normal")
    assert await send_due(alone, SITE, talk.now.replace(hour=20) + timedelta(days=1)) == 0
    talk.say(talk.other, "Noch ein Wort.")
    assert await send_due(alone, SITE, talk.now.replace(hour=20) + timedelta(days=2)) == 0  # it came before that round


GERMAN = """Guten Tag,

es gibt Neues für Sie.

An Sie gerichtet:

Cem Clar hat Ihnen geantwortet.
„Einen halben Meter, Ben.“
Der tägliche Brunnen, {day}
https://arena.example/de/posts/{number}

Neu bei Ihren Ideen:

Der tägliche Brunnen
Sie hören davon, weil Sie die Idee unterstützen.
"""
ENGLISH = """there is news for you.

Said to you:

Cem Clar answered you.
“Einen halben Meter, Ben.”
Der tägliche Brunnen, {day}
"""
EASY = """jemand hat Ihnen geschrieben.

Das ist für Sie:

Cem Clar hat Ihnen geantwortet.
„Einen halben Meter, Ben.“
Der tägliche Brunnen, {day}
"""
WORDS = {"de": GERMAN, "en": ENGLISH, "ls": EASY}


@pytest.mark.parametrize("lang", WORDS)
async def test_a_mail_in_each_language_says_first_what_is_meant_for_somebody(alone: Store, lang: str) -> None:
    talk = Talk(alone)
    alone.write_now(support, talk.reader, talk.idea, True)
    first = talk.say(talk.reader, "Wie tief ist das Becken?")
    talk.change(update(Person).values(language=lang))
    await talk.begin()
    alone.write_now(entered, talk.idea, talk.author, "ideas.revise", note="besser", rev=2)
    number = talk.say(talk.other, "Einen\nhalben *Meter*, Ben.", reply_to=first)
    (mail,) = [mail for mail in await talk.later() if mail["to"] == "ben@example.org"]
    words = words_in(lang)
    assert WORDS[lang].format(day=words.date(datetime.now(UTC)), number=number) in mail["text"]
    assert f"{SITE}/{lang}/posts/{number}" in mail["text"]
    assert mail["text"].count(f"{SITE}/{lang}/me/news") == 1


async def test_what_is_much_is_cut_short_and_said_to_be(alone: Store) -> None:
    talk = Talk(alone)
    await talk.begin()
    for n in range(12):
        talk.say(talk.other, f"Hallo @Ben Birke, {n}")
    (mail,) = await talk.later()
    assert mail["subject"] == "12 Beiträge sind an Sie gerichtet"
    assert mail["text"].count("/de/posts/") == 10
    assert "– und 2 weitere Neuigkeiten" in mail["text"]


async def test_a_round_of_many_calls_is_few_statements(alone: Store) -> None:
    talk = Talk(alone)
    await talk.begin()

    def named(tx: Tx) -> None:
        for n in range(60):
            someone, _ = _person(tx, f"Person {n}", f"p{n}@example.org")
            number = contribute(tx, talk.other, talk.thread, prepare(f"Nummer {n}")).post_id
            row = {"post_id": number, "person_id": someone.person_id, "why": "mention", "late": False, "at": tx.now}
            tx.db.execute(insert(Call).values(row))
        tx.db.execute(update(Person).values(news_rhythm=ONCE))

    alone.write_now(named)
    with statements() as asked:
        due = alone.read_now(round_of, ONCE, SITE, talk.now + timedelta(minutes=9))
    assert due
    assert len(due.letters) == 60
    assert len(asked) <= 6, asked

"""News by one rule: for every decision the same people hear of it on their page and by mail, and nobody else."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

import arena.app  # noqa: F401 - every noun has named its decisions
from arena.actors.model import Person
from arena.actors.session import asker, who_with
from arena.errors import Refusal
from arena.ideas.commitments import waiting
from arena.ideas.follow import follow
from arena.ideas.join import Offer, join
from arena.ideas.model import Follow, Idea
from arena.ideas.support import support
from arena.ideas.team_model import Commitment
from arena.insight.digest import DAILY, ONCE, round_of, send, send_due
from arena.insight.news import News, news, unread_news
from arena.insight.rhythm import choose_rhythm, read_news, stop_mails
from arena.journal.model import JournalEntry
from arena.store import Store, Tx
from arena.threads.contribute import prepare
from arena.threads.follow import follow_thread
from arena.threads.hear import decisions, hearers
from arena.threads.say import say
from arena.voice import Voice
from tests.ideas.posted import post, seen
from tests.ideas.sown import sow
from tests.insight.told import entered, mailed, me_of
from tests.people import Arena, Someone, _person

SITE = "https://arena.example"
CAST = (
    "author",
    "carrier",
    "member",
    "offering",
    "supporter",
    "follower",
    "talker",
    "loud",
    "muted",
    "quiet",
    "stranger",
)


def _people(tx: Tx) -> dict[str, Voice]:
    return {name: _person(tx, name.title(), f"{name}@example.org")[0] for name in CAST}


def _parts(tx: Tx, idea_id: int, thread: int, cast: dict[str, Voice]) -> None:
    """Everybody takes the part their name says."""
    for name, role in (("carrier", "carry"), ("member", "test"), ("offering", "test")):
        join(tx, cast[name], idea_id, Offer(role, "Ich helfe"))

    taken = Commitment.person_id.in_([cast["carrier"].person_id, cast["member"].person_id])
    tx.db.execute(update(Commitment).where(taken).values(state="accepted"))

    tx.db.execute(Follow.__table__.delete().where(Follow.person_id != cast["author"].person_id))
    for name in ("supporter", "muted"):
        support(tx, cast[name], idea_id, True)
    for name in ("follower", "quiet"):
        follow(tx, cast[name], idea_id, True)
    for name, level in (("loud", "loud"), ("muted", "mute"), ("quiet", "quiet")):
        follow_thread(tx, cast[name], thread, level)
    say(tx, cast["talker"], thread, prepare("Ich rede mit.", None, ""))


async def test_for_every_decision_page_and_mail_reach_exactly_those_who_hear_of_it(alone: Store) -> None:
    cast = alone.write_now(_people)
    idea_id = alone.write_now(sow, cast["author"])
    thread = alone.read_now(_thread, idea_id)
    alone.write_now(_parts, idea_id, thread, cast)
    everybody = Person.actor_id > 0
    alone.write_now(lambda tx: tx.db.execute(update(Person).where(everybody).values(news_rhythm=ONCE)) and None)
    now = datetime.now(UTC)
    await send_due(alone, SITE, now)
    wanted = {"carrier", "member", "offering", "supporter", "follower", "talker", "loud"}
    assert decisions >= {"ideas.publish", "ideas.revise", "ideas.withdraw"}
    for n, kind in enumerate(sorted(decisions), 1):
        entry = alone.write_now(entered, idea_id, cast["author"], kind, note="x", rev=2, reason="y")
        at = alone.read_now(lambda db, e=entry: db.execute(select(JournalEntry.post_id).filter_by(id=e)).scalar_one())
        heard = {one.person_id for one in alone.read_now(hearers, at)}
        by_name = {name for name, voice in cast.items() if voice.person_id in heard}
        assert by_name == wanted, kind
        on_page = {name for name, voice in cast.items() if entry in _entries(alone.read_now(news, me_of(voice)))}
        assert on_page == by_name, kind
        before = len(mailed(alone))
        assert await send_due(alone, SITE, now + timedelta(minutes=n)) == len(by_name)
        mails = mailed(alone)[before:]
        assert {mail["to"].partition("@")[0] for mail in mails} == by_name, kind
    whys = {name: alone.read_now(news, me_of(cast[name])).fresh[0].why for name in wanted}
    assert whys == {"carrier": "carry", "member": "team", "offering": "offer", "supporter": "support"} | {
        "follower": "follow",
        "talker": "talk",
        "loud": "talk",
    }
    nothing = alone.write_now(entered, idea_id, cast["author"], "ideas.ask", need="Zeit")
    assert all(nothing not in _entries(alone.read_now(news, me_of(voice))) for voice in cast.values())
    assert await send_due(alone, SITE, now + timedelta(hours=1)) == 0


def _thread(db: Any, idea_id: int) -> int:

    return int(db.execute(select(Idea.thread_id).where(Idea.id == idea_id)).scalar_one())


def _entries(found: News) -> set[int]:
    return {entry.id for group in [*found.fresh, *found.read] for entry in group.entries}


async def test_a_daily_mail_comes_once_a_day_in_the_morning_in_ones_language_and_only_from_one_process(
    alone: Store,
) -> None:
    author, reader = alone.write_now(lambda tx: [_person(tx, n, f"{n}@example.org")[0] for n in ("Ada", "Ben")])
    idea_id = alone.write_now(sow, author, title="Der tägliche Brunnen")
    alone.write_now(support, reader, idea_id, True)
    english = update(Person).where(Person.actor_id == reader.person_id).values(language="en")
    alone.write_now(lambda tx: tx.db.execute(english) and None)
    evening = datetime.now(UTC).replace(hour=20, minute=0)
    assert await send_due(alone, SITE, evening) == 0  # the first round only marks where the next begins
    for _ in range(3):
        alone.write_now(entered, idea_id, author, "ideas.revise", note="besser", rev=2)
    assert await send_due(alone, SITE, evening + timedelta(hours=2)) == 0
    night, morning = evening + timedelta(hours=7), evening + timedelta(hours=14)
    assert await send_due(alone, SITE, night) == 0
    due = alone.read_now(round_of, DAILY, SITE, morning)
    again = alone.read_now(round_of, DAILY, SITE, morning)
    assert due
    assert again
    assert [alone.write_now(send, one, SITE, morning) for one in (due, again)] == [1, 0]
    assert await send_due(alone, SITE, morning + timedelta(hours=3)) == 0
    (mail,) = mailed(alone)
    assert (mail["to"], mail["language"]) == ("Ben@example.org", "en")
    assert mail["subject"] == "3 pieces of news of your ideas"
    for words in ("Der tägliche Brunnen", "because you support the idea", f"{SITE}/en/ideas/{idea_id}", "(revision 2)"):
        assert words in mail["text"], words
    assert mail["unsubscribe"] in mail["text"]
    alone.write_now(stop_mails, mail["unsubscribe"].partition("key=")[2])
    alone.write_now(entered, idea_id, author, "ideas.revise", note="noch besser", rev=3)
    assert await send_due(alone, SITE, morning + timedelta(days=1)) == 0


async def test_what_was_read_or_has_a_rhythm_of_its_own_is_notmailed(alone: Store) -> None:
    author, reader = alone.write_now(lambda tx: [_person(tx, n, f"{n}@example.org")[0] for n in ("Ada", "Ben")])
    idea_id = alone.write_now(sow, author)
    alone.write_now(support, reader, idea_id, True)
    alone.write_now(choose_rhythm, reader, ONCE)
    with pytest.raises(Refusal):
        alone.write_now(choose_rhythm, reader, "hourly")
    now = datetime.now(UTC) + timedelta(minutes=1)
    await send_due(alone, SITE, now)
    entry = alone.write_now(entered, idea_id, author, "ideas.revise", note="besser", rev=2)
    assert await send_due(alone, SITE, datetime.now(UTC)) == 0  # a moment ago: another entry may still come before it
    alone.write_now(read_news, me_of(reader), entry)
    assert await send_due(alone, SITE, now + timedelta(minutes=2)) == 0
    alone.write_now(read_news, me_of(reader), 1)
    assert alone.read_now(news, me_of(reader)).fresh == []
    alone.write_now(entered, idea_id, author, "ideas.revise", note="am besten", rev=3)
    assert alone.read_now(news, me_of(reader)).fresh[0].fresh == 1
    assert await send_due(alone, SITE, now + timedelta(minutes=4)) == 1


async def _badge(someone: Someone) -> str:
    page = (await someone.get("/de/organisations")).text
    found = re.search(r"\((eine? |\d+ )Neuigkeit", page, re.IGNORECASE)
    return found[1].strip() if found else ""


async def test_the_page_counts_says_why_and_is_marked_as_read(arena: Arena) -> None:
    author, reader = arena.person(), arena.person()
    idea_id = await post(author, title="Neues vom Brunnen")
    assert await _badge(reader) == ""
    assert "Gerade gibt es nichts Neues" in (await reader.get("/de/me/news")).text
    await reader.post(f"/de/ideas/{idea_id}/support", {"on": "true"})
    assert await _badge(reader) == "Eine"
    await author.post(f"/de/ideas/{idea_id}/withdraw", {"reason": "Es läuft schon."})
    assert await _badge(reader) == "2"
    page = await reader.get("/de/me/news")
    text = seen(page)
    assert "Neues vom Brunnen" in text
    assert "weil Sie die Idee unterstützen" in text
    assert "Es läuft schon." in text
    upto = re.search(r'name="upto" value="(\d+)"', text)
    assert upto
    for _ in range(2):
        assert (await reader.post("/de/me/news/read", {"upto": upto[1]})).status_code == 303
    assert await _badge(reader) == ""
    assert await _badge(author) == ""
    assert "Schon gelesen" in (await reader.get("/de/me/news")).text
    assert (await reader.post("/de/me/news/read", {"upto": 10**12})).status_code == 303
    assert (await arena.visitor().get("/de/me/news")).status_code == 303
    assert (await arena.visitor().post("/de/me/news/read", {"upto": "1"})).status_code == 303


async def test_mails_are_chosen_in_the_settings_and_ended_by_a_post_alone(arena: Arena, store: Store) -> None:
    someone = arena.person()
    assert '<option value="daily" selected>' in (await someone.get("/de/me/settings")).text
    assert (await someone.post("/de/me/news/rhythm", {"rhythm": "once"})).status_code == 303
    assert '<option value="once" selected>' in (await someone.get("/de/me/settings")).text
    assert (await someone.post("/de/me/news/rhythm", {"rhythm": "x"})).status_code == 422
    key = update(Person).where(Person.actor_id == someone.id).values(news_key=f"schluessel-{someone.id}")
    await store.write(lambda tx: tx.db.execute(key) and None)
    visitor, address = arena.visitor(), f"/de/news/stop?key=schluessel-{someone.id}"
    assert "Keine E-Mails mehr schicken" in (await visitor.get(address)).text
    assert '<option value="once" selected>' in (await someone.get("/de/me/settings")).text
    del visitor.http.headers["Sec-Fetch-Site"]  # a mail program says nothing of where it comes from
    done = await visitor.post(address, {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert "keine E-Mails mit Neuigkeiten mehr" in seen(done)
    assert '<option value="never" selected>' in (await someone.get("/de/me/settings")).text
    assert (await visitor.post("/de/news/stop?key=falsch")).status_code == 404
    assert (await visitor.post("/de/news/stop")).status_code == 404


def test_the_head_counts_no_more_than_it_says(store: Store) -> None:
    assert store.read_now(who_with(waiting(), unread_news()), "nobody") is None
    assert "login" in str(asker())

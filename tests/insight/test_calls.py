"""What was said to a person is among their news: mentions, replies, and threads they hear whole; nothing else is."""

import re
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, update

import arena.app  # noqa: F401 - every noun has said who hears what
from arena.actors.model import Membership
from arena.actors.session import who_with
from arena.ideas.commitments import waiting
from arena.ideas.model import Idea
from arena.insight.calls import MOST, Heard, heard, unread_calls
from arena.insight.news import unread_news
from arena.store import Store
from arena.threads.contribute import contribute, prepare
from arena.threads.model import Post
from arena.threads.moved import present
from arena.threads.own_model import Call
from arena.threads.polls.begin import begin_poll, prepare_poll
from arena.threads.read import mark_read
from tests.ideas.posted import post, seen
from tests.ideas.test_list_cost import statements
from tests.ideas.test_open_thread import thread_opened
from tests.moderation.acting import decide, moderator, report
from tests.people import Arena, Someone
from tests.threads.test_level import _level as level


async def talk(arena: Arena) -> int:
    """The thread of a new idea."""
    idea = await post(arena.person())
    found = await arena.store.read(lambda db: db.execute(select(Idea.thread_id).where(Idea.id == idea)).scalar_one())
    return int(found)


async def say(arena: Arena, someone: Someone, thread: int, text: str, *, reply_to: int | None = None) -> int:
    """Contribute, as over a socket: nothing is read by it."""
    assert someone.voice
    return (await arena.store.write(contribute, someone.voice, thread, prepare(text, reply_to))).post_id


async def read_on(arena: Arena, someone: Someone, thread: int) -> None:
    """Read a thread to its end."""
    await arena.store.write(mark_read, someone.id, thread, 10**9)


def told(arena: Arena, someone: Someone) -> Heard:
    """What was said to somebody."""
    me = arena.store.read_now(who_with(waiting(), unread_calls(100)), someone.token or "")
    assert me
    found = arena.store.read_now(heard, me)
    assert me.news == len(found.fresh)
    return found


def whys(arena: Arena, someone: Someone) -> dict[int, str]:
    """Which contributions are new to somebody, and why they hear of them."""
    return {one.post_id: one.why for one in told(arena, someone).fresh}


def name(someone: Someone) -> str:
    """What somebody is called."""
    assert someone.voice
    return someone.voice.actor


async def amend(someone: Someone, number: int, rev: int, text: str) -> None:
    """Replace one's own words."""
    form = {"markdown": text, "client_key": uuid4().hex, "text_rev": str(rev), "back": ""}
    assert (await someone.post(f"/de/posts/{number}/edit", form)).status_code == 303


@pytest.mark.parametrize(("how", "hears"), [("mute", False), ("quiet", False), ("normal", True), ("loud", True)])
async def test_mentions_and_replies_are_news_for_whoever_hears_what_matters(
    arena: Arena, how: str, hears: bool
) -> None:
    thread, asked, author = await talk(arena), arena.person(), arena.person()
    first = await say(arena, asked, thread, "Wer weiß das?")
    named = await say(arena, author, thread, f"Das weiß @{name(asked)}.")
    reply = await say(arena, author, thread, "Ich auch.", reply_to=first)
    other = await say(arena, author, thread, "Ganz allgemein gesprochen.")
    await say(arena, asked, thread, f"Ich bin @{name(asked)}.", reply_to=first)
    await level(asked, thread, how)
    direct = {named: "mention", reply: "reply"} if hears else {}
    wanted = direct | ({other: "contribution"} if how == "loud" else {})
    assert whys(arena, asked) == wanted
    assert how != "loud" or list(whys(arena, asked)) == [reply, named, other]  # what is meant for them comes first
    await read_on(arena, asked, thread)
    assert whys(arena, asked) == {}
    both = await say(arena, author, thread, f"Und noch einmal @{name(asked)}!", reply_to=first)
    assert whys(arena, asked) == ({both: "mention"} if hears else {})
    assert whys(arena, author) == {}


async def test_those_who_speak_for_an_organisation_hear_of_its_name_as_long_as_they_do(arena: Arena) -> None:
    thread, author = await talk(arena), arena.person()
    member, organisation = arena.member("science", f"Institut {uuid4().hex[:6]}")
    named = await say(arena, author, thread, f"Fragt @{_org(member, arena)}.")
    assert whys(arena, member) == {named: "organisation"}
    page = seen(await member.get("/de/me/news"))
    assert "hat eine Organisation erwähnt, für die Sie sprechen" in page
    ended = update(Membership).where(Membership.organisation_id == organisation).values(state="ended")
    await arena.store.write(lambda tx: tx.db.execute(ended) and None)
    assert told(arena, member).fresh == told(arena, member).read == []


def _org(member: Someone, arena: Arena) -> str:
    me = arena.store.read_now(who_with(waiting()), member.token or "")
    assert me
    return me.voices[1].actor


async def test_who_hears_everything_finds_each_contribution_they_have_not_read(arena: Arena) -> None:
    thread, reader, author = await talk(arena), arena.person(), arena.person()
    said = [await say(arena, author, thread, f"Wort {n}") for n in range(3)]
    assert whys(arena, reader) == {}
    await level(reader, thread, "loud")
    assert whys(arena, reader) == dict.fromkeys(said, "contribution")
    await read_on(arena, reader, thread)
    await say(arena, reader, thread, "Jetzt höre ich zu.")
    assert whys(arena, reader) == {}
    said = [await say(arena, author, thread, f"Neues Wort {n}") for n in range(3)]
    assert whys(arena, reader) == dict.fromkeys(said, "contribution")
    await author.post(f"/de/posts/{said[0]}/retract", {"client_key": uuid4().hex})
    assert whys(arena, reader) == dict.fromkeys(said[1:], "contribution")
    marks = told(arena, reader)
    later = await say(arena, author, thread, "Danach")
    form = {"upto": "0", "call": str(marks.call), "post": str(marks.post)}
    assert (await reader.post("/de/me/news/read", form)).status_code == 303
    assert whys(arena, reader) == {later: "contribution"}
    await level(reader, thread, "normal")
    assert whys(arena, reader) == {}


async def test_whoever_carries_an_idea_hears_everything_in_it_until_they_choose_otherwise(arena: Arena) -> None:
    carrier, author = arena.person(), arena.person()
    idea = await post(carrier)
    thread = await arena.store.read(lambda db: db.execute(select(Idea.thread_id).where(Idea.id == idea)).scalar_one())
    said = await say(arena, author, thread, "Das trage ich mit.")
    assert whys(arena, carrier) == {said: "contribution"}
    await level(carrier, thread, "quiet")
    assert whys(arena, carrier) == {}


async def test_what_was_retracted_or_hidden_is_not_told_and_what_is_shown_again_is(arena: Arena) -> None:
    thread, reader, author = await talk(arena), arena.person(), arena.person()
    first, second = [await say(arena, author, thread, f"Hallo @{name(reader)}, {n}") for n in range(2)]
    assert whys(arena, reader) == {first: "mention", second: "mention"}
    await author.post(f"/de/posts/{first}/retract", {"client_key": uuid4().hex})
    assert whys(arena, reader) == {second: "mention"}
    await report(arena.person(), second)
    mod = moderator(arena)
    assert (await decide(mod, second)).status_code == 303
    assert whys(arena, reader) == {}
    assert name(author) not in seen(await reader.get("/de/me/news"))
    assert (await decide(mod, second, "restore")).status_code == 303
    assert whys(arena, reader) == {second: "mention"}


async def test_a_later_version_tells_those_it_names_now_and_no_longer_those_it_does_not(arena: Arena) -> None:
    thread, one, other, author = await talk(arena), arena.person(), arena.person(), arena.person()
    first = await say(arena, one, thread, "Eine Frage.")
    number = await say(arena, author, thread, f"Ach, @{name(other)}", reply_to=first)
    assert (whys(arena, one), whys(arena, other)) == ({number: "reply"}, {number: "mention"})
    await read_on(arena, one, thread)
    assert whys(arena, one) == {}
    await amend(author, number, 1, f"Ach, @{name(one)}")
    assert (whys(arena, one), whys(arena, other)) == ({}, {})  # who was told already is not told again
    assert [call.why for call in told(arena, one).read] == ["mention"]
    await amend(author, number, 2, "Ach")
    assert [call.why for call in told(arena, one).read] == ["reply"]
    plain = await say(arena, author, thread, "Ohne Namen")
    await read_on(arena, other, thread)
    await amend(author, plain, 1, f"Mit @{name(other)}")
    assert whys(arena, other) == {plain: "mention"}


async def test_the_page_shows_who_said_what_where_and_one_button_reads_all(arena: Arena) -> None:
    author, reader = arena.person("Wiebke am Wehr"), arena.person()
    idea = await post(author, title="Das Wehr am Fluss")
    thread = await arena.store.read(lambda db: db.execute(select(Idea.thread_id).where(Idea.id == idea)).scalar_one())
    assert "An Sie gerichtet" not in seen(await reader.get("/de/me/news"))
    number = await say(arena, author, thread, f"Was meint @{name(reader)} zu **2 < 3**?")
    for lang, words in (
        ("de", ("An Sie gerichtet", "Wiebke am Wehr hat Sie erwähnt.")),
        ("en", ("Said to you", "Wiebke am Wehr mentioned you.")),
        ("ls", ("An Sie gerichtet",)),
    ):
        page = seen(await reader.get(f"/{lang}/me/news"))
        for one in (*words, f"Was meint @{name(reader)} zu 2 < 3?", "Das Wehr am Fluss", f"/{lang}/posts/{number}"):
            assert one in page, (lang, one)
    assert "(Eine Neuigkeit)" in (await reader.get("/de/organisations")).text
    page = seen(await reader.get("/de/me/news"))
    form = dict(re.findall(r'name="(upto|call|post)" value="(\d+)"', page))
    assert (await reader.post("/de/me/news/read", form | {"call": str(10**12), "post": str(10**12)})).status_code == 303
    assert "Neuigkeit)" not in (await reader.get("/de/organisations")).text
    page = seen(await reader.get("/de/me/news"))
    assert "An Sie gerichtet" not in page
    assert "Wiebke am Wehr hat Sie erwähnt." in page.partition("Schon gelesen")[2]
    assert (await reader.get(f"/de/posts/{number}")).status_code == 303


async def test_an_ordinary_contribution_writes_nothing_more_and_the_page_shows_so_many_at_most(
    arena: Arena, store: Store
) -> None:
    thread, reader, author = await talk(arena), arena.person(), arena.person()
    await say(arena, author, thread, "Wort")
    with statements() as asked:
        await say(arena, author, thread, "Noch ein Wort")
    assert not [one for one in asked if "thread_call" in one[0] and not one[0].startswith("SELECT")]
    for n in range(MOST + 3):
        await say(arena, author, thread, f"@{name(reader)} {n}")

    def rows(db: Any) -> list[int]:
        of = select(Call.post_id).join(Post, Post.id == Call.post_id).where(Call.person_id == reader.id)
        return list(db.execute(of.order_by(Call.id)).scalars())

    stored = store.read_now(rows)
    assert len(stored) == MOST + 3
    me = store.read_now(who_with(waiting(), unread_news()), reader.token or "")
    assert me
    assert me.news == MOST + 3
    assert [one.post_id for one in store.read_now(heard, me).fresh] == stored[: -MOST - 1 : -1]


async def test_what_calls_on_somebody_is_heard_where_it_was_moved_to(arena: Arena, store: Store) -> None:
    author, other = arena.person(), arena.person()
    idea = await post(author)
    thread = await store.read(lambda db: db.execute(select(Idea.thread_id).where(Idea.id == idea)).scalar_one())
    there = await thread_opened(author, idea)
    named, answered = arena.person("Nadja Verschoben"), arena.person()
    said = await say(arena, answered, thread, "Wer hat Platz?")
    mention = await say(arena, other, thread, "Frag @Nadja Verschoben!")
    reply = await say(arena, other, thread, "Wir haben Platz.", reply_to=said)
    form = {
        "posts[]": [str(mention), str(reply)],
        "to": str(there),
        "reason": "Gehört dorthin",
        "client_key": uuid4().hex,
    }
    assert (await author.post(f"/de/ideas/{idea}/threads/{thread}/move", form)).status_code == 303
    for someone, old, why in ((named, mention, "mention"), (answered, reply, "reply")):
        now = await store.read(present, old)
        assert now != old
        assert whys(arena, someone) == {now: why}
        assert f"/de/posts/{now}" in (await someone.get("/de/me/news")).text
        await read_on(arena, someone, int(thread))
        assert whys(arena, someone) == {now: why}  # it stands elsewhere: there it is read
        page = (await someone.follow(f"/de/posts/{old}")).text
        assert "Wir haben Platz." in page
        await read_on(arena, someone, there)
        assert whys(arena, someone) == {}


async def test_a_call_goes_with_a_contribution_that_is_changed_after_it_was_moved(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea = await post(author)
    thread = await store.read(lambda db: db.execute(select(Idea.thread_id).where(Idea.id == idea)).scalar_one())
    there = await thread_opened(author, idea)
    first, second = arena.person("Erstens Gemeint"), arena.person("Zweitens Gemeint")
    said = await say(arena, author, thread, "Frag @Erstens Gemeint")
    form = {"posts[]": str(said), "to": str(there), "reason": "Gehört dorthin", "client_key": uuid4().hex}
    assert (await author.post(f"/de/ideas/{idea}/threads/{thread}/move", form)).status_code == 303
    changed = {"markdown": "Frag @Zweitens Gemeint", "text_rev": "1", "client_key": uuid4().hex}
    assert (await author.post(f"/de/posts/{said}/edit", changed)).status_code == 303
    now = await store.read(present, said)
    assert (whys(arena, first), whys(arena, second)) == ({}, {now: "mention"})


async def test_a_poll_calls_on_whom_its_question_names(arena: Arena, store: Store) -> None:
    thread, asker, named = await talk(arena), arena.person(), arena.person("Petra Befragt")
    assert asker.voice
    asked = prepare_poll("Kommt @Petra Befragt am Montag?", ["Ja", "@Petra Befragt"], "one", False, None)
    poll = (await store.write(begin_poll, asker.voice, thread, asked)).post_id
    assert whys(arena, named) == {poll: "mention"}
    assert "Kommt @Petra Befragt am Montag?" in seen(await named.get("/de/me/news"))
    page = (await arena.visitor().follow(f"/de/threads/{thread}")).text
    assert page.count(f'<a class="mention" href="/de/actors/{named.id}">@Petra Befragt</a>') == 1  # options stay words

"""A contribution marked as a decision is news for whoever hears decisions there, an answer for whoever asked."""

from typing import Any
from uuid import uuid4

import pytest

from arena.actors.session import who_with
from arena.ideas.commitments import waiting
from arena.threads.marks.mark import mark
from arena.threads.marks.unmark import unmark
from tests.ideas.posted import seen
from tests.insight.test_calls import amend, level, name, read_on, say, talk, told, whys
from tests.people import Arena, Someone
from tests.threads.asking import ask

WHY = "So haben wir es besprochen."


async def officer(arena: Arena) -> Someone:
    """Somebody who may mark in the administration's name."""
    someone, _ = arena.member("administration")
    return someone


async def decide(arena: Arena, by: Someone, post: int, kind: str = "decision") -> None:
    """Mark a contribution in the administration's name."""
    me = _me(arena, by)
    await arena.store.write(mark, me.voices[1], post, kind, WHY)


async def take_back(arena: Arena, by: Someone, post: int) -> None:
    """Take the mark back."""
    await arena.store.write(unmark, _me(arena, by).voices[1], post, "Doch nicht.")


def _me(arena: Arena, someone: Someone) -> Any:
    me = arena.store.read_now(who_with(waiting()), someone.token or "")
    assert me
    return me


@pytest.mark.parametrize(("how", "hears"), [("mute", False), ("quiet", False), ("normal", True), ("loud", True)])
async def test_a_decision_reaches_whoever_takes_part_and_hears_decisions(arena: Arena, how: str, hears: bool) -> None:
    thread, by, author, spoke, stranger = await talk(arena), await officer(arena), *(arena.person() for _ in range(3))
    await say(arena, spoke, thread, "Ich bin dabei.")
    await level(spoke, thread, how)
    number = await say(arena, author, thread, "So machen wir es.")
    await read_on(arena, spoke, thread)
    assert whys(arena, spoke) == {}
    await decide(arena, by, number)
    assert whys(arena, spoke) == ({number: "decision"} if hears else {})
    assert [whys(arena, one) for one in (by, author, stranger)] == [{}, {}, {}]
    await take_back(arena, by, number)
    assert told(arena, spoke).fresh == told(arena, spoke).read == []


async def test_whoever_was_mentioned_hears_of_the_decision_anew_and_keeps_the_mention(arena: Arena) -> None:
    thread, by, author, named = await talk(arena), await officer(arena), arena.person(), arena.person()
    number = await say(arena, author, thread, f"So machen wir es, @{name(named)}.")
    assert whys(arena, named) == {number: "mention"}
    await read_on(arena, named, thread)
    await decide(arena, by, number)
    assert whys(arena, named) == {number: "decision"}
    await amend(author, number, 1, f"So machen wir es, liebe @{name(named)}.")
    await amend(author, number, 2, "So machen wir es.")
    assert whys(arena, named) == {number: "decision"}
    await amend(author, number, 3, f"So machen wir es, @{name(named)}!")
    await take_back(arena, by, number)
    assert [one.why for one in [*told(arena, named).fresh, *told(arena, named).read]] == ["mention"]


async def test_an_answer_is_news_for_whoever_asked_unless_they_named_it(arena: Arena) -> None:
    thread, by, author, asked = await talk(arena), await officer(arena), arena.person(), arena.person()
    question = await ask(asked, thread)
    reply = await say(arena, author, thread, "Am Kanal.", reply_to=question)
    await read_on(arena, asked, thread)
    assert whys(arena, asked) == {}
    await decide(arena, by, reply, "answer")
    assert whys(arena, asked) == {reply: "answer"}
    assert whys(arena, author) == whys(arena, by) == {}
    assert "gilt jetzt als Antwort auf Ihre Frage" in seen(await asked.get("/de/me/news"))
    await take_back(arena, by, reply)
    assert [one.why for one in told(arena, asked).fresh] == ["reply"]
    await arena.store.write(mark, asked.voice, reply, "answer", WHY)
    assert [one.why for one in told(arena, asked).fresh] == ["reply"]


async def test_what_was_retracted_decides_nothing(arena: Arena) -> None:
    thread, by, author, spoke = await talk(arena), await officer(arena), arena.person(), arena.person()
    await say(arena, spoke, thread, "Ich bin dabei.")
    number = await say(arena, author, thread, "So machen wir es.")
    await decide(arena, by, number)
    assert whys(arena, spoke) == {number: "decision"}
    await author.post(f"/de/posts/{number}/retract", {"client_key": uuid4().hex})
    assert told(arena, spoke).fresh == told(arena, spoke).read == []


async def test_the_page_shows_a_marked_contribution_among_what_was_decided(arena: Arena) -> None:
    thread, by, author, spoke = await talk(arena), await officer(arena), arena.person("Ilse Deich"), arena.person()
    await say(arena, spoke, thread, "Ich bin dabei.")
    number = await say(arena, author, thread, "Wir nehmen die Linden.")
    await decide(arena, by, number)
    for lang, heading, words in (
        ("de", "Neu bei Ihren Ideen", "Was Ilse Deich geschrieben hat, gilt jetzt als Entscheidung."),
        ("en", "New in your ideas", "What Ilse Deich wrote now counts as a decision."),
        ("ls", "Neu bei Ihren Ideen", "Wir nehmen die Linden."),
    ):
        page = seen(await spoke.get(f"/{lang}/me/news"))
        assert words in page.partition(heading)[2], lang
        assert "An Sie gerichtet" not in page
        assert f"/{lang}/posts/{number}" in page
    assert "(2 Neuigkeiten)" in (await spoke.get("/de/organisations")).text  # and that the idea was published
    await spoke.post("/de/me/news/read", {"call": str(told(arena, spoke).call)})
    assert whys(arena, spoke) == {}

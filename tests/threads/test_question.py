"""Questions: marked as such when written, asked along by others, listed by their state."""

import asyncio
import re

import pytest

from arena.store import Store
from arena.threads.close import close_thread
from tests.ideas.posted import post
from tests.ideas.test_open_thread import thread_opened
from tests.people import Arena, Someone
from tests.threads.asking import ask, item, op, say


async def test_a_question_is_asked_by_a_form_and_shown_as_one(arena: Arena, thread: int) -> None:
    mira, page = arena.person("Mira"), f"/de/threads/{thread}"
    assert "hidden>Fragen in diesem Gespräch" in (await mira.get(page)).text
    form = {"markdown": "Wer hat Platz?", "kind": "question", "client_key": "question-key-1", "back": page}
    assert (await mira.post(f"{page}/posts", form)).status_code == 303
    shown = (await arena.visitor().get(page)).text
    assert "Offene Frage" in shown
    assert '/questions">Fragen in diesem Gespräch' in shown
    again = await mira.post(f"{page}/posts", {"kind": "question", "client_key": "question-key-2"})
    assert 'value="question" checked' in again.text


async def test_in_a_thread_for_questions_what_is_new_begins_as_one_and_a_reply_does_not(arena: Arena) -> None:
    author, asker = arena.person(), arena.person()
    idea = await post(author)
    page = f"/de/threads/{await thread_opened(author, idea)}"
    ticked = 'name="kind" value="question" checked'
    assert ticked in (await asker.follow(page)).text
    assert ticked not in (await asker.follow(f"/de/threads/{await thread_opened(author, idea, kind='evidence')}")).text
    first = await ask(asker, int(page.rpartition("/")[2]))
    assert ticked not in (await author.follow(f"{page}?reply={first}")).text
    draft = {"text": "Halb getippt", "reply": first}
    assert (await author.http.post(f"{page.removeprefix('/de')}/draft", json=draft)).status_code == 200
    assert ticked not in (await author.follow(page)).text
    for kind, status in (("question", True), ("", False)):  # what was ticked or not stays so in a form that is refused
        again = await asker.post(f"{page}/posts", {"kind": kind, "client_key": "question-key-3"})
        assert again.status_code == 422
        assert (ticked in again.text) == status
        assert "data-asks" in again.text


async def test_the_same_key_asks_once_and_is_not_a_plain_contribution(arena: Arena, store: Store, thread: int) -> None:
    mira = arena.person()
    first = await op(mira, thread, "post", text="Wann?", kind="question", key="question-once")
    again = await op(mira, thread, "post", text="Wann?", kind="question", key="question-once")
    assert again.json()["dup"]
    assert (await op(mira, thread, "post", text="Wann?", key="question-once")).status_code == 409
    assert item(store, thread, first.json()["post_id"])["question"] == {"state": "open"}


async def test_forty_presses_of_one_person_count_once(arena: Arena, store: Store, thread: int) -> None:
    mira, tom = arena.person(), arena.person()
    question = await ask(mira, thread)
    pressed = [op(tom, thread, "react", post=question, kind="metoo") for _ in range(40)]
    answers = await asyncio.gather(*pressed)
    assert {answer.status_code for answer in answers} <= {200, 429}
    await op(arena.person(), thread, "react", post=question, kind="metoo")
    assert item(store, thread, question)["reactions"] == {"metoo": 2}
    assert (await op(mira, thread, "react", post=question, kind="metoo")).status_code == 403


async def test_only_questions_are_asked_along(arena: Arena, thread: int) -> None:
    mira, tom = arena.person(), arena.person()
    said = await say(mira, thread)
    assert (await op(tom, thread, "react", post=said, kind="metoo")).status_code == 422
    page = f"/de/threads/{thread}"
    shown = (await tom.get(page)).text.partition("<template")[0]
    assert "Frage ich mich auch" not in shown
    await ask(mira, thread)
    assert (await tom.get(page)).text.partition("<template")[0].count("Frage ich mich auch") == 1


async def test_questions_are_listed_by_their_state(arena: Arena, thread: int) -> None:
    mira, tom = arena.person(), arena.person()
    first, second = await ask(mira, thread, "Wer zahlt das?"), await ask(tom, thread, "Wo ist es?")
    await say(tom, thread, "Kein Fragesatz")
    await op(tom, thread, "react", post=first, kind="metoo")
    reply = await say(tom, thread, "Am Kanal", post=second)
    await op(tom, thread, "mark", post=reply, kind="answer", text="Dort ist es")
    visitor, page = arena.visitor(), f"/de/threads/{thread}/questions"
    listed = (await visitor.get(page)).text
    assert "Wer zahlt das?" in listed
    assert re.search(r'Frage ich mich auch <span class="count" data-s="metoo">1</span>', listed)
    assert "<button" not in listed.partition('class="questions"')[2].partition("</ol>")[0]
    assert "Wo ist es?" not in listed
    assert "Offen (1)" in listed
    answered = (await visitor.get(f"{page}?state=answered")).text
    assert "Wo ist es?" in answered
    assert "Wer zahlt" not in answered
    everything = (await visitor.get(f"{page}?state=nonsense")).text
    assert everything.index("Wer zahlt") < everything.index("Wo ist es?")
    assert "Kein Fragesatz" not in everything
    assert (await visitor.get("/de/threads/999999/questions")).status_code == 404


async def test_a_question_is_asked_along_where_questions_are_listed(
    arena: Arena, store: Store, thread: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("arena.threads.questions.PAGE", 1)
    mira, tom = arena.person(), arena.person()
    first, second = await ask(mira, thread, "Wer zahlt das?"), await ask(mira, thread, "Wo ist es?")
    page = f"/de/threads/{thread}/questions"

    async def button(someone: Someone, query: str = "") -> tuple[str, str, str]:
        shown = (await someone.get(page + query)).text
        found: list[tuple[str, str, str]] = re.findall(
            r'<fieldset( disabled)?><button[^>]*value="(\w+:\w+)" aria-pressed="\w+"( disabled)?>', shown
        )
        return found[0]

    assert await button(tom) == ("", "metoo:on", "")
    assert await button(mira) == ("", "metoo:on", " disabled")
    query = f"?state=open&after={item(store, thread, first)['born']}"
    back = f"{page}{query}"
    assert f'name="back" value="{back.replace("&", "&amp;")}"' in (await tom.get(back)).text
    answer = await tom.post(f"/de/posts/{second}/react", {"kind": "metoo:on", "back": back})
    assert answer.headers["location"] == f"{back}&no=2#post-2"
    assert 'id="post-2"' in (await tom.get(answer.headers["location"])).text
    assert await button(tom, query) == ("", "metoo:off", "")
    assert item(store, thread, second)["reactions"] == {"metoo": 1}
    assert (await mira.post(f"/de/posts/{second}/react", {"kind": "metoo:on", "back": back})).status_code == 403
    await store.write(close_thread, mira.voice, thread, reason="Alles gefragt")
    assert await button(tom, query) == (" disabled", "metoo:off", "")
    assert (await tom.post(f"/de/posts/{second}/react", {"kind": "metoo:off", "back": back})).status_code == 423

"""Questions: marked as such when written, asked along by others, listed by their state."""

import asyncio

from arena.store import Store
from tests.people import Arena
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
    assert "Frage ich mich auch: 1" in listed
    assert "Wo ist es?" not in listed
    assert "Offen (1)" in listed
    answered = (await visitor.get(f"{page}?state=answered")).text
    assert "Wo ist es?" in answered
    assert "Wer zahlt" not in answered
    everything = (await visitor.get(f"{page}?state=nonsense")).text
    assert everything.index("Wer zahlt") < everything.index("Wo ist es?")
    assert "Kein Fragesatz" not in everything
    assert (await visitor.get("/de/threads/999999/questions")).status_code == 404

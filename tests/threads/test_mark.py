"""Marks: a reply as the answer, a contribution as a decision, always with an office and a reason."""

import asyncio
import re

import pytest
from sqlalchemy import select

from arena.ideas.model import Idea
from arena.store import Store
from arena.threads.close import close_thread
from tests.ideas.sown import sow
from tests.people import Arena, Someone
from tests.threads.asking import ask, item, op, say

WHY = "Steht so im Vertrag"


async def _asked_and_answered(arena: Arena, thread: int) -> tuple[Someone, int, int]:
    asker = arena.person("Mira Fragt")
    question = await ask(asker, thread)
    return asker, question, await say(arena.person("Tom Weiß"), thread, "Am Kanal", post=question)


def _thread_of(store: Store, carrier: Someone) -> int:
    idea = store.write_now(sow, carrier.voice)
    return int(store.read_now(lambda db: db.execute(select(Idea.thread_id).where(Idea.id == idea)).scalar_one()))


async def test_whoever_asked_names_the_answer(arena: Arena, store: Store, thread: int) -> None:
    asker, question, reply = await _asked_and_answered(arena, thread)
    assert (await op(asker, thread, "mark", post=reply, kind="answer", text=f" {WHY}\n")).status_code == 200
    mark = item(store, thread, reply)["mark"]
    assert (mark["kind"], mark["office"], mark["reason"]) == ("answer", "asker", WHY)
    assert mark["person"]["id"] == mark["actor"]["id"] == asker.id
    answered = item(store, thread, question)["question"]
    assert answered == {"state": "answered", "answer": {"id": reply, "no": 2, "name": "Tom Weiß"}}


async def test_others_without_an_office_do_not(arena: Arena, thread: int) -> None:
    _, _, reply = await _asked_and_answered(arena, thread)
    member, society = arena.member("civil-society")
    for someone, speak_as in ((arena.person(), None), (member, None), (member, society)):
        answer = await op(someone, thread, "mark", post=reply, kind="answer", text=WHY, **{"as": speak_as})
        assert answer.status_code == 403
    assert (await op(arena.visitor(), thread, "mark", post=reply, kind="answer", text=WHY)).status_code == 401


async def test_an_asker_decides_nothing(arena: Arena, thread: int) -> None:
    asker, question, reply = await _asked_and_answered(arena, thread)
    for post in (question, reply):
        assert (await op(asker, thread, "mark", post=post, kind="decision", text=WHY)).status_code == 403


async def test_the_administration_speaks_in_its_name_alone(arena: Arena, store: Store, thread: int) -> None:
    officer, office = arena.member("administration", "Bezirksamt Nord")
    said = await say(arena.person(), thread, "Wir bauen")
    own = {"as": officer.id}
    assert (await op(officer, thread, "mark", post=said, kind="decision", text=WHY, **own)).status_code == 403
    done = await op(officer, thread, "mark", post=said, kind="decision", text=WHY, **{"as": office})
    assert done.status_code == 200
    mark = item(store, thread, said)["mark"]
    assert (mark["office"], mark["actor"]["name"]) == ("administration", "Bezirksamt Nord")
    assert mark["person"]["id"] == officer.id


async def test_carriers_mark_in_the_thread_of_their_idea_and_no_other(arena: Arena, store: Store, thread: int) -> None:
    carrier = arena.person()
    own = _thread_of(store, carrier)
    here, there = await say(arena.person(), own), await say(arena.person(), thread)
    assert (await op(carrier, own, "mark", post=here, kind="decision", text=WHY)).status_code == 200
    assert (await op(carrier, thread, "mark", post=there, kind="decision", text=WHY)).status_code == 403
    assert item(store, own, here)["mark"]["office"] == "carrier"
    page = (await carrier.follow(f"/de/threads/{own}")).text.partition("<template")[0]
    assert f"/de/posts/{here}/marks?back=" in page
    assert "Kennzeichnen" not in (await carrier.get(f"/de/threads/{thread}")).text.partition("<template")[0]


async def test_only_a_reply_to_a_question_is_an_answer(arena: Arena, thread: int) -> None:
    officer, office = arena.member("administration")
    plain = await say(officer, thread, "Kein Fragesatz")
    for post in (plain, await say(officer, thread, "Antwort", post=plain), await ask(officer, thread)):
        answer = await op(officer, thread, "mark", post=post, kind="answer", text=WHY, **{"as": office})
        assert answer.status_code == 422
    assert (await op(officer, thread, "mark", post=plain, kind="praise", text=WHY)).status_code == 422


async def test_a_question_has_one_answer_and_a_contribution_one_mark(arena: Arena, store: Store, thread: int) -> None:
    asker, question, first = await _asked_and_answered(arena, thread)
    second = await say(arena.person(), thread, "Am See", post=question)
    both = [op(asker, thread, "mark", post=post, kind="answer", text=WHY) for post in (first, second) * 5]
    assert sorted(answer.status_code for answer in await asyncio.gather(*both)) == [200, *[409] * 9]
    officer, office = arena.member("administration")
    marked = first if "mark" in item(store, thread, first) else second
    again = await op(officer, thread, "mark", post=marked, kind="decision", text=WHY, **{"as": office})
    assert again.status_code == 409


async def test_a_mark_sent_again_is_set_once(arena: Arena, thread: int) -> None:
    asker, _, reply = await _asked_and_answered(arena, thread)
    first = await op(asker, thread, "mark", post=reply, kind="answer", text=WHY, key="mark-once")
    again = await op(asker, thread, "mark", post=reply, kind="answer", text=WHY, key="mark-once")
    assert (again.json()["seq"], again.json()["dup"]) == (first.json()["seq"], True)
    other = await op(asker, thread, "mark", post=reply, kind="answer", text="anders", key="mark-once")
    assert other.status_code == 409


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 201])
async def test_a_mark_needs_its_reason(arena: Arena, thread: int, reason: str) -> None:
    asker, _, reply = await _asked_and_answered(arena, thread)
    assert (await op(asker, thread, "mark", post=reply, kind="answer", text=reason)).status_code == 422


async def test_a_mark_is_taken_back_and_the_question_is_open_again(arena: Arena, store: Store, thread: int) -> None:
    asker, question, reply = await _asked_and_answered(arena, thread)
    await op(asker, thread, "mark", post=reply, kind="answer", text=WHY)
    assert (await op(arena.person(), thread, "unmark", post=reply, text="Nein")).status_code == 403
    assert (await op(asker, thread, "unmark", post=reply, text="Doch nicht")).status_code == 200
    assert "mark" not in item(store, thread, reply)
    assert item(store, thread, question)["question"] == {"state": "open"}
    assert (await op(asker, thread, "unmark", post=reply, text="Doch nicht")).status_code == 409
    told = (await arena.visitor().get(f"/de/posts/{reply}/marks")).text
    assert WHY in told
    assert "Zurückgenommen von Mira Fragt: „Doch nicht“" in told


async def test_whoever_asked_does_not_undo_what_the_administration_marked(arena: Arena, thread: int) -> None:
    asker, _, reply = await _asked_and_answered(arena, thread)
    officer, office = arena.member("administration")
    await op(officer, thread, "mark", post=reply, kind="answer", text=WHY, **{"as": office})
    assert (await op(asker, thread, "unmark", post=reply, text="Nein")).status_code == 403
    assert 'name="reason"' not in (await asker.get(f"/de/posts/{reply}/marks")).text
    other, second = arena.member("administration")
    assert (await op(other, thread, "unmark", post=reply, text="Irrtum", **{"as": second})).status_code == 200


async def test_what_is_retracted_answers_nothing_any_more(arena: Arena, store: Store, thread: int) -> None:
    asker, question, _ = await _asked_and_answered(arena, thread)
    author = arena.person()
    reply = await say(author, thread, "Im Hof", post=question)
    await op(asker, thread, "mark", post=reply, kind="answer", text=WHY)
    await op(author, thread, "delete", post=reply)
    assert item(store, thread, question)["question"] == {"state": "open"}
    assert set(item(store, thread, reply)) == {"id", "born", "rev", "kind", "state", "at", "no"}
    assert (await asker.get(f"/de/posts/{reply}/marks")).status_code == 404


async def test_a_closed_thread_takes_no_mark(arena: Arena, store: Store, thread: int) -> None:
    asker, _, reply = await _asked_and_answered(arena, thread)
    store.write_now(close_thread, arena.person().voice, thread)
    assert (await op(asker, thread, "mark", post=reply, kind="answer", text=WHY)).status_code == 423


async def test_marking_needs_no_scripts(arena: Arena, thread: int) -> None:
    asker, _, reply = await _asked_and_answered(arena, thread)
    page, form = f"/de/threads/{thread}", f"/de/posts/{reply}/marks"
    assert f"{form}?back=" in (await asker.get(page)).text
    shown = (await asker.get(f"{form}?back={page}")).text
    assert "eine Entscheidung" not in shown
    key = re.findall(r'name="client_key" value="([0-9a-f]+)"', shown)[0]
    filled = {"kind": "answer", "reason": "", "client_key": key, "back": page, "speak_as": str(asker.id)}
    assert (await asker.post(form, filled)).status_code == 422
    sent = await asker.post(form, filled | {"reason": '<b onclick="x">Genau</b>'})
    assert sent.headers["location"] == f"{page}?no=2&done=threads.mark.done#post-2"
    seen = (await arena.visitor().get(page)).text
    assert "Antwort auf die Frage" in seen
    assert "· Mira Fragt (hat gefragt): „&lt;b onclick=" in seen
    assert "Frage, beantwortet:" in seen
    assert (
        await asker.post(form, filled | {"kind": "none", "reason": "Irrtum", "client_key": key[::-1]})
    ).status_code == 303
    assert "Offene Frage" in (await arena.visitor().get(page)).text
    assert (await arena.visitor().post(form, filled)).headers["location"].startswith("/de/sign-in")

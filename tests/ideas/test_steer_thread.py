"""Carriers close a thread, open it again and slow it down: with a public reason, at once on open pages."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, select

from arena.ideas.model import Idea
from arena.store import Store
from arena.threads.model import Thread
from tests.ideas.posted import page_of, post
from tests.ideas.test_open_thread import thread_opened
from tests.people import Answer, Arena, Someone
from tests.talk import Talk

WHY = {"reason": "Alles ist gesagt, der Antrag ist gestellt."}


async def steer(someone: Someone, idea_id: int, thread: int, act: str, **form: Any) -> Answer:
    """Send one of the forms for steering."""
    return await someone.post(f"/de/ideas/{idea_id}/threads/{thread}/steer/{act}", form)


async def say(someone: Someone, thread: int, words: str = "Noch etwas") -> Answer:
    """Contribute with the form."""
    return await someone.post(f"/de/threads/{thread}/posts", {"markdown": words, "client_key": uuid4().hex})


async def test_a_closed_thread_says_why_and_takes_nothing_until_it_is_opened_again(arena: Arena) -> None:
    author, person = arena.person("Ruth Kern"), arena.person()
    idea_id = await post(author)
    thread = await thread_opened(author, idea_id)
    assert (await steer(author, idea_id, thread, "close", **WHY)).status_code == 303
    page = (await arena.visitor().follow(f"/de/threads/{thread}")).text
    assert "Ruth Kern hat das Gespräch geschlossen: Alles ist gesagt" in page
    refused = await say(person, thread, "Meine *wichtige* Frage")
    assert refused.status_code == 423
    assert "Meine *wichtige* Frage" in refused.text
    assert (await steer(author, idea_id, thread, "close", **WHY)).status_code == 303
    assert (await arena.visitor().follow(f"/de/threads/{thread}")).text.count("geschlossen: Alles") == 1
    assert (await steer(author, idea_id, thread, "reopen", reason="Doch nicht.")).status_code == 303
    assert (await say(person, thread)).status_code == 303
    assert "wieder geöffnet: Doch nicht." in (await arena.visitor().follow(f"/de/threads/{thread}")).text


async def test_closing_needs_a_reason_and_a_carrier(arena: Arena, store: Store) -> None:
    author, stranger = arena.person(), arena.person()
    idea_id, other = await post(author), await post(author)
    thread = await thread_opened(author, idea_id)
    for reason in (" ", "x" * 301):
        assert (await steer(author, idea_id, thread, "close", reason=reason)).status_code == 422
    for someone, status in ((stranger, 403), (arena.visitor(), 303)):
        assert (await someone.get(f"/de/ideas/{idea_id}/threads/{thread}/steer")).status_code == status
        for act in ("close", "reopen"):
            assert (await steer(someone, idea_id, thread, act, **WHY)).status_code == status
        assert (await steer(someone, idea_id, thread, "slow", slow="60")).status_code == status
    for nowhere in ((other, thread, "close"), (idea_id, 999_999, "close"), (idea_id, thread, "burn")):
        assert (await steer(author, *nowhere, **WHY)).status_code == 404
    assert not (await store.read(row_of, thread)).locked


async def test_the_composer_comes_and_goes_on_open_pages(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    talk = (await store.read(lambda db: db.execute(select(Idea.thread_id).where(Idea.id == idea_id)).scalar())) or 0
    async with Talk(arena, arena.visitor()) as reader:
        await reader.follow(talk, after=1)
        await steer(author, idea_id, talk, "close", **WHY)
        await reader.reached(talk, 2)
        assert (reader.view[-1]["kind"], reader.view[-1]["sets"]) == ("threads.close", {"locked": True})
        await steer(author, idea_id, talk, "reopen", **WHY)
        await steer(author, idea_id, talk, "slow", slow="300")
        await reader.reached(talk, 4)
        assert [item["sets"] for item in reader.view[1:]] == [{"locked": False}, {"slow": 300}]
    assert "Alle 5 Minuten ein Beitrag je Person" in (await page_of(author, idea_id)).text


async def test_slow_mode_holds_for_each_person_alone_and_says_how_long(arena: Arena, store: Store) -> None:
    author, person = arena.person(), arena.person()
    idea_id = await post(author)
    thread = await thread_opened(author, idea_id)
    assert (await steer(author, idea_id, thread, "slow", slow="60")).status_code == 303
    assert (await say(person, thread, "eins")).status_code == 303
    again = await say(person, thread, "zwei, mit vielen Worten")
    assert again.status_code == 429
    assert "zwei, mit vielen Worten" in again.text
    assert "Sekunden wieder etwas beitragen" in again.text
    assert (await say(author, thread, "ich auch")).status_code == 303
    async with Talk(arena, person) as talk:
        told = await talk.op("post", thread, text="drei")
        assert (told["t"], told["code"]) == ("err", "slow_mode")
        assert 50 <= told["retry"] <= 60
        await steer(author, idea_id, thread, "slow", slow="0")
        assert (await talk.op("post", thread, text="vier"))["t"] == "ok"
    assert not (await store.read(row_of, thread)).slow_mode_s


@pytest.mark.parametrize("pace", ["7", "-60", "86400"])
async def test_only_the_paces_on_offer_can_be_set(arena: Arena, pace: str) -> None:
    author = arena.person()
    idea_id = await post(author)
    thread = await thread_opened(author, idea_id)
    assert (await steer(author, idea_id, thread, "slow", slow=pace)).status_code == 422


async def test_withdrawing_the_idea_closes_all_its_threads(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    threads = [await thread_opened(author, idea_id) for _ in range(2)]
    await steer(author, idea_id, threads[0], "close", **WHY)
    await author.post(f"/de/ideas/{idea_id}/withdraw", {"reason": "Der Bezirk macht es selbst."})
    for thread in threads:
        assert (await say(author, thread)).status_code == 423
        assert (await steer(author, idea_id, thread, "reopen", **WHY)).status_code == 409
        assert (await author.get(f"/de/ideas/{idea_id}/threads/{thread}/steer")).status_code == 409
    assert "Der Bezirk macht es selbst." in (await arena.visitor().follow(f"/de/threads/{threads[1]}")).text
    assert "Der Bezirk macht es selbst." not in (await arena.visitor().follow(f"/de/threads/{threads[0]}")).text


def row_of(db: Connection, thread: int) -> Any:
    """A thread as it is stored."""
    return db.execute(select(Thread.__table__).where(Thread.id == thread)).one()

"""The summary above a thread: everybody writes it, every version stays, and nothing typed is lost."""

import asyncio
import re

import pytest

from arena.store import Store
from arena.threads.close import close_thread
from tests.people import Arena, Someone
from tests.talk import Talk
from tests.threads.asking import op, say
from tests.threads.conftest import fetched


async def _talk(someone: Someone, thread: int, n: int = 3) -> None:
    for number in range(n):
        await say(someone, thread, f"Beitrag {number}")


def _form(html: str, page: str, **typed: str) -> dict[str, str]:
    hidden = dict(re.findall(r'type="hidden" name="(client_key|rev)" value="(\w+)"', html))
    return hidden | {"covers": "3", "back": page} | typed


async def test_a_summary_says_what_it_covers_and_how_much_came_since(arena: Arena, thread: int) -> None:
    mira, page = arena.person("Mira Adler"), f"/de/threads/{thread}"
    await _talk(mira, thread)
    form = _form((await mira.get(f"{page}/summary")).text, page, markdown="Wir suchen **Platz**.", covers="2")
    assert (await mira.post(f"{page}/summary", form)).headers["location"] == f"{page}#summary"
    shown = (await arena.visitor().get(page)).text
    assert "<strong>Platz</strong>" in shown
    assert "Bis Beitrag 2, seitdem 1 neuer Beitrag<" in shown
    assert "zuletzt von Mira Adler" in shown
    assert "Überarbeiten" not in shown
    assert (await mira.post(f"{page}/summary", form)).status_code == 303
    history = (await arena.visitor().get(f"{page}/summary/history")).text
    assert history.count("Fassung 1") == 1
    assert "Fassung 2" not in history


async def test_versions_tell_who_wrote_what_and_what_it_changed(arena: Arena, thread: int) -> None:
    mira, page = arena.person("Mira Adler"), f"/de/threads/{thread}"
    officer, office = arena.member("administration", "Bezirksamt Süd")
    await _talk(mira, thread)
    await op(mira, thread, "summary", text="Treffen am Montag", rev=0, no=1)
    done = await op(officer, thread, "summary", text="Treffen am Dienstag", rev=1, no=3, **{"as": office})
    assert done.status_code == 200
    history = (await arena.visitor().get(f"{page}/summary/history")).text
    assert "Montag</del>" in history
    assert "Dienstag</ins>" in history
    assert "für Bezirksamt Süd" in history
    assert history.index("Fassung 2") < history.index("Fassung 1")


async def test_who_revises_an_older_version_sees_the_difference_and_keeps_every_word(arena: Arena, thread: int) -> None:
    mira, tom, page = arena.person(), arena.person(), f"/de/threads/{thread}"
    await _talk(mira, thread)
    await op(mira, thread, "summary", text="Treffen am Montag", rev=0, no=1)
    opened = (await tom.get(f"{page}/summary")).text
    assert (await op(mira, thread, "summary", text="Treffen am Dienstag", rev=1, no=2)).status_code == 200
    refused = await tom.post(f"{page}/summary", _form(opened, page, markdown="Meine eigenen Worte"))
    assert refused.status_code == 409
    assert "Meine eigenen Worte</textarea>" in refused.text
    assert "Montag</del>" in refused.text
    assert "Dienstag</ins>" in refused.text
    again = await tom.post(f"{page}/summary", _form(refused.text, page, markdown="Meine eigenen Worte"))
    assert again.status_code == 303
    assert "Meine eigenen Worte" in (await mira.get(page)).text


async def test_of_several_first_summaries_at_once_one_is_taken(arena: Arena, store: Store, thread: int) -> None:
    people = [arena.person() for _ in range(5)]
    await _talk(people[0], thread)
    at_once = [op(one, thread, "summary", text=f"Von {one.id}", rev=0, no=1) for one in people]
    answers = await asyncio.gather(*at_once)
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
    assert [one.get("text_rev", 1) for one in fetched(store, thread) if "summary" in one] == [1]


@pytest.mark.parametrize(("text", "no"), [("", 1), ("x" * 4001, 1), ("gut", 0), ("gut", 4)])
async def test_a_summary_needs_words_and_covers_what_was_said(arena: Arena, thread: int, text: str, no: int) -> None:
    mira, page = arena.person(), f"/de/threads/{thread}"
    await _talk(mira, thread)
    assert (await op(mira, thread, "summary", text=text, rev=0, no=no)).status_code == 422
    form = _form((await mira.get(f"{page}/summary")).text, page, markdown=text, covers=str(no))
    answer = await mira.post(f"{page}/summary", form)
    assert answer.status_code == 422
    assert text in answer.text


async def test_open_pages_hear_of_a_summary(arena: Arena, store: Store, thread: int) -> None:
    mira = arena.person("Mira")
    await _talk(mira, thread)
    async with Talk(arena, arena.visitor()) as visitor:
        await visitor.follow(thread)
        await op(mira, thread, "summary", text="So weit", rev=0, no=3)
        await op(mira, thread, "summary", text="So weit sind wir", rev=1, no=3)
        await visitor.reached(thread, 5)
        told = visitor.view[-1]
        assert told["summary"] == {"html": "<p>So weit sind wir</p>\n", "covers": 3}
        assert "Fassung 2, bis Beitrag 3" in told["text"]["de"]
        assert visitor.view == fetched(store, thread)


async def test_visitors_write_no_summary_and_a_closed_thread_takes_none(
    arena: Arena, store: Store, thread: int
) -> None:
    mira, page = arena.person(), f"/de/threads/{thread}"
    await _talk(mira, thread)
    assert (await arena.visitor().get(f"{page}/summary")).headers["location"].startswith("/de/sign-in")
    assert (await op(arena.visitor(), thread, "summary", text="x", rev=0, no=1)).status_code == 401
    assert (await arena.visitor().get(f"{page}/summary/history")).status_code == 404
    store.write_now(close_thread, mira.voice, thread)
    assert (await op(mira, thread, "summary", text="x", rev=0, no=1)).status_code == 423

"""Carriers name a thread anew: everybody reads it, open pages at once, and every address it ever had stays valid."""

import pytest
from sqlalchemy import Connection, select

from arena.ideas.model import Idea
from arena.ideas.thread_model import IdeaThread
from arena.store import Store
from tests.ideas.posted import HOSTILE, HOSTILE_SEEN, post, seen
from tests.ideas.test_open_thread import OPENED, opened, thread_opened
from tests.ideas.test_steer_thread import WHY, steer
from tests.people import Arena
from tests.talk import Talk

NAMED = {"title": "Wer zahlt im Schadensfall?", "purpose": "Hier klären wir, wer zahlt."}
FIRST = {name: OPENED[name] for name in NAMED}


async def test_a_thread_named_anew_is_found_at_every_address_it_had(arena: Arena) -> None:
    author = arena.person("Ruth Kern")
    idea_id = await post(author)
    first = (await opened(author, idea_id)).headers["location"].partition("?")[0]
    thread = int(first.rsplit("/", 1)[1].split("-")[0])
    form = (await author.get(f"/de/ideas/{idea_id}/threads/{thread}/steer")).text
    assert 'value="Wer haftet?"' in form
    for named in (NAMED, NAMED | {"title": "Haftung und Kosten"}):
        answer = await steer(author, idea_id, thread, "rename", **named)
        assert answer.headers["location"] == f"/de/ideas/{idea_id}/threads/{thread}?done=ideas_threads.rename.done"
    own = f"/de/ideas/{idea_id}/threads/{thread}-haftung-und-kosten"
    visitor = arena.visitor()
    for old in (first, f"/de/ideas/{idea_id}/threads/{thread}-wer-zahlt-im-schadensfall", f"/de/threads/{thread}"):
        page = await visitor.follow(f"{old}?no=1")
        assert str(page.url).partition("127.0.0.1")[2].partition("/")[2] == f"{own}?no=1".removeprefix("/")
    assert "<title>Haftung und Kosten" in page.text
    assert "Hier klären wir, wer zahlt." in page.text
    assert "Ruth Kern hat das Gespräch umbenannt: Aus „Wer haftet?“ wurde „Wer zahlt im Schadensfall?“." in page.text
    english = (await visitor.follow(f"/en/threads/{thread}")).text
    assert "became “Haftung und Kosten”" in english
    assert "Haftung und Kosten" in (await visitor.follow(f"/de/ideas/{idea_id}")).text


async def test_what_was_said_stays_where_its_address_leads(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    old = (await opened(author, idea_id)).headers["location"].partition("?")[0]
    thread = int(old.rsplit("/", 1)[1].split("-")[0])
    await steer(author, idea_id, thread, "rename", **NAMED)
    said = {"markdown": "Auf der alten Seite getippt", "client_key": "typed-on-the-old-page", "back": old}
    answer = await author.post(f"/de/threads/{thread}/posts", said)
    assert answer.headers["location"] == f"{old}#post-1"
    assert "Auf der alten Seite getippt" in (await author.follow(f"{old}?no=1")).text


async def test_open_pages_hear_the_new_name_and_the_same_name_says_nothing(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    thread = await thread_opened(author, idea_id)
    async with Talk(arena, arena.visitor()) as reader:
        await reader.follow(thread)
        for named in (NAMED, NAMED, NAMED | {"title": f" {NAMED['title']} "}):
            assert (await steer(author, idea_id, thread, "rename", **named)).status_code == 303
        await steer(author, idea_id, thread, "rename", **NAMED | {"purpose": "Nur der Zweck ist neu."})
        await steer(author, idea_id, thread, "close", **WHY)
        await steer(author, idea_id, thread, "rename", **FIRST)
        await reader.reached(thread, 4)
        kinds = [item["kind"] for item in reader.view]
        assert kinds == ["threads.rename", "threads.purpose", "threads.close", "threads.rename"]
        assert reader.view[0]["sets"] == NAMED
        assert reader.view[3]["sets"] == FIRST


async def test_only_carriers_name_and_only_what_has_a_name(arena: Arena, store: Store) -> None:
    author, stranger = arena.person(), arena.person()
    idea_id, other = await post(author), await post(author)
    thread = await thread_opened(author, idea_id)
    talk = int((await store.read(lambda db: _talk(db, idea_id))) or 0)
    for someone, status in ((stranger, 403), (arena.visitor(), 303)):
        assert (await steer(someone, idea_id, thread, "rename", **NAMED)).status_code == status
    for nowhere in ((idea_id, talk), (other, thread), (idea_id, 999_999)):
        assert (await steer(author, *nowhere, "rename", **NAMED)).status_code == 404
    assert 'name="purpose"' not in (await author.get(f"/de/ideas/{idea_id}/threads/{talk}/steer")).text
    row = await store.read(lambda db: db.execute(select(IdeaThread.title).where(IdeaThread.thread_id == thread)).one())
    assert row.title == OPENED["title"]


@pytest.mark.parametrize("named", [{"title": " "}, {"title": "x" * 81}, {"purpose": ""}, {"purpose": "x" * 201}])
async def test_what_is_wrong_with_a_name_is_said_and_the_words_stay(arena: Arena, named: dict[str, str]) -> None:
    author = arena.person()
    idea_id = await post(author)
    thread = await thread_opened(author, idea_id)
    answer = await steer(author, idea_id, thread, "rename", **NAMED | named)
    assert answer.status_code == 422
    for words in (NAMED | named).values():
        assert f'value="{words.strip()}"' in answer.text


async def test_a_hostile_name_stays_words(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    thread = await thread_opened(author, idea_id)
    await steer(author, idea_id, thread, "rename", title=HOSTILE[:80], purpose=HOSTILE)
    page = await author.follow(f"/de/threads/{thread}")
    assert HOSTILE_SEEN[:40] in seen(page)
    assert "<script>alert" not in page.text
    assert (await steer(author, idea_id, thread, "rename", **NAMED)).status_code == 303


def _talk(db: Connection, idea_id: int) -> int | None:
    return db.execute(select(Idea.thread_id).where(Idea.id == idea_id)).scalar()

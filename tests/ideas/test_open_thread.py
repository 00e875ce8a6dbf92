"""Named threads: who opens them, where they live, and that an idea with its talk alone stays as it was."""

import re
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, func, select

from arena.ideas.model import Idea
from arena.ideas.step import step
from arena.ideas.team_model import Commitment
from arena.ideas.thread_model import MOST_THREADS, IdeaThread
from arena.store import Store
from arena.threads.model import Post
from arena.threads.read import mark_read
from tests.ideas.posted import HOSTILE, HOSTILE_SEEN, draft, page_of, post, seen
from tests.ideas.test_list_cost import statements
from tests.people import Answer, Arena, Someone

OPENED = {"kind": "questions", "title": "Wer haftet?", "purpose": "Hier klären wir die Haftung."}


async def opened(someone: Someone, idea_id: int, **changes: Any) -> Answer:
    """Open a thread through its form."""
    form = OPENED | {"client_key": uuid4().hex} | changes
    return await someone.post(f"/de/ideas/{idea_id}/threads/new", form)


async def thread_opened(someone: Someone, idea_id: int, **changes: Any) -> int:
    """The number of a thread that was just opened."""
    answer = await opened(someone, idea_id, **changes)
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].split("/threads/")[1].split("-")[0].split("?")[0])


async def join(arena: Arena, store: Store, idea_id: int, author: Someone) -> Someone:
    """Somebody whose offer to contribute was accepted."""
    person = arena.person()
    offer = {"client_key": uuid4().hex, "role": "contribute", "what": "Ich kann löten"}
    answer = await person.post(f"/de/ideas/{idea_id}/join", offer)
    assert answer.status_code == 303, answer.text
    number = store.read_now(
        lambda db: db.execute(select(Commitment.id).where(Commitment.person_id == person.id)).scalar_one()
    )
    assert author.voice
    await store.write(step, author.voice, number, "accept", "Schön, dass Sie da sind.")
    return person


async def test_a_carrier_opens_a_thread_that_has_its_own_address(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    assert "Wer haftet?" not in (await page_of(arena.visitor(), idea_id)).text
    assert (await author.get(f"/en/ideas/{idea_id}/threads/new")).status_code == 200
    answer = await opened(author, idea_id)
    own = answer.headers["location"].partition("?")[0]
    assert own.startswith(f"/de/ideas/{idea_id}/threads/")
    assert own.endswith("-wer-haftet")
    page = (await arena.visitor().get(own)).text
    assert "Hier klären wir die Haftung." in page
    assert 'aria-current="page"' in page
    talk = (await page_of(arena.visitor(), idea_id)).text
    assert f'href="{own}#threads"' in talk
    assert f'data-s="to" href="{own}"' in talk


async def test_every_spelling_leads_to_one_address_and_strange_ones_nowhere(arena: Arena) -> None:
    author = arena.person()
    idea_id, other = await post(author), await post(author)
    thread = await thread_opened(author, idea_id)
    moved = await author.get(f"/en/ideas/{idea_id}/threads/{thread}?before=9")
    assert moved.status_code == 301
    assert moved.headers["location"] == f"/en/ideas/{idea_id}/threads/{thread}-wer-haftet?before=9"
    for odd in (f"{other}/threads/{thread}", f"{idea_id}/threads/999999", f"{idea_id}/threads/0"):
        assert (await author.get(f"/de/ideas/{odd}")).status_code == 404


async def test_the_bare_address_of_a_thread_leads_to_the_page_it_is_read_on(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    named, talk = await thread_opened(author, idea_id), await store.read(_talk, idea_id)
    own = {named: f"/en/ideas/{idea_id}/threads/{named}-wer-haftet", talk: f"/en/ideas/{idea_id}-[a-z0-9-]+"}
    for thread, address in own.items():
        old = await arena.visitor().get(f"/en/threads/{thread}?no=1")
        assert old.status_code == 301
        assert re.fullmatch(rf"{address}\?no=1", old.headers["location"])
        await author.post(f"/de/threads/{thread}/posts", {"markdown": "Hallo", "client_key": uuid4().hex})
        last = await store.read(_last_post, thread)
        link = await arena.visitor().get(f"/en/posts/{last}")
        assert re.fullmatch(rf"{address}\?no=1#post-1", link.headers["location"])
    for page in ("poll", "questions", "summary"):
        shown = (await author.get(f"/en/threads/{named}/{page}")).text
        assert "<strong>Wer haftet?</strong>" in shown
        assert f'href="{own[named]}#thread">Wer haftet?</a></li></ol>' in shown
    refused = await author.post(f"/en/threads/{named}/posts", {"markdown": "", "client_key": uuid4().hex})
    assert refused.status_code == 422
    assert f'<a href="/en/ideas/{idea_id}-' in refused.text
    assert ">Wer haftet?</h1>" in refused.text


async def test_the_talk_of_an_idea_is_read_on_the_ideas_page(arena: Arena, store: Store) -> None:
    idea_id = await post(arena.person())
    talk = await store.read(_talk, idea_id)
    answer = await arena.visitor().get(f"/de/ideas/{idea_id}/threads/{talk}")
    assert answer.headers["location"].startswith(f"/de/ideas/{idea_id}-")


async def test_people_speak_there_and_the_idea_counts_as_active(arena: Arena, store: Store) -> None:
    author, person = arena.person(), arena.person()
    idea_id = await post(author)
    thread = await thread_opened(author, idea_id)
    before = await store.read(_active, idea_id)
    back = f"/de/ideas/{idea_id}/threads/{thread}"
    said = {"markdown": "Das regelt die Satzung.", "client_key": uuid4().hex, "back": back}
    sent = await person.post(f"/de/threads/{thread}/posts", said)
    assert sent.headers["location"].endswith(f"{back}#post-1")
    assert await store.read(_active, idea_id) > before
    assert "(1 Beitrag)" in (await page_of(arena.visitor(), idea_id)).text


async def test_what_is_new_is_marked_for_those_who_were_here(arena: Arena, store: Store) -> None:
    author, person = arena.person(), arena.person()
    idea_id = await post(author)
    thread, talk = await thread_opened(author, idea_id), await store.read(_talk, idea_id)
    for number in (talk, thread, thread):
        await author.post(f"/de/threads/{number}/posts", {"markdown": "Hallo", "client_key": uuid4().hex})
    assert 'class="new"' not in (await page_of(person, idea_id)).text
    await store.write(mark_read, person.id, talk, 1)
    assert "2 neue</span>" in (await page_of(person, idea_id)).text


async def test_who_takes_part_opens_a_thread_to_work_together_and_no_other(arena: Arena, store: Store) -> None:
    author, stranger = arena.person(), arena.person()
    idea_id = await post(author)
    member = await join(arena, store, idea_id, author)
    form = (await member.get(f"/de/ideas/{idea_id}/threads/new")).text
    assert 'value="collaboration"' in form
    assert 'value="evidence"' not in form
    assert (await opened(member, idea_id, kind="evidence")).status_code == 403
    assert (await opened(member, idea_id, kind="collaboration")).status_code == 303
    for someone, status in ((stranger, 403), (arena.visitor(), 303)):
        assert (await someone.get(f"/de/ideas/{idea_id}/threads/new")).status_code == status
        assert (await opened(someone, idea_id)).status_code == status
    assert await store.read(_threads, idea_id) == 1
    assert "/threads/new" not in (await page_of(stranger, idea_id)).text


async def test_a_second_click_finds_the_first_thread(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    key = uuid4().hex
    first, second = await opened(author, idea_id, client_key=key), await opened(author, idea_id, client_key=key)
    assert first.headers["location"] == second.headers["location"]
    assert await store.read(_threads, idea_id) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"title": " "}, {"purpose": ""}, {"kind": "gossip"}, {"kind": ""}, {"title": "x" * 81}, {"purpose": "y" * 201}],
)
async def test_what_is_wrong_is_said_and_what_was_typed_is_kept(arena: Arena, wrong: dict[str, str]) -> None:
    author = arena.person()
    idea_id = await post(author)
    answer = await opened(author, idea_id, **({"title": "Zahlen, bitte"} | wrong))
    assert answer.status_code == 422
    assert 'id="errors"' in answer.text
    assert ("Zahlen, bitte" in answer.text) is ("title" not in wrong)


async def test_there_is_an_end_to_opening_threads(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    for _ in range(MOST_THREADS):
        assert (await opened(author, idea_id)).status_code == 303
    assert (await opened(author, idea_id)).status_code == 409
    assert await store.read(_threads, idea_id) == MOST_THREADS


async def test_drafts_have_the_talk_alone(arena: Arena) -> None:
    author = arena.person()
    idea_id = await draft(author)
    assert (await author.get(f"/de/ideas/{idea_id}/threads/new")).status_code == 409
    assert (await opened(author, idea_id)).status_code == 409


async def test_a_hostile_name_stays_words(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    answer = await opened(author, idea_id, title=HOSTILE[:80], purpose=HOSTILE)
    page = await arena.visitor().get(answer.headers["location"].partition("?")[0])
    assert HOSTILE[:30] not in page.text
    assert HOSTILE_SEEN in seen(page)


async def test_a_threads_page_costs_at_most_six_statements(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    answer = await opened(author, idea_id)
    with statements() as asked:
        await author.get(answer.headers["location"])
    assert 2 <= len(asked) <= 6, asked


def _talk(db: Connection, idea_id: int) -> int:
    return int(db.execute(select(Idea.thread_id).where(Idea.id == idea_id)).scalar_one())


def _last_post(db: Connection, thread: int) -> int:
    return int(db.execute(select(func.max(Post.id)).where(Post.thread_id == thread)).scalar_one())


def _active(db: Connection, idea_id: int) -> Any:
    return db.execute(select(Idea.active_at).where(Idea.id == idea_id)).scalar_one()


def _threads(db: Connection, idea_id: int) -> int:
    return int(db.execute(select(func.count()).where(IdeaThread.idea_id == idea_id)).scalar_one())

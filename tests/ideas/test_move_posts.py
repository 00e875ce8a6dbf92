"""Carriers move contributions between threads: nothing is lost, every old address leads to the new place."""

import re
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, select

from arena.ideas.model import Idea
from arena.store import Store
from arena.threads.model import Post, ThreadRead
from arena.threads.read import mark_read
from tests.ideas.posted import post
from tests.ideas.test_open_thread import thread_opened
from tests.people import Answer, Arena, Someone
from tests.talk import Talk

WHY = "Das sind Zahlen, die gehören zu den Belegen."


async def said(arena: Arena, someone: Someone, thread: int, text: str, **more: Any) -> int:
    """Contribute; returns the contribution's number."""
    op = {"do": "post", "text": text} | more
    answer = await someone.http.post(f"/threads/{thread}/ops", json=op, headers={"Idempotency-Key": uuid4().hex})
    return int(answer.json()["post_id"])


async def moved(someone: Someone, idea_id: int, thread: int, posts: list[int], **form: Any) -> Answer:
    """Send the form for moving."""
    filled = {"client_key": uuid4().hex, "posts[]": [str(one) for one in posts], "reason": WHY} | form
    return await someone.post(f"/de/ideas/{idea_id}/threads/{thread}/move", filled)


async def begun(arena: Arena, store: Store) -> tuple[Someone, Someone, int, int, int]:
    """An idea with its talk and a named thread, its carrier and somebody who speaks."""
    author, person = arena.person(), arena.person()
    idea_id = await post(author)
    talk = await store.read(lambda db: db.execute(select(Idea.thread_id).where(Idea.id == idea_id)).scalar_one())
    return author, person, idea_id, talk, await thread_opened(author, idea_id, title="Zahlen")


async def test_what_is_moved_keeps_its_author_its_moment_its_reactions_and_its_address(
    arena: Arena, store: Store
) -> None:
    author, person, idea_id, talk, there = await begun(arena, store)
    first = await said(arena, person, talk, "Es sind **600** Kilowatt")
    answer = await said(arena, author, talk, "Woher?", post=first, quote="600")
    await author.post(f"/de/posts/{first}/react", {"kind": "support:on"})
    before = await store.read(_row, first)
    assert (await author.get(f"/de/ideas/{idea_id}/threads/{talk}/move")).status_code == 200
    done = await moved(author, idea_id, talk, [first], to=str(there))
    assert done.headers["location"].startswith(f"/de/ideas/{idea_id}/threads/{there}")
    old, new = await store.read(_row, first), await store.read(_only, there)
    assert (old.state, old.markdown, old.no) == ("deleted", "", 1)
    assert old.moved_to == new.id
    kept = ("person_id", "actor_id", "markdown", "html", "support", "at")
    assert [getattr(new, name) for name in kept] == [*[getattr(before, name) for name in kept]]
    link = await arena.visitor().get(f"/de/posts/{first}")
    assert link.headers["location"] == f"/de/ideas/{idea_id}/threads/{there}-zahlen?no=1#post-1"
    page = (await arena.visitor().follow(f"/de/threads/{talk}")).text
    assert f'data-s="moved" href="/de/posts/{new.id}">Zahlen</a>' in page
    assert f"einen Beitrag nach „Zahlen“ verschoben: {WHY}" in page
    assert "<strong>600</strong>" not in page
    assert f'data-s="quote" href="/de/posts/{new.id}">' in page  # what stayed behind leads on, not to the empty place
    assert "hierher verschoben" in (await arena.visitor().follow(f"/de/threads/{there}")).text
    assert (await store.read(_row, answer)).quote == "600"
    assert (await person.post(f"/de/posts/{first}/retract", {"client_key": uuid4().hex})).status_code == 303
    assert (await store.read(_row, new.id)).markdown == ""
    assert (await store.read(_row, answer)).quote == ""


async def test_chosen_contributions_become_a_thread_of_their_own_and_a_second_click_finds_it(
    arena: Arena, store: Store
) -> None:
    author, person, idea_id, talk, _ = await begun(arena, store)
    posts = [await said(arena, person, talk, text) for text in ("eins", "zwei", "drei")]
    new = {"to": "new", "kind": "questions", "title": "Offene Fragen", "purpose": "Was noch zu klären ist."}
    form = new | {"client_key": uuid4().hex}
    answers = [await moved(author, idea_id, talk, posts[1:], **form) for _ in range(2)]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    number = int(re.findall(r"threads/(\d+)", answers[0].headers["location"])[0])
    assert [row.markdown for row in await store.read(_shown, number)] == ["zwei", "drei"]
    assert [row.markdown for row in await store.read(_shown, talk)] == ["eins"]
    assert (await moved(author, idea_id, talk, posts[1:], **form, reason="Anders")).status_code == 303


async def test_a_reply_that_moves_without_its_question_still_leads_to_it(arena: Arena, store: Store) -> None:
    author, person, idea_id, talk, there = await begun(arena, store)
    first = await said(arena, person, talk, "Wer hat Platz?")
    reply = await said(arena, author, talk, "Wir.", post=first)
    await moved(author, idea_id, talk, [reply], to=str(there))
    assert f'data-s="quote" href="/de/posts/{first}"' in (await arena.visitor().follow(f"/de/threads/{there}")).text
    await moved(author, idea_id, talk, [first], to=str(there))
    assert (await arena.visitor().get(f"/de/posts/{first}")).headers["location"].endswith("#post-2")


async def test_merging_moves_everything_and_closes_what_is_empty(arena: Arena, store: Store) -> None:
    author, person, idea_id, talk, there = await begun(arena, store)
    posts = [await said(arena, person, there, text) for text in ("eins", "zwei")]
    merge = f"/de/ideas/{idea_id}/threads/{there}/merge"
    for _ in range(2):
        assert (await author.post(merge, {"to": str(talk), "reason": WHY})).status_code == 303
    assert [row.markdown for row in await store.read(_shown, talk)] == ["eins", "zwei"]
    assert (await store.read(_shown, there)) == []
    page = (await arena.visitor().get(f"/de/ideas/{idea_id}/threads/{there}-zahlen")).text
    assert page.count('data-s="moved"') >= 2
    assert page.index("steht jetzt dort") < page.index('id="timeline"')
    old = await arena.visitor().get(f"/de/ideas/{idea_id}/threads/{there}-zahlen?no=2")
    assert old.headers["location"] == f"/de/posts/{(await store.read(_shown, talk))[1].id}"
    assert "zusammengelegt" in page
    link = (await arena.visitor().get(f"/de/posts/{posts[1]}")).headers["location"]
    assert re.fullmatch(rf"/de/ideas/{idea_id}-[\w-]+\?no=2#post-2", link)
    late = {"markdown": "zu spät", "client_key": uuid4().hex}
    assert (await person.post(f"/de/threads/{there}/posts", late)).status_code == 423
    steer = f"/de/ideas/{idea_id}/threads/{there}/steer/reopen"
    assert (await author.post(steer, {"reason": WHY})).status_code == 409


async def test_a_merging_that_is_refused_keeps_every_word(arena: Arena, store: Store) -> None:
    author, person, idea_id, talk, there = await begun(arena, store)
    merge = f"/de/ideas/{idea_id}/threads/{there}/merge"
    asked = (await author.get(merge)).text
    assert f'value="{talk}"' in asked
    assert f'href="{merge}"' in (await author.get(f"/de/ideas/{idea_id}/threads/{there}/steer")).text
    assert f'href="{merge}"' in (await author.get(f"/de/ideas/{idea_id}/threads/{there}/move")).text
    for form, wrong in (({"reason": WHY}, "f-to-error"), ({"to": str(talk), "reason": ""}, "f-reason-error")):
        refused = await author.post(merge, form)
        assert refused.status_code == 422
        assert wrong in refused.text
        assert form["reason"] in refused.text
        assert f'value="{talk}" checked' in refused.text
    assert (await author.get(f"/de/ideas/{idea_id}/threads/{talk}/merge")).status_code == 409
    assert (await person.get(merge)).status_code == 403


async def test_looking_further_keeps_what_was_chosen_and_typed(arena: Arena, store: Store) -> None:
    author, person, idea_id, talk, _ = await begun(arena, store)
    first, second = [await said(arena, person, talk, text) for text in ("eins", "zwei")]
    form = {"posts[]": [str(second)], "to": "new", "title": "Zahlenwerk", "reason": WHY, "look": "earlier"}
    born = (await store.read(_row, second)).born_seq
    page = await author.post(f"/de/ideas/{idea_id}/threads/{talk}/move?before={born}", form)
    assert page.status_code == 200
    assert f'<input type="hidden" name="posts[]" value="{second}">' in page.text
    assert re.search(rf'name="posts\[\]"[^>]*value="{first}"', page.text)
    assert "Zahlenwerk" in page.text
    assert WHY in page.text
    assert [row.markdown for row in await store.read(_shown, talk)] == ["eins", "zwei"]


async def test_only_carriers_move_and_only_between_threads_of_the_idea(arena: Arena, store: Store) -> None:
    author, person, idea_id, talk, there = await begun(arena, store)
    first = await said(arena, person, talk, "Hier")
    _, _, _, strange, _ = await begun(arena, store)
    for someone, status in ((person, 403), (arena.visitor(), 303)):
        assert (await someone.get(f"/de/ideas/{idea_id}/threads/{talk}/move")).status_code == status
    assert (await moved(person, idea_id, talk, [first], to=str(there))).status_code == 403
    for wrong in ({"to": str(strange)}, {"to": str(talk)}, {"to": ""}, {"to": "new"}, {"to": str(there), "reason": ""}):
        assert (await moved(author, idea_id, talk, [first], **wrong)).status_code == 422, wrong
    assert (await moved(author, idea_id, talk, [], to=str(there))).status_code == 422
    assert (await moved(author, idea_id, there, [first], to=str(talk))).status_code == 422
    assert (await moved(author, idea_id, strange, [first], to=str(there))).status_code == 404
    assert (await store.read(_row, first)).moved_to is None


async def test_open_pages_follow_and_what_was_read_stays_read(arena: Arena, store: Store) -> None:
    author, person, idea_id, talk, there = await begun(arena, store)
    first = await said(arena, person, talk, "Hier")
    await store.write(mark_read, person.id, talk, 1)
    async with Talk(arena, arena.visitor()) as reader:
        await reader.follow(talk)
        await moved(author, idea_id, talk, [first], to=str(there))
        await reader.reached(talk, 5)
        place = reader.items[first]
        assert (place["state"], place["moved"]["th"], place["moved"]["title"]) == ("moved", there, "Zahlen")
        assert "html" not in place
    assert await store.read(_read, person.id, there) == 1


def _row(db: Connection, post_id: int) -> Any:
    return db.execute(select(Post.__table__).where(Post.id == post_id)).one()


def _shown(db: Connection, thread: int) -> list[Any]:
    shown = select(Post.__table__).where(Post.thread_id == thread, Post.no.is_not(None), Post.state == "visible")
    return list(db.execute(shown.order_by(Post.born_seq)))


def _only(db: Connection, thread: int) -> Any:
    (row,) = _shown(db, thread)
    return row


def _read(db: Connection, person: int, thread: int) -> Any:
    return db.execute(select(ThreadRead.no).filter_by(person_id=person, thread_id=thread)).scalar()

"""Follow an idea and stop again; nobody else sees it."""

import asyncio

from sqlalchemy import Connection, func, select

from arena.ideas.model import Follow
from arena.store import Store
from tests.ideas.posted import draft, post
from tests.people import Arena


def _followers(db: Connection, idea_id: int) -> int:
    return int(db.execute(select(func.count()).where(Follow.idea_id == idea_id)).scalar_one())


async def test_the_author_follows_from_the_start_and_others_as_they_like(arena: Arena, store: Store) -> None:
    idea_id, person = await post(arena.person(), title="Brunnen zum Folgen"), arena.person()
    assert await store.read(_followers, idea_id) == 1
    answers = await asyncio.gather(*(person.post(f"/de/ideas/{idea_id}/follow", {"on": "true"}) for _ in range(10)))
    assert {answer.status_code for answer in answers} == {303}
    assert await store.read(_followers, idea_id) == 2
    assert "Brunnen zum Folgen" in (await person.get("/de/ideas/mine")).text
    await person.post(f"/de/ideas/{idea_id}/follow", {"on": "false"})
    assert await store.read(_followers, idea_id) == 1
    assert "Brunnen zum Folgen" not in (await person.get("/de/ideas/mine")).text


async def test_visitors_are_asked_to_sign_in_and_drafts_are_not_there(arena: Arena) -> None:
    author = arena.person()
    idea_id, hidden = await post(author), await draft(author)
    assert (await arena.visitor().post(f"/de/ideas/{idea_id}/follow", {"on": "true"})).status_code == 303
    assert (await arena.person().post(f"/de/ideas/{hidden}/follow", {"on": "true"})).status_code == 404
    assert (await author.post(f"/de/ideas/{idea_id}/follow", {"off": "yes"})).status_code == 400

"""Discard a draft: nothing of it remains; what was published stays."""

from sqlalchemy import Connection, func, select

from arena.ideas.model import IdeaField
from arena.ideas.team_model import Need
from arena.store import Store
from tests.ideas.posted import draft, post, row_of
from tests.people import Arena


def _left(db: Connection, idea_id: int) -> int:
    return sum(
        db.execute(select(func.count()).where(table.idea_id == idea_id)).scalar_one() for table in (IdeaField, Need)
    )


async def test_the_author_discards_a_draft(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await draft(author)
    answer = await author.post(f"/de/ideas/{idea_id}/discard")
    assert answer.headers["location"] == "/de/ideas/mine?done=ideas.discard.done"
    assert await store.read(row_of, idea_id) is None
    assert await store.read(_left, idea_id) == 0
    assert (await author.post(f"/de/ideas/{idea_id}/discard")).status_code == 404


async def test_nobody_else_discards_it_and_nothing_published_goes(arena: Arena, store: Store) -> None:
    author = arena.person()
    hidden, idea_id = await draft(author), await post(author)
    assert (await arena.visitor().post(f"/de/ideas/{hidden}/discard")).status_code == 303
    assert (await arena.person().post(f"/de/ideas/{hidden}/discard")).status_code == 404
    assert (await author.post(f"/de/ideas/{idea_id}/discard")).status_code == 409
    assert await store.read(row_of, hidden) is not None

"""The journal: one entry for each act, numbered without a gap, never changed; folded, it is where an idea stands."""

from typing import Any

import pytest
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import DBAPIError

from arena.journal.fold import folded, standing
from arena.journal.model import JournalEntry
from arena.store import Store, Tx
from tests.ideas.posted import draft, post
from tests.people import Arena


def entries(db: Connection, idea_id: int) -> list[Any]:
    """An idea's journal as it is stored."""
    return list(db.execute(select(JournalEntry.__table__).filter_by(idea_id=idea_id).order_by(JournalEntry.no)))


async def test_every_act_is_one_entry_and_all_of_them_are_where_the_idea_stands(arena: Arena, store: Store) -> None:
    author, other = arena.person(), arena.person()
    idea_id = await post(author)
    offer = {"role": "contribute", "what": "Ich messe nach", "message": "Gern ab Mai"}
    joined = await other.post(f"/de/ideas/{idea_id}/join", offer)
    assert joined.status_code == 303, joined.text
    offered = (await store.read(entries, idea_id))[-1]
    (commitment,) = offered.change
    assert (await author.post(f"/de/commitments/{commitment.split('.')[1]}/accept", {})).status_code == 303
    assert (await author.post(f"/de/ideas/{idea_id}/withdraw", {"reason": "Es gibt das schon."})).status_code == 303
    found = await store.read(entries, idea_id)
    assert [entry.no for entry in found] == [1, 2, 3, 4]
    assert [entry.kind for entry in found] == ["ideas.publish", "ideas.join", "ideas.accept", "ideas.withdraw"]
    assert [entry.person_id for entry in found] == [author.id, other.id, author.id, author.id]
    assert (found[1].why, found[3].why) == ("Gern ab Mai", "Es gibt das schon.")
    assert found[3].change == {"state": ["published", "withdrawn"]}
    assert all(entry.post_id for entry in found)
    assert await store.read(folded, idea_id) == await store.read(standing, idea_id)


async def test_the_database_itself_refuses_to_change_or_delete_an_entry(arena: Arena, store: Store) -> None:
    idea_id = await post(arena.person())

    def change(tx: Tx) -> None:
        tx.db.execute(update(JournalEntry).where(JournalEntry.idea_id == idea_id).values(why="anders"))

    def remove(tx: Tx) -> None:
        tx.db.execute(delete(JournalEntry).where(JournalEntry.idea_id == idea_id))

    for act in (change, remove):
        with pytest.raises(DBAPIError, match="only added to"):
            await store.write(act)
    assert len(await store.read(entries, idea_id)) == 1


async def test_a_draft_has_no_journal(arena: Arena, store: Store) -> None:
    idea_id = await draft(arena.person())
    assert await store.read(entries, idea_id) == []
    assert await store.read(standing, idea_id) == {}

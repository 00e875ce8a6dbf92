"""Quotes are bound to a revision: whatever is changed later, they say in which form of the text they stand."""

from arena.store import Store
from tests.people import Arena
from tests.talk import Talk
from tests.threads.conftest import fetched


async def test_a_quote_names_the_revision_it_was_taken_from(arena: Arena, store: Store, thread: int) -> None:
    author, reader = arena.person(), arena.person()
    async with Talk(arena, author) as talk, Talk(arena, reader) as other:
        await other.follow(thread)
        said = (await talk.op("post", thread, text="Am Kanal ist Platz für acht."))["post"]
        await other.op("post", thread, text="Für acht?", post=said, quote="Platz für acht")
        await talk.op("edit", thread, post=said, rev=1, text="Am Kanal ist Platz für zwölf.")
        await other.op("post", thread, text="Immerhin.", post=said, quote="Platz für zwölf")
        await other.op("post", thread, text="Vorhin waren es acht.", post=said, quote="Platz  für acht")
        await other.op("post", thread, text="Das stand nie da.", post=said, quote="Platz für hundert")
        await other.reached(thread, 6)
        bound = [(item.get("quote"), item.get("quote_rev")) for item in other.view[1:]]
        expected = [("Platz für acht", 1), ("Platz für zwölf", 2), ("Platz  für acht", 1), (None, None)]
        assert bound == expected
        assert other.view == fetched(store, thread)
    page = (await reader.get(f"/de/threads/{thread}")).text
    assert page.count("„Platz für zwölf“ (Fassung 2)") == 1
    assert "„Platz für acht“</a>" in page
    history = (await reader.get(f"/de/posts/{said}/history")).text
    assert 'id="rev-2"' in history
    assert "Fassung 2 ·" in history


async def test_nothing_can_be_quoted_of_what_was_retracted(arena: Arena, store: Store, thread: int) -> None:
    async with Talk(arena, arena.person()) as talk:
        await talk.follow(thread)
        said = (await talk.op("post", thread, text="eins"))["post"]
        await talk.op("edit", thread, post=said, rev=1, text="zwei")
        await talk.op("delete", thread, post=said)
        await talk.op("post", thread, text="War da etwas?", post=said, quote="eins")
        await talk.reached(thread, 4)
        assert "quote" not in talk.view[1]
        assert talk.view == fetched(store, thread)

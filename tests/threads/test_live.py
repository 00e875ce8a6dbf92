"""The live thread: what one says the others read, in order and without a gap, whatever happens to the line."""

import asyncio

from arena.store import Store
from tests.people import Arena
from tests.talk import Talk
from tests.threads.conftest import fetched


async def test_two_people_talk(arena: Arena, store: Store, thread: int) -> None:
    mira, tom = arena.person("Mira"), arena.person("Tom")
    async with Talk(arena, mira) as here, Talk(arena, tom) as there:
        await here.follow(thread)
        await there.follow(thread)
        said = await here.op("post", thread, text="Wer hat **Platz** für eine Werkstatt?")
        await there.op(
            "post", thread, text="Wir, in der Halle am Kanal.", post=said["post"], quote="für eine Werkstatt?"
        )
        await here.reached(thread, 2)
        await there.reached(thread, 2)
        assert here.view == there.view == fetched(store, thread)
        assert "<strong>Platz</strong>" in here.view[0]["html"]
        assert here.view[1]["reply"]["no"] == 1


async def test_a_cut_line_misses_nothing(arena: Arena, store: Store, thread: int) -> None:
    mira, tom = arena.person(), arena.person()
    async with Talk(arena, mira) as here:
        there = Talk(arena, tom)
        await there.open()
        await there.follow(thread)
        await here.follow(thread)
        first = await here.op("post", thread, text="eins")
        await there.reached(thread, 1)
        there.cut()
        await here.op("post", thread, text="zwei")
        await here.op("edit", thread, post=first["post"], rev=1, text="eins, verbessert")
        await there.open()
        await there.follow(thread, after=there.pos[thread])
        await there.reached(thread, 3)
        await here.reached(thread, 3)
        assert there.view == here.view == fetched(store, thread)
        await there.close()


async def test_the_same_key_is_stored_once(arena: Arena, store: Store, thread: int) -> None:
    async with Talk(arena, arena.person()) as talk:
        first, *others = await asyncio.gather(
            *(talk.op("post", thread, ck="double-click", text="eins") for _ in range(5))
        )
        assert {answer["seq"] for answer in [first, *others]} == {1}
        assert sum("dup" in answer for answer in [first, *others]) == 4
        assert (await talk.op("post", thread, ck="double-click", text="zwei"))["code"] == "key_reused"
    assert len(fetched(store, thread)) == 1


async def test_a_visitor_reads_live_and_writes_nothing(arena: Arena, thread: int) -> None:
    async with Talk(arena, arena.visitor()) as visitor, Talk(arena, arena.person()) as talk:
        await visitor.follow(thread)
        await talk.op("post", thread, text="hallo")
        await visitor.reached(thread, 1)
        assert (await visitor.op("post", thread, text="ich auch"))["code"] == "auth"


async def test_a_retracted_contribution_leaves_a_tombstone_and_its_quotes_go(
    arena: Arena, store: Store, thread: int
) -> None:
    async with Talk(arena, arena.person()) as talk:
        await talk.follow(thread)
        said = await talk.op("post", thread, text="Das nehme ich zurück.")
        await talk.op("post", thread, text="Was denn?", post=said["post"], quote="zurück")
        await talk.op("react", thread, post=said["post"], kind="concern")
        await talk.op("delete", thread, post=said["post"])
        await talk.reached(thread, 5)
        assert talk.view == fetched(store, thread)
        assert talk.view[0]["state"] == "deleted"
        assert "html" not in talk.view[0]
        assert "quote" not in talk.view[1]


async def test_only_the_author_changes_a_contribution(arena: Arena, thread: int) -> None:
    async with Talk(arena, arena.person()) as author, Talk(arena, arena.person()) as other:
        said = await author.op("post", thread, text="meins")
        assert (await other.op("edit", thread, post=said["post"], rev=1, text="deins"))["code"] == "forbidden"
        assert (await other.op("delete", thread, post=said["post"]))["code"] == "forbidden"
        assert (await author.op("edit", thread, post=said["post"], rev=7, text="neu"))["code"] == "conflict"


async def test_reactions_count_each_person_once(arena: Arena, thread: int) -> None:
    async with Talk(arena, arena.person()) as author, Talk(arena, arena.person()) as other:
        await author.follow(thread)
        said = await author.op("post", thread, text="Solar aufs Schuldach")
        for _ in range(3):
            await other.op("react", thread, post=said["post"], kind="support")
        await author.reached(thread, 2)
        assert author.view[0]["reactions"] == {"support": 1}
        await other.op("react", thread, post=said["post"], kind="support", on=False)
        await author.reached(thread, 3)
        assert "reactions" not in author.view[0]


async def test_an_organisation_speaks_through_a_person_and_both_are_shown(arena: Arena, thread: int) -> None:
    member, organisation = arena.member("business", "Radwerk eG")
    async with Talk(arena, member) as talk:
        await talk.follow(thread)
        await talk.op("post", thread, text="Wir helfen.", **{"as": organisation})
        await talk.reached(thread, 1)
        assert talk.view[0]["actor"]["name"] == "Radwerk eG"
        assert talk.view[0]["person"]["id"] == member.id
    async with Talk(arena, arena.person()) as stranger:
        assert (await stranger.op("post", thread, text="Wir auch.", **{"as": organisation}))["code"] == "forbidden"


async def test_a_mention_links_the_actor(arena: Arena, thread: int) -> None:
    ayse = arena.person("Ayşe K. vom Platz")
    async with Talk(arena, arena.person()) as talk:
        await talk.follow(thread)
        await talk.op("post", thread, text="Frag @Ayşe K. vom Platz bitte, aber nicht `@Ayşe K. vom Platz`.")
        await talk.reached(thread, 1)
        assert talk.view[0]["html"].count(f'href="/actors/{ayse.id}"') == 1

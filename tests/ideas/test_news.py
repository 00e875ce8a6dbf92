"""What is new where a person finds their ideas: counted, muted, and marked as read."""

import re

from arena.ideas.open_thread import Opening, open_thread
from arena.store import Store
from arena.threads.hear import hearers
from tests.ideas.posted import post, row_of
from tests.ideas.test_join import offer
from tests.ideas.test_list_cost import statements
from tests.ideas.test_open_thread import thread_opened
from tests.people import Arena, Someone
from tests.threads.asking import op
from tests.threads.speaking import say


async def _thread(store: Store, idea: int) -> int:
    row = await store.read(row_of, idea)
    assert row
    return int(row.thread_id)


async def _shown(someone: Someone, page: str, words: str) -> bool:
    return words in (await someone.follow(page)).text


async def test_what_is_new_is_counted_in_my_ideas_and_on_the_start_page_until_it_is_read(
    arena: Arena, store: Store
) -> None:
    author, follower, other = arena.person(), arena.person(), arena.person()
    idea = await post(author)
    await follower.post(f"/de/ideas/{idea}/follow", {"on": "true"})
    thread = await _thread(store, idea)
    for text in ("eins", "zwei"):
        await say(arena, other, thread, text)
    for someone in (author, follower):
        for page in ("/de/ideas/mine", "/de/"):
            assert await _shown(someone, page, "2 neue Beiträge")
    assert not await _shown(other, "/de/", "2 neue Beiträge")
    answer = await author.post("/de/ideas/mine/read")
    assert answer.headers["location"] == "/de/ideas/mine?done=ideas.mine.read.done"
    assert not await _shown(author, "/de/ideas/mine", "neue Beiträge")
    assert not await _shown(author, "/de/", "2 neue Beiträge")
    assert await _shown(follower, "/de/ideas/mine", "2 neue Beiträge")


async def test_who_speaks_has_read_what_was_there(arena: Arena, store: Store) -> None:
    author, other = arena.person(), arena.person()
    thread = await _thread(store, await post(author))
    await say(arena, other, thread, "eins")
    await say(arena, author, thread, "zwei")
    assert not await _shown(author, "/de/ideas/mine", "neue")


async def test_the_lists_and_the_thread_say_the_same_also_to_whom_never_read_there(arena: Arena, store: Store) -> None:
    author, follower, joiner, other = (arena.person() for _ in range(4))
    member, organisation = arena.member("science")
    idea = await post(member, speak_as=str(organisation))
    await follower.post(f"/de/ideas/{idea}/follow", {"on": "true"})
    await offer(joiner, idea)
    named = await thread_opened(member, idea, speak_as=str(organisation))
    thread = await _thread(store, idea)
    for place in (thread, named):
        for text in ("eins", "zwei"):
            await say(arena, other, place, text)
    for someone in (member, follower, joiner):
        assert await _shown(someone, "/de/", "4 neue Beiträge")
        for place in (thread, named):
            page = (await someone.follow(f"/de/threads/{place}?unread=1")).text.partition("<template")[0]
            assert "2 ungelesen" in page
            assert re.search(r'id="unread".*?id="post-1"', page, re.S)
        assert '<span class="new">2 neue</span>' in (await someone.follow(f"/de/threads/{thread}")).text
    for someone in (author, arena.visitor()):
        page = (await someone.follow(f"/de/threads/{thread}")).text.partition("<template")[0]
        assert 'id="unread"' not in page
        assert "ungelesen" not in page
    await follower.post(f"/de/threads/{thread}/level", {"level": "mute"})
    assert 'id="unread"' not in (await follower.follow(f"/de/threads/{thread}")).text.partition("<template")[0]


async def test_what_somebody_says_themselves_is_never_new_to_them(arena: Arena, store: Store) -> None:
    author, other = arena.person(), arena.person()
    thread = await _thread(store, await post(author))

    async def page() -> str:
        return (await author.follow(f"/de/threads/{thread}")).text.partition("<template")[0]

    for _ in range(2):  # over the line: nothing marks them as read but reading
        await op(author, thread, "post", text="Von mir")
    assert 'id="unread"' not in await page()
    assert "ungelesen" not in await page()
    for where in ("/de/ideas/mine", "/de/"):
        assert not await _shown(author, where, "2 neue Beiträge")
    await say(arena, other, thread, "Von nebenan")
    await op(author, thread, "post", text="Wieder von mir")
    shown = await page()
    assert "1 ungelesen" in shown
    assert re.search(r'id="post-2".*?id="unread".*?id="post-3"', shown, re.S)
    assert await _shown(author, "/de/ideas/mine", "1 neuer Beitrag")


async def test_a_muted_thread_counts_nothing(arena: Arena, store: Store) -> None:
    author = arena.person()
    thread = await _thread(store, await post(author))
    await say(arena, arena.person(), thread, "laut")
    assert await _shown(author, "/de/ideas/mine", "1 neuer Beitrag")
    await author.post(f"/de/threads/{thread}/level", {"level": "mute"})
    assert not await _shown(author, "/de/ideas/mine", "1 neuer Beitrag")
    assert not await _shown(author, "/de/", "1 neuer Beitrag")


async def test_named_threads_count_as_well(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea = await post(author)
    opening = Opening("collaboration", "Wer baut mit?", "Termine und Werkzeug.")
    named = await store.write(open_thread, author.voice, idea, opening)
    for thread in (named, named, await _thread(store, idea)):
        await say(arena, arena.person(), thread, "Neues")
    assert await _shown(author, "/de/ideas/mine", "3 neue Beiträge")
    await author.post("/de/ideas/mine/read")
    assert not await _shown(author, "/de/ideas/mine", "neue Beiträge")


async def test_whoever_carries_an_idea_hears_everything_and_followers_hear_decisions(
    arena: Arena, store: Store
) -> None:
    author, joiner, follower, other = (arena.person() for _ in range(4))
    idea = await post(author)
    await offer(joiner, idea)
    await follower.post(f"/de/ideas/{idea}/follow", {"on": "true"})
    opening = Opening("questions", "Fragen zum Bau", "Was offen ist.")
    named = await store.write(open_thread, author.voice, idea, opening)
    for thread in (await _thread(store, idea), named):
        said = await say(arena, other, thread, "Neues")
        assert {one.person_id: one.why for one in await store.read(hearers, said)} == {author.id: "contribution"}
        decided = await store.read(lambda db, said=said: hearers(db, said, decision=True))
        assert {one.person_id for one in decided} == {author.id, joiner.id, follower.id}
    assert await _shown(author, f"/de/threads/{named}", 'value="loud" aria-pressed="true"')
    assert await _shown(follower, f"/de/threads/{named}", 'value="normal" aria-pressed="true"')


async def test_the_counts_cost_one_statement_and_read_no_whole_table(arena: Arena, store: Store) -> None:
    author = arena.person()
    await post(author)
    await author.get("/de/ideas/mine")
    with statements() as asked:
        await author.get("/de/ideas/mine")
    assert len([one for one in asked if "thread_read" in one[0] and "login" not in one[0]]) == 2
    assert len(asked) <= 5, asked
    if store.dialect != "sqlite":
        return
    with statements() as asked:
        await author.get("/de/")
    (new,) = [one for one in asked if "thread_read" in one[0] and "login" not in one[0]]
    plan = store.read_now(lambda db: db.exec_driver_sql(f"EXPLAIN QUERY PLAN {new[0]}", new[1]).all())
    scans = [row[3] for row in plan if row[3].startswith("SCAN")]
    assert not [one for one in scans if "subquery" not in one and "CONSTANT" not in one and "mine" not in one], plan

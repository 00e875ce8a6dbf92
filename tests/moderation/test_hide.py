"""A moderator hides a contribution: everybody sees why, at once, and nowhere its words; shown again it is whole."""

import asyncio
import json
from html import unescape
from uuid import uuid4

from tests.moderation.acting import INSULT, SECRET, WHY, acts, decide, follow, insulted, moderator, stored
from tests.people import Arena
from tests.talk import Talk
from tests.threads.speaking import say
from tests.threads.streaming import streaming

SAID = "Die Moderation hat diesen Beitrag verborgen (Beleidigung oder Hass): Streiten Sie bitte über die Sache."


async def test_a_hidden_contribution_says_why_on_open_pages_and_gives_nothing_away(arena: Arena) -> None:
    author, mod = arena.person("Grob Ian"), moderator(arena)
    thread, number = await insulted(arena, author)
    await say(arena, arena.person(), thread, "Bitte sachlich", reply_to=number)
    async with Talk(arena, arena.visitor()) as reader, streaming(arena.visitor(), thread) as stream:
        await follow(reader, thread)
        reader.frames.clear()
        answer = await decide(mod, number)
        assert answer.status_code == 303, answer.text
        told = await reader.until(t="ev", th=thread)
        await stream.until(t="ev")
        item = told["o"]
        assert (told["k"], item["state"], item["id"]) == ("hide", "hidden", number)
        (act,) = await arena.store.read(acts, number)
        assert item["hidden"] == {"ground": "insult", "reason": WHY, "to": f"/moderation/acts/{act.id}"}
        assert not {"html", "person", "actor", "quote"} & item.keys()
        assert SECRET not in json.dumps(reader.frames) + json.dumps(stream.items[number])
    page = unescape((await arena.visitor().follow(f"/de/threads/{thread}")).text)
    assert SAID in page
    assert (act.kind, act.ground, act.reason, act.person_id, act.post_no) == ("hide", "insult", WHY, mod.id, 1)


async def test_no_way_in_shows_the_words_of_what_is_hidden(arena: Arena) -> None:
    author, mod, other = arena.person("Grob Ian"), moderator(arena), arena.person("Anna Antwort")
    thread, number = await insulted(arena, author, "Zuerst Zankapfel")
    edit = {"markdown": INSULT, "text_rev": "1", "client_key": "amend-it-once"}
    assert (await author.post(f"/de/posts/{number}/edit", edit)).status_code == 303
    quoting = {"markdown": "Bitte nicht so", "reply_to": str(number), "quote": SECRET, "client_key": "quote-it-once"}
    assert (await other.post(f"/de/threads/{thread}/posts", quoting)).status_code == 303
    async with Talk(arena, other) as before:
        await follow(before, thread)
        assert SECRET in json.dumps(before.frames)
    await mod.follow(f"/de/threads/{thread}")  # drawn once, and kept
    assert (await decide(mod, number)).status_code == 303
    for someone in (arena.visitor(), other, mod, author):
        for address in (f"/de/threads/{thread}", f"/en/threads/{thread}", f"/threads/{thread}/events?after=0"):
            answer = await someone.follow(address)
            assert (answer.status_code, SECRET in answer.text) == (200, False), address
        for part in ("", "/history", "/edit", "/marks", "/report"):
            answer = await someone.follow(f"/de/posts/{number}{part}")
            assert SECRET not in answer.text, part
            assert answer.status_code in (404, 200 if someone.voice is None else 404), part
    for address in ("/de/moderation/log", "/de/journal", "/de/journal.json", "/de/feed.atom"):  # the same for everybody
        assert SECRET not in (await arena.visitor().follow(address)).text, address
    async with Talk(arena, arena.visitor()) as late:
        for after in range(6):
            await late.send(t="sub", th=thread, after=after)
            await late.until(t="sync", th=thread, to=after)
        assert SECRET not in json.dumps(late.frames)


async def test_the_same_quote_comes_and_goes_with_the_words_it_quotes(arena: Arena) -> None:
    author, mod, other = arena.person(), moderator(arena), arena.person()
    thread, number = await insulted(arena, author)
    quoting = {"markdown": "Bitte nicht so", "reply_to": str(number), "quote": SECRET, "client_key": "again-quoted"}
    assert (await other.post(f"/de/threads/{thread}/posts", quoting)).status_code == 303
    async with Talk(arena, arena.visitor()) as reader:
        await follow(reader, thread)
        assert reader.view[-1]["quote"] == SECRET
        seq = reader.pos[thread]
        assert (await decide(mod, number)).status_code == 303
        await reader.reached(thread, seq + 2)
        assert "quote" not in reader.view[-1]
        assert (await decide(mod, number, "restore", reason="Das war ein Irrtum.")).status_code == 303
        await reader.reached(thread, seq + 4)
        assert reader.view[-1]["quote"] == SECRET
        live, rev = reader.view, reader.items[number]["rev"]
        assert (reader.items[number]["state"], "hidden" in reader.items[number]) == ("visible", False)
    assert rev == 3
    async with Talk(arena, arena.visitor()) as fresh:
        await fresh.follow(thread)
        await fresh.reached(thread, seq + 4)
        assert fresh.view == live, "the page before plus the events is the page after a reload"
    assert SECRET in (await arena.visitor().follow(f"/de/threads/{thread}")).text


async def test_who_wrote_it_can_neither_amend_nor_answer_it_away_but_may_take_it_back(arena: Arena) -> None:
    author, mod = arena.person(), moderator(arena)
    thread, number = await insulted(arena, author)
    assert (await decide(mod, number)).status_code == 303
    async with Talk(arena, author) as talk:
        assert (await talk.op("edit", thread, post=number, rev=1, text="Ganz anders"))["code"] == "gone"
        assert (await talk.op("react", thread, post=number, kind="support"))["code"] == "gone"
        assert (await talk.op("delete", thread, post=number))["t"] == "ok"
    kept = await arena.store.read(stored, number)
    assert (kept.state, kept.markdown, kept.facts) == ("deleted", "", {})
    assert (await decide(mod, number, "restore")).status_code == 409
    assert (await decide(mod, number, "hide")).status_code == 409
    assert "zurückgezogen" in (await arena.visitor().follow(f"/de/threads/{thread}")).text


async def test_a_poll_is_hidden_with_its_options_and_its_clock_goes_on(arena: Arena) -> None:
    author, mod = arena.person(), moderator(arena)
    thread, _ = await insulted(arena, author, "Guten Tag")
    async with Talk(arena, author) as talk:
        asked = await talk.op("poll", thread, text="Wer ist der Zankapfel?", options=["Zankapfel A", "B"])
        assert (await decide(mod, asked["post"])).status_code == 303
        assert (await talk.op("vote", thread, post=asked["post"], choices=[0]))["code"] == "gone"
    assert SECRET not in (await arena.visitor().follow(f"/de/threads/{thread}")).text
    assert (await decide(mod, asked["post"], "restore")).status_code == 303
    assert "Zankapfel A" in (await arena.visitor().follow(f"/de/threads/{thread}")).text


async def test_whoever_amends_quotes_or_takes_back_while_it_is_hidden_brings_nothing_back(arena: Arena) -> None:
    for turn in range(4):
        author, mod, other = arena.person(), moderator(arena), arena.person()
        thread, number = await insulted(arena, author)
        edit = {"markdown": f"{INSULT} {turn}", "text_rev": "1", "client_key": uuid4().hex}
        quote = {"markdown": "Na!", "reply_to": str(number), "quote": SECRET, "client_key": uuid4().hex}
        answers = await asyncio.gather(
            author.post(f"/de/posts/{number}/edit", edit),
            decide(mod, number),
            other.post(f"/de/threads/{thread}/posts", quote),
            *([author.post(f"/de/posts/{number}/retract", {"client_key": uuid4().hex})] if turn % 2 else []),
        )
        assert answers[0].status_code in (303, 404)
        assert answers[1].status_code in (303, 409)
        assert answers[2].status_code == 303
        if not turn % 2:
            assert (await arena.store.read(stored, number)).state == "hidden"
        for address in (f"/de/threads/{thread}", f"/threads/{thread}/events?after=0", f"/de/posts/{number}/history"):
            assert SECRET not in (await arena.visitor().follow(address)).text, address

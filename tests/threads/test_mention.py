"""Mentions: whom a writer is offered, what is written to mean them, and what readers get of it."""

import re
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event, select, text, update

from arena.actors.model import Actor
from arena.store import Store, Tx
from arena.threads.model import Mention, Post, Thread
from arena.threads.offered import MOST, offered
from tests.people import Answer, Arena, Someone
from tests.threads.speaking import say
from tests.threads.test_windows import plan

CROWD = """INSERT INTO actor (kind, name, folded, sector, about, website, created_at)
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)
SELECT 'person', 'Menge ' || i, 'menge ' || i, 'resident', '', '', :now FROM n"""
NASTY = '<img src=x onerror="alert(1)"> & *Co*'


async def ask(someone: Someone, thread: int, q: str, lang: str = "de") -> Answer:
    """What completion answers."""
    return await someone.get(f"/{lang}/mentions", params={"q": q, "thread": thread})


async def names(someone: Someone, thread: int, q: str) -> list[str]:
    """Who is offered."""
    return [one["name"] for one in (await ask(someone, thread, q)).json()["found"]]


async def html(arena: Arena, post: int) -> str:
    """A contribution as it is stored."""
    return str(await arena.store.read(lambda db: db.execute(select(Post.html).where(Post.id == post)).scalar_one()))


async def mentioned(arena: Arena, post: int) -> set[int]:
    """Whom a contribution names."""
    named = select(Mention.actor_id).where(Mention.post_id == post)
    return set(await arena.store.read(lambda db: db.execute(named).scalars().all()))


async def test_people_and_organisations_are_offered_by_how_their_name_begins(arena: Arena, thread: int) -> None:
    writer = arena.person("Zora Writes")
    arena.person("Zoë Zett", email="quastenflosser@example.org")
    arena.member("science", "Zoetrop e.V.")
    assert await names(writer, thread, "@ZOE") == ["Zoë Zett", "Zoetrop e.V."]
    told = (await ask(writer, thread, "@zoetrop", "en")).json()
    assert told["said"].startswith("1 suggestion: choose with the arrow keys")
    assert told["found"][0] == {"name": "Zoetrop e.V.", "text": "@Zoetrop e.V.", "about": "Science"}
    assert await names(writer, thread, "@quastenflosser") == []
    assert await names(writer, thread, "@%oe") == []
    assert await names(writer, thread, "@") == []


async def test_who_took_part_comes_first_and_by_any_word_of_the_name(arena: Arena, thread: int) -> None:
    here = arena.person("Qunibert Zuletzt")
    for n in range(MOST + 1):
        arena.person(f"Qun {n}")
    await say(arena, here, thread, "Guten Tag")
    found = await names(arena.person(), thread, "@qun")
    assert found[0] == "Qunibert Zuletzt"
    assert len(found) == MOST
    assert await names(arena.person(), thread, "@zuletzt") == ["Qunibert Zuletzt"]
    assert await names(arena.person(), thread, "@") == ["Qunibert Zuletzt"]


async def test_nobody_is_offered_themselves_but_the_organisation_they_speak_for(arena: Arena, thread: int) -> None:
    writer, _ = arena.member("science", "Yucca-Institut")
    own = update(Actor).where(Actor.id == writer.id).values(name="Yucca Schreibt", folded="yucca schreibt")
    await arena.store.write(lambda tx: tx.db.execute(own))
    await say(arena, writer, thread, "Guten Tag")
    assert await names(writer, thread, "@yucca") == ["Yucca-Institut"]
    assert (await ask(writer, thread, "@yucca s")).json()["said"] == "Kein Vorschlag"
    assert await names(arena.person(), thread, "@yucca") == ["Yucca Schreibt", "Yucca-Institut"]


async def test_fields_of_action_are_offered_in_the_readers_language(arena: Arena, thread: int) -> None:
    writer = arena.person()
    for lang, label in (("de", "Regeneration natürlicher Ressourcen"), ("en", "Regeneration of Natural Resources")):
        [found] = (await ask(writer, thread, "#Regeneration", lang)).json()["found"]
        assert (found["key"], found["name"], found["text"]) == ("natural-resources", label, f"#{label}")


async def test_only_who_is_signed_in_may_ask_only_of_public_threads_and_not_without_end(
    arena: Arena, store: Store, thread: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("arena.web.limits.monotonic", lambda: 0.0)
    writer = arena.person()
    assert (await ask(arena.visitor(), thread, "@a")).status_code == 401
    for path in ("q=@a", "q=@a&thread=x", f"q=a&thread={thread}", "q=@a&thread=999999999", "q=%23a&thread=999999999"):
        assert (await writer.get(f"/de/mentions?{path}")).status_code == 404
    far = {"Sec-Fetch-Site": "cross-site"}
    assert (await writer.get(f"/de/mentions?q=@a&thread={thread}", headers=far)).status_code == 403
    await store.write(lambda tx: tx.db.execute(update(Thread).where(Thread.id == thread).values(audience="team")))
    for q in ("@a", "#a"):
        assert (await ask(writer, thread, q)).status_code == 404
    answers = [(await ask(writer, thread, "@a")).status_code for _ in range(31)]
    assert answers[-1] == 429
    assert (await ask(arena.person(), thread, "@a")).status_code == 404


async def test_two_of_the_same_name_can_each_be_meant(arena: Arena, thread: int) -> None:
    first, second, third = (arena.person("Doppel Gänger") for _ in range(3))
    texts = [one["text"] for one in (await ask(arena.person(), thread, "@Doppel Gänger")).json()["found"]]
    assert set(texts) == {f"@Doppel Gänger~{one.id}" for one in (first, second, third)}
    post = await say(arena, first, thread, f"Danke @Doppel Gänger~{second.id}, nicht @Doppel Gänger.")
    shown = await html(arena, post)
    assert f'Danke <a class="mention" href="/actors/{second.id}">@Doppel Gänger</a>, nicht @Doppel Gänger.' in shown
    assert await mentioned(arena, post) == {second.id}


async def test_people_of_one_name_are_told_apart_by_what_their_profiles_say(arena: Arena, thread: int) -> None:
    arena.person("Zwil Ling", email="zwilling@example.org")
    member, _ = arena.member("science", "Institut für Zwillinge")
    named = update(Actor).where(Actor.id == member.id).values(name="Zwil Ling", folded="zwil ling")
    await arena.store.write(lambda tx: tx.db.execute(named))
    told = [one["about"] for one in (await ask(arena.person(), thread, "@Zwil")).json()["found"]]
    assert sorted(re.sub(r"seit .*", "seit", one) for one in told) == [
        "Institut für Zwillinge · Dabei seit",
        "Privatpersonen · Dabei seit",
    ]
    third = arena.person("Zwil Ling")
    found = (await ask(arena.person(), thread, "@Zwil")).json()["found"]
    assert len({one["about"] for one in found}) == 3
    assert [one["about"].endswith(f"~{third.id}") for one in found].count(True) == 1
    assert "example.org" not in str(found)


async def test_a_number_with_another_name_means_nobody(arena: Arena, thread: int) -> None:
    mira, other = arena.person("Einzig Eins"), arena.person("Einzig Zwei")
    post = await say(arena, mira, thread, f"@Einzig Zwei~{mira.id} @~{mira.id} @Einzig~{other.id} @X~{10**14}")
    assert "mention" not in await html(arena, post)
    assert await mentioned(arena, post) == set()


async def test_a_hostile_name_stays_words(arena: Arena, thread: int) -> None:
    nasty, writer = arena.person(NASTY), arena.person()
    [found] = (await ask(writer, thread, "@<img")).json()["found"]
    assert found["name"] == NASTY
    post = await say(arena, writer, thread, f"Hallo {found['text']} !")
    shown = await html(arena, post)
    assert f'<a class="mention" href="/actors/{nasty.id}">@&lt;img' in shown
    assert "<img" not in shown
    assert "*Co*</a> !" in shown
    assert "<img src" not in (await writer.get(f"/de/threads/{thread}")).text
    assert await mentioned(arena, post) == {nasty.id}
    arena.person("hostile@example.org")
    assert await names(writer, thread, "@hostile") == []


async def test_a_field_leads_to_its_ideas_and_code_and_headings_stay(arena: Arena, thread: int) -> None:
    writer = arena.person()
    said = "Zu #Regeneration natürlicher Ressourcen und #open-it, nicht `#open-it`, #open-items, a#open-it, #1."
    post = await say(arena, writer, thread, said)
    shown = await html(arena, post)
    assert shown.count('class="mention"') == 2
    link = '<a class="mention" href="/ideas?field=natural-resources">#Regeneration natürlicher Ressourcen</a>'
    assert link in shown
    page = (await arena.visitor().get(f"/en/threads/{thread}")).text
    assert 'href="/en/ideas?field=open-it">#open-it</a>' in page
    assert (await arena.visitor().get("/en/ideas?field=open-it")).status_code == 200


async def test_a_changed_text_names_only_whom_it_names(arena: Arena, thread: int) -> None:
    writer, named = arena.person(), arena.person("Erst Genannt")
    post = await say(arena, writer, thread, "Frag @Erst Genannt")
    assert await mentioned(arena, post) == {named.id}
    form = {"markdown": "Frag niemanden", "text_rev": "1", "client_key": uuid4().hex}
    assert (await writer.post(f"/de/posts/{post}/edit", form)).status_code == 303
    assert await mentioned(arena, post) == set()


class _Seen(Exception):
    """Takes what was found out of a transaction that must leave nothing behind."""


def test_names_are_found_through_the_index_among_a_hundred_thousand(store: Store, thread: int) -> None:
    with pytest.raises(_Seen) as seen:
        store.write_now(_look_in_a_crowd, thread)
    found, plans = seen.value.args
    assert found[0].name == "Menge 99"
    assert len(found) == MOST
    assert len(plans) >= 3
    for told in plans:
        assert not any("SCAN actor" in line or "Seq Scan on actor" in line for line in told), told


def _look_in_a_crowd(tx: Tx, thread: int) -> None:
    tx.db.execute(text(CROWD), {"now": tx.now})
    tx.db.exec_driver_sql("ANALYZE actor")
    asked: list[tuple[str, Any]] = []
    event.listen(tx.db, "before_cursor_execute", lambda _, __, statement, facts, *___: asked.append((statement, facts)))
    found = offered(tx.db, thread, "menge 99")
    raise _Seen(found, [plan(tx.db, *one) for one in tuple(asked) if "FROM actor" in one[0]])

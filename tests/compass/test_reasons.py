"""Reasons are contributions: in the idea's thread, to be answered, and off the profile when they are gone there."""

from html import unescape
from typing import Any

from sqlalchemy import Connection, select, update

from arena.ideas.model import Idea
from arena.store import Store, Tx
from arena.threads.model import CONTRIBUTION, Post, Thread
from tests.compass.rated import rate, stored, versions_of
from tests.ideas.posted import HOSTILE, page_of, post
from tests.people import Arena, Someone

WHY = "Weniger Flaschen, weniger Transporte."
LEAD = "Zum Kriterium „Schont Ressourcen und senkt Emissionen“:"


def _posts(db: Connection, idea_id: int) -> list[Any]:
    mine = select(Post.__table__).join(Idea, Idea.thread_id == Post.thread_id).where(Idea.id == idea_id)
    return list(db.execute(mine.where(Post.kind == CONTRIBUTION).order_by(Post.id)))


async def _profile(arena: Arena, idea_id: int) -> str:
    return unescape((await arena.visitor().get(f"/de/ideas/{idea_id}/compass")).text)


async def _reasoned(arena: Arena) -> tuple[int, Someone]:
    idea_id, person = await post(arena.person()), arena.person("Ria Grund")
    assert (await rate(person, idea_id, {"resources": 2}, {"resources": WHY})).status_code == 303
    return idea_id, person


async def test_a_reason_stands_in_the_thread_and_on_the_profile_and_says_nothing_of_the_score(
    arena: Arena, store: Store
) -> None:
    idea_id, person = await _reasoned(arena)
    thread = unescape((await page_of(arena.visitor(), idea_id)).text)
    profile = await _profile(arena, idea_id)
    for page in (thread, profile):
        assert LEAD in page
        assert WHY in page
        assert "Ria Grund" in page
    [said] = store.read_now(_posts, idea_id)
    assert said.markdown == f"{LEAD}\n\n{WHY}"
    assert f"/de/posts/{said.id}" in profile
    form = unescape((await person.get(f"/de/ideas/{idea_id}/assess")).text)
    assert 'aria-label="Ihre Begründung: Schont Ressourcen und senkt Emissionen"' in form
    assert f">\n{WHY}</textarea>" in form


async def test_it_can_be_answered(arena: Arena, store: Store) -> None:
    idea_id, _ = await _reasoned(arena)
    [said] = store.read_now(_posts, idea_id)
    answer = {"markdown": "Und das Spülen?", "reply_to": str(said.id)}
    await arena.person().post(f"/de/threads/{said.thread_id}/posts", answer)
    assert store.read_now(_posts, idea_id)[1].reply_to == said.id


async def test_changed_it_is_amended_and_emptied_it_is_retracted(arena: Arena, store: Store) -> None:
    idea_id, person = await _reasoned(arena)
    await rate(person, idea_id, {"resources": 2}, {"resources": "Genauer: 40 Prozent weniger."})
    [said] = store.read_now(_posts, idea_id)
    assert said.markdown == f"{LEAD}\n\nGenauer: 40 Prozent weniger."
    assert said.edited_at
    assert store.read_now(versions_of, idea_id) == [(1, 2), (2, 2)]
    await rate(person, idea_id, {"resources": 2}, {})
    [said] = store.read_now(_posts, idea_id)
    assert said.state == "deleted"
    assert "Genauer" not in await _profile(arena, idea_id)
    await rate(person, idea_id, {"resources": 2}, {"resources": "Noch ein Versuch."})
    assert [one.state for one in store.read_now(_posts, idea_id)] == ["deleted", "visible"]


async def test_deleting_or_hiding_it_in_the_thread_takes_it_off_the_profile(arena: Arena, store: Store) -> None:
    idea_id, person = await _reasoned(arena)
    [said] = store.read_now(_posts, idea_id)
    await store.write(_hide, said.id, "hidden")
    assert WHY not in await _profile(arena, idea_id)
    await store.write(_hide, said.id, "visible")
    assert WHY in await _profile(arena, idea_id)
    assert (await person.post(f"/de/posts/{said.id}/retract")).status_code == 303
    assert WHY not in await _profile(arena, idea_id)
    assert WHY not in (await person.get(f"/de/ideas/{idea_id}/assess")).text
    assert store.read_now(stored, idea_id)[0] == {("community", "resident", "resources", "plus2"): 1}


def _hide(tx: Tx, post_id: int, state: str) -> None:
    tx.db.execute(update(Post).where(Post.id == post_id).values(state=state))


async def test_moved_to_another_thread_it_goes_along(arena: Arena, store: Store) -> None:
    author, person = arena.person(), arena.person()
    idea_id = await post(author)
    await rate(person, idea_id, {"resources": 2}, {"resources": WHY})
    [said] = store.read_now(_posts, idea_id)
    opened = {"kind": "evidence", "title": "Belege", "purpose": "Hier stehen Zahlen mit Quelle."}
    led = (await author.post(f"/de/ideas/{idea_id}/threads/new", opened)).headers["location"]
    there = led.split("/threads/")[1].split("-")[0].split("?")[0]
    moving = {"posts[]": [str(said.id)], "to": there, "reason": "Gehört zu den Belegen."}
    answer = await author.post(f"/de/ideas/{idea_id}/threads/{said.thread_id}/move", moving)
    assert answer.status_code == 303, answer.text
    assert store.read_now(_posts, idea_id)[0].moved_to
    assert WHY in await _profile(arena, idea_id)
    await rate(person, idea_id, {"resources": 2}, {"resources": "Mit Quelle."})
    assert "Mit Quelle." in await _profile(arena, idea_id)
    assert len(store.read_now(_posts, idea_id)) == 1


async def test_a_closed_or_slow_thread_says_so_and_keeps_the_words(arena: Arena, store: Store) -> None:
    idea_id, person = await post(arena.person()), arena.person()
    both = {"resources": WHY, "open": "Der Code ist frei."}
    scores = {"resources": 2, "open": 1}
    await store.write(_set, idea_id, slow_mode_s=3600)
    slow = await rate(person, idea_id, scores, both)
    assert slow.status_code == 409
    assert "höchstens einer neuen Begründung" in slow.text
    assert WHY in slow.text
    assert (await rate(person, idea_id, scores, {"resources": WHY})).status_code == 303
    assert (await rate(person, idea_id, scores, both)).status_code == 429
    await store.write(_set, idea_id, slow_mode_s=0, locked=True)
    closed = await rate(person, idea_id, scores, both)
    assert closed.status_code == 409
    assert "Der Code ist frei." in closed.text
    assert (await rate(person, idea_id, {"resources": -2, "open": 1}, {"resources": WHY})).status_code == 303
    assert len(store.read_now(versions_of, idea_id)) == 2


def _set(tx: Tx, idea_id: int, **values: Any) -> None:
    thread = select(Idea.thread_id).where(Idea.id == idea_id).scalar_subquery()
    tx.db.execute(update(Thread).where(Thread.id == thread).values(values))


async def test_each_person_keeps_their_own_reason_in_an_organisations_assessment(arena: Arena, store: Store) -> None:
    idea_id = await post(arena.person())
    member, group = arena.member("business")
    name = {"speak_as": str(group)}
    await rate(member, idea_id, {"resources": 2}, {"resources": WHY}, **name)
    await rate(member, idea_id, {"resources": 1}, {"resources": "Nur für mich."})
    assert [one.actor_id for one in store.read_now(_posts, idea_id)] == [group, member.id]
    assert WHY in (await member.get(f"/de/ideas/{idea_id}/assess?voice={group}")).text
    assert WHY not in (await member.get(f"/de/ideas/{idea_id}/assess?voice={member.id}")).text


async def test_hostile_words_do_no_harm(arena: Arena) -> None:
    idea_id, person = await post(arena.person()), arena.person(HOSTILE[:70])
    await rate(person, idea_id, {"resources": 2}, {"resources": HOSTILE})
    for path in ("compass", "assess"):
        page = (await person.get(f"/de/ideas/{idea_id}/{path}")).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page

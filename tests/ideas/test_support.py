"""Support by one click, taken back by another; only the number is public."""

import asyncio

from arena.store import Store
from tests.ideas.posted import draft, page_of, post, row_of
from tests.people import Arena


async def _count(store: Store, idea_id: int) -> int:
    idea = await store.read(row_of, idea_id)
    assert idea
    return int(idea.support_count)


async def test_a_person_supports_and_takes_it_back(arena: Arena, store: Store) -> None:
    idea_id, person = await post(arena.person()), arena.person("Heimliche Freundin")
    for on, count in (("true", 1), ("true", 1), ("false", 0), ("false", 0)):
        answer = await person.post(f"/en/ideas/{idea_id}/support", {"on": on})
        assert answer.status_code == 303
        assert await _count(store, idea_id) == count
        assert f'aria-pressed="{on}"' in (await page_of(person, idea_id)).text.split("/support")[1].split("</form>")[0]


async def test_nobody_sees_who_supports(arena: Arena) -> None:
    author = arena.person()
    idea_id, person = await post(author), arena.person("Heimlicher Freund")
    await person.post(f"/de/ideas/{idea_id}/support", {"on": "true"})
    for someone in (arena.visitor(), author):
        page = (await page_of(someone, idea_id)).text
        assert "1 unterstützt die Idee" in page
        assert "Heimlicher Freund" not in page


async def test_forty_clicks_at_once_count_once(arena: Arena, store: Store) -> None:
    idea_id, person = await post(arena.person()), arena.person()
    path = f"/de/ideas/{idea_id}/support"
    answers = await asyncio.gather(*(person.post(path, {"on": "true"}) for _ in range(40)))
    assert {answer.status_code for answer in answers} <= {303, 429}
    assert sum(answer.status_code == 303 for answer in answers) >= 39
    assert await _count(store, idea_id) == 1


async def test_twelve_people_at_once_count_twelve(arena: Arena, store: Store) -> None:
    idea_id, people = await post(arena.person()), [arena.person() for _ in range(12)]
    await asyncio.gather(*(person.post(f"/de/ideas/{idea_id}/support", {"on": "true"}) for person in people))
    assert await _count(store, idea_id) == 12
    await asyncio.gather(*(person.post(f"/de/ideas/{idea_id}/support", {"on": "false"}) for person in people[:5]))
    assert await _count(store, idea_id) == 7


async def test_two_voices_of_one_person_are_one_support(arena: Arena, store: Store) -> None:
    idea_id = await post(arena.person())
    member, _ = arena.member("business")
    for _ in range(2):
        await member.post(f"/de/ideas/{idea_id}/support", {"on": "true"})
    assert await _count(store, idea_id) == 1


async def test_visitors_are_asked_to_sign_in_and_drafts_are_not_there(arena: Arena) -> None:
    author = arena.person()
    idea_id, hidden = await post(author), await draft(author)
    answer = await arena.visitor().post(f"/de/ideas/{idea_id}/support", {"on": "true"})
    assert answer.headers["location"].startswith("/de/sign-in")
    assert (await arena.person().post(f"/de/ideas/{hidden}/support", {"on": "true"})).status_code == 404
    assert (await author.post(f"/de/ideas/{hidden}/support", {"on": "true"})).status_code == 409
    assert (await author.post("/de/ideas/999999999/support", {"on": "true"})).status_code == 404
    assert (await author.post(f"/de/ideas/{idea_id}/support", {"on": "perhaps"})).status_code == 400
    assert (await author.post(f"/de/ideas/{idea_id}/support", {"person_id": "1"})).status_code == 400


async def test_a_withdrawn_idea_finds_no_new_support_but_gives_it_back(arena: Arena, store: Store) -> None:
    author, person = arena.person(), arena.person()
    idea_id = await post(author)
    await person.post(f"/de/ideas/{idea_id}/support", {"on": "true"})
    await author.post(f"/de/ideas/{idea_id}/withdraw", {"reason": "Erledigt."})
    assert (await author.post(f"/de/ideas/{idea_id}/support", {"on": "true"})).status_code == 409
    assert (await person.post(f"/de/ideas/{idea_id}/support", {"on": "false"})).status_code == 303
    assert await _count(store, idea_id) == 0

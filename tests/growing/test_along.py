"""Supporters, followers and the team are asked to come along; nothing of theirs moves without their click."""

from arena.growing.model import LineageAnswer, Proposal
from arena.ideas.model import Follow, Support
from arena.ideas.team_model import Commitment
from arena.store import Store
from tests.growing.together import joined, kinds, number_in, propose, rows, split_off, stands
from tests.ideas.posted import page_of, post, row_of
from tests.people import Arena, Someone


async def _come(someone: Someone, here: int, there: int, what: str = "support", take: str = "true", **more: str) -> int:
    form = {"to": there, "what": what, "take": take} | more
    return (await someone.post(f"/de/ideas/{here}/along", form)).status_code


async def _supports(store: Store, someone: Someone, idea_id: int) -> bool:
    return bool(await store.read(rows, Support, idea_id=idea_id, person_id=someone.id))


async def test_after_a_merge_support_and_following_move_by_one_click_each(arena: Arena, store: Store) -> None:
    author, fan, silent = arena.person(), arena.person(), arena.person()
    origin, into = await post(author), await post(author)
    for someone in (fan, silent):
        await someone.post(f"/de/ideas/{origin}/support", {"on": "true"})
        await someone.post(f"/de/ideas/{origin}/follow", {"on": "true"})
    await propose(author, origin, into)
    assert not await _supports(store, fan, into)
    for page in (await page_of(fan, origin), await page_of(fan, into), await fan.get("/de/ideas/mine")):
        assert "Unterstützung mitnehmen?" in page.text
        assert "Auch der neuen Idee folgen?" in page.text
    assert "mitnehmen?" not in (await page_of(arena.visitor(), into)).text
    assert await _come(fan, origin, into) == 303
    assert await _come(fan, origin, into) == 303
    assert await _come(fan, origin, into, "follow", "false", back="mine") == 303
    assert await _supports(store, fan, into)
    assert not await _supports(store, fan, origin)
    assert not await store.read(rows, Follow, idea_id=into, person_id=fan.id)
    assert "mitnehmen?" not in (await page_of(fan, into)).text + (await fan.get("/de/ideas/mine")).text
    assert await _supports(store, silent, origin)
    assert not await _supports(store, silent, into)
    old, new = await store.read(row_of, origin), await store.read(row_of, into)
    assert old
    assert new
    assert (old.support_count, new.support_count) == (1, 1)
    answers = await store.read(rows, LineageAnswer, person_id=fan.id)
    assert {(row.what, row.taken) for row in answers} == {("support", True), ("follow", False)}


async def test_after_a_split_support_is_given_to_both(arena: Arena, store: Store) -> None:
    author, fan = arena.person(), arena.person()
    origin = await post(author)
    await fan.post(f"/de/ideas/{origin}/support", {"on": "true"})
    number = number_in(await split_off(author, origin, [author.id]), "proposals")
    new = (await store.read(rows, Proposal, id=number))[0].to_id
    assert "Auch die abgespaltene Idee unterstützen?" in (await page_of(fan, new)).text
    assert await _come(fan, origin, new) == 303
    assert await _supports(store, fan, origin)
    assert await _supports(store, fan, new)
    assert "unterstützen?" not in (await page_of(fan, origin)).text


async def test_along_a_chain_it_arrives_where_the_idea_goes_on(arena: Arena, store: Store) -> None:
    author, fan = arena.person(), arena.person()
    first, second, third = await post(author), await post(author), await post(author)
    await fan.post(f"/de/ideas/{first}/support", {"on": "true"})
    await propose(author, first, second)
    await propose(author, second, third)
    assert await _come(fan, first, second) == 303
    assert await _supports(store, fan, third)
    assert not await _supports(store, fan, second)


async def test_who_has_nothing_there_takes_nothing_along_and_strange_ways_are_refused(
    arena: Arena, store: Store
) -> None:
    author, stranger = arena.person(), arena.person()
    origin, into, beside = await post(author), await post(author), await post(author)
    await propose(author, origin, into)
    assert await _come(stranger, origin, into) == 303
    assert not await _supports(store, stranger, into)
    assert await _come(stranger, origin, beside) == 404
    assert await _come(stranger, into, origin) == 404
    assert await _come(stranger, origin, into, "everything") == 400
    assert await _come(arena.visitor(), origin, into) == 303
    assert await store.read(rows, LineageAnswer, person_id=stranger.id) == []


async def test_each_of_the_team_is_asked_yes_moves_and_no_ends_it(arena: Arena, store: Store) -> None:
    author, comes, ends, waits = (arena.person() for _ in range(4))
    member, organisation = arena.member("science")
    origin, into = await post(author), await post(author)
    first, second = await joined(author, origin, comes, message="Ab Mai"), await joined(author, origin, ends)
    third = await joined(author, origin, member, speak_as=str(organisation))
    offered = await waits.post(f"/de/ideas/{origin}/join", {"role": "test", "what": "Ich probiere"})
    fourth = number_in(offered, "commitments")
    assert (await comes.get(f"/de/commitments/{first}/along")).status_code == 404
    await propose(author, origin, into)
    for someone, number in ((comes, first), (ends, second), (waits, fourth), (member, third)):
        assert "wartet auf Ihre Antwort" in (await someone.get("/de/organisations")).text
        assert f"/commitments/{number}/along" in (await someone.get("/de/commitments")).text
        assert f"/commitments/{number}/along" in (await page_of(someone, origin)).text
        assert (await someone.get(f"/de/commitments/{number}/along")).status_code == 200
    path = f"/de/commitments/{first}/along"
    assert (await author.get(path)).status_code == 403
    assert (await author.post(path, {"take": "true"})).status_code == 403
    assert (await arena.visitor().post(path, {"take": "true"})).headers["location"].startswith("/de/sign-in")
    assert (await comes.post(path, {"take": "true"})).status_code == 303
    assert (await comes.post(path, {"take": "true"})).status_code == 303
    assert (await comes.get(path)).status_code == 409
    assert (await ends.post(f"/de/commitments/{second}/along", {"take": "false"})).status_code == 303
    assert (await waits.post(f"/de/commitments/{fourth}/along", {"take": "true"})).status_code == 303
    as_organisation = {"take": "true", "speak_as": str(organisation)}
    assert (await member.post(f"/de/commitments/{third}/along", as_organisation)).status_code == 303
    there = {row.actor_id: row.state for row in await store.read(rows, Commitment, idea_id=into)}
    assert there == {author.id: "active", comes.id: "accepted", waits.id: "offered", organisation: "accepted"}
    gone = [row.state for row in await store.read(rows, Commitment, idea_id=origin) if row.role != "carry"]
    assert gone == ["withdrawn"] * 4
    (own,) = await store.read(rows, Commitment, idea_id=origin, role="carry")
    assert own.state == "active"  # who carried it until it merged stays to be read
    moved = [row for row in await store.read(rows, Commitment, idea_id=into) if row.actor_id == comes.id]
    assert (moved[0].what, moved[0].message) == ("Ich messe nach", "Ab Mai")
    assert (await store.read(kinds, into)).count("growing.arrive") == 3
    assert (await author.post(f"/de/commitments/{own.id}/along", {"take": "true"})).status_code == 303
    assert len(await store.read(rows, Commitment, idea_id=into)) == 4
    await stands(store, origin, into)

"""Split likewise: a part becomes an idea of its own once its carriers, and those who shall carry it, agree."""

from uuid import uuid4

from arena.growing.model import Lineage, Proposal
from arena.ideas.team_model import Commitment
from arena.store import Store
from tests.growing.together import (
    TEXTS,
    answer,
    co_carrier,
    joined,
    kinds,
    merged,
    number_in,
    propose,
    rows,
    split_off,
    stands,
)
from tests.ideas.posted import HOSTILE, page_of, post, row_of
from tests.people import Arena


async def test_a_part_becomes_an_idea_of_its_own_carried_by_those_who_agreed(arena: Arena, store: Store) -> None:
    author, second, helper = arena.person(), arena.person(), arena.person("Hanna Hilft")
    idea_id = await post(author, title="Brunnen und Bänke")
    await co_carrier(arena, author, idea_id, second)
    await joined(author, idea_id, helper)
    assert "Hanna Hilft" in (await author.get(f"/de/ideas/{idea_id}/split")).text
    number = number_in(await split_off(author, idea_id, [helper.id, author.id]), "proposals")
    page = (await arena.visitor().get(f"/de/proposals/{number}")).text
    assert page.count("soll die neue Idee tragen") == 2
    assert page.count("noch keine Antwort") == 2
    assert "Ein neuer Text." in page
    assert await answer(second, number, "agree") == 303
    assert (await store.read(rows, Proposal, id=number))[0].to_id is None
    assert await answer(helper, number, "agree", "Das mache ich gern") == 303
    new = (await store.read(rows, Proposal, id=number))[0].to_id
    idea = await store.read(row_of, new)
    assert idea
    assert (idea.title, idea.state, idea.actor_id) == (TEXTS["title"], "published", author.id)
    carrying = {row.actor_id for row in await store.read(rows, Commitment, idea_id=new, role="carry", state="active")}
    assert carrying == {author.id, helper.id}
    assert [row.kind for row in await store.read(rows, Lineage, from_id=idea_id, to_id=new)] == ["split"]
    assert (await store.read(kinds, new)) == ["ideas.publish", "growing.split_here"]
    assert (await store.read(kinds, idea_id))[-1] == "growing.split"
    assert await store.read(merged, idea_id) == ("published", None)
    assert "Abgespalten von:" in (await page_of(arena.visitor(), new)).text
    assert "Davon abgespalten:" in (await page_of(arena.visitor(), idea_id)).text
    await stands(store, idea_id, new)
    assert await answer(helper, number, "agree") == 303
    assert await answer(arena.person(), number, "agree") == 403
    assert len(await store.read(rows, Lineage, from_id=idea_id)) == 1


async def test_alone_one_splits_at_once_and_a_second_click_finds_the_same(arena: Arena, store: Store) -> None:
    author, key = arena.person(), uuid4().hex
    idea_id = await post(author)
    number = number_in(await split_off(author, idea_id, [author.id], client_key=key), "proposals")
    assert number_in(await split_off(author, idea_id, [author.id], client_key=key), "proposals") == number
    assert len(await store.read(rows, Lineage, from_id=idea_id)) == 1
    await stands(store, idea_id, (await store.read(rows, Proposal, id=number))[0].to_id)


async def test_only_carriers_propose_and_only_the_team_can_be_named(arena: Arena, store: Store) -> None:
    author, helper, stranger = arena.person(), arena.person(), arena.person()
    official, office = arena.member("administration")
    idea_id = await post(author, title="Ein Titel, der schon da ist")
    await joined(author, idea_id, helper)
    for someone in (helper, stranger, official):
        assert (await someone.get(f"/de/ideas/{idea_id}/split")).status_code == 403
        assert (await split_off(someone, idea_id, [helper.id])).status_code == 403
    assert (await arena.visitor().get(f"/de/ideas/{idea_id}/split")).headers["location"].startswith("/de/sign-in")
    for wrong in ([], [stranger.id], [author.id, office]):
        refused = await split_off(author, idea_id, wrong, summary="Bleibt stehen")
        assert refused.status_code == 422
        assert "Bleibt stehen" in refused.text
        assert 'href="#f-carriers"' in refused.text
    assert (await split_off(author, idea_id, [author.id], title="Ein Titel, der schon da ist")).status_code == 422
    assert (await split_off(author, idea_id, [author.id], reason="")).status_code == 422
    assert (await split_off(author, idea_id, [author.id], state="carried")).status_code == 400
    assert await store.read(rows, Proposal, from_id=idea_id) == []
    number = number_in(await split_off(author, idea_id, [helper.id]), "proposals")
    assert await answer(helper, number, "decline", "Lieber nicht allein") == 303
    assert (await author.post(f"/de/ideas/{idea_id}/withdraw", {"reason": "Vorbei."})).status_code == 303
    assert (await split_off(author, idea_id, [helper.id])).status_code == 409
    await stands(store, idea_id)


async def test_hostile_words_are_words(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    texts = {"title": HOSTILE[:110], "summary": HOSTILE, "markdown": HOSTILE, "reason": HOSTILE}
    number = number_in(await split_off(author, idea_id, [author.id], **texts), "proposals")
    for page in (await author.get(f"/de/proposals/{number}"), await page_of(author, idea_id)):
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text


async def test_an_idea_may_merge_into_the_one_that_was_split_off_it(arena: Arena, store: Store) -> None:
    author, fan = arena.person(), arena.person()
    idea_id = await post(author)
    await fan.post(f"/de/ideas/{idea_id}/support", {"on": "true"})
    new = (await store.read(rows, Proposal, id=number_in(await split_off(author, idea_id, [author.id]), "proposals")))[
        0
    ]
    asked = {"to": new.to_id, "what": "support", "back": "idea"}
    assert (await fan.post(f"/de/ideas/{idea_id}/along", asked | {"take": "false"})).status_code == 303
    assert (await propose(author, idea_id, new.to_id)).status_code == 303
    assert await store.read(merged, idea_id) == ("withdrawn", new.to_id)
    assert [row.kind for row in await store.read(rows, Lineage, from_id=idea_id)] == ["merge"]
    assert "Unterstützung mitnehmen?" in (await page_of(fan, idea_id)).text
    await stands(store, idea_id, new.to_id)

"""Withdraw: by those who carry it, with a public reason; what was said stays readable."""

from arena.store import Store
from tests.ideas.posted import HOSTILE, draft, page_of, post, row_of, seen
from tests.people import Arena


async def test_a_carrier_withdraws_with_a_reason_everybody_reads(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author, title="Brunnen, die es schon gibt")
    assert (await author.get(f"/en/ideas/{idea_id}/withdraw")).status_code == 200
    answer = await author.post(f"/de/ideas/{idea_id}/withdraw", {"reason": "Der Bezirk macht es selbst."})
    assert answer.headers["location"].endswith("?done=ideas.withdraw.done")
    page = (await page_of(arena.visitor(), idea_id)).text
    assert page.count("Der Bezirk macht es selbst.") == 2
    assert "zurückgezogen" in page
    assert f"/ideas/{idea_id}/join" not in page
    assert "Brunnen, die es schon gibt" not in (await arena.visitor().get("/de/ideas?q=Brunnen")).text
    idea = await store.read(row_of, idea_id)
    assert idea
    assert idea.open_need_count == 0
    spoken = await author.post(f"/de/threads/{idea.thread_id}/posts", {"markdown": "Doch noch etwas"})
    assert spoken.status_code == 423
    for path in ("edit", "withdraw"):
        assert (await author.get(f"/de/ideas/{idea_id}/{path}")).status_code == 409
    assert (await author.post(f"/de/ideas/{idea_id}/withdraw", {"reason": "Noch einmal"})).status_code == 409
    assert (await arena.visitor().get(f"/de/ideas/{idea_id}/history")).status_code == 200


async def test_no_reason_no_withdrawal(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    assert (await author.post(f"/de/ideas/{idea_id}/withdraw", {"reason": " "})).status_code == 422
    long = await author.post(f"/de/ideas/{idea_id}/withdraw", {"reason": "lang " * 101})
    assert long.status_code == 422
    assert "lang lang" in long.text


async def test_visitors_and_strangers_withdraw_nothing(arena: Arena, store: Store) -> None:
    idea_id = await post(arena.person())
    member, _ = arena.member("business")
    reason = {"reason": "Weg damit."}
    assert (await arena.visitor().post(f"/de/ideas/{idea_id}/withdraw", reason)).status_code == 303
    for someone in (arena.person(), member):
        assert (await someone.get(f"/de/ideas/{idea_id}/withdraw")).status_code == 403
        assert (await someone.post(f"/de/ideas/{idea_id}/withdraw", reason)).status_code == 403
    idea = await store.read(row_of, idea_id)
    assert idea
    assert idea.state == "published"


async def test_a_member_withdraws_for_the_organisation_that_carries_it(arena: Arena) -> None:
    member, organisation = arena.member("administration")
    idea_id = await post(member, speak_as=str(organisation))
    own = {"reason": "Als ich selbst.", "speak_as": str(member.id)}
    assert (await member.post(f"/de/ideas/{idea_id}/withdraw", own)).status_code == 403
    for_all = {"reason": "Wir haben umgeplant.", "speak_as": str(organisation)}
    assert (await member.post(f"/de/ideas/{idea_id}/withdraw", for_all)).status_code == 303


async def test_a_draft_is_discarded_not_withdrawn(arena: Arena) -> None:
    author = arena.person()
    idea_id = await draft(author)
    assert (await author.post(f"/de/ideas/{idea_id}/withdraw", {"reason": "Nein."})).status_code == 409


async def test_a_hostile_reason_is_words_and_strange_forms_are_refused(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    strange = {"reason": "x", "state": "published"}
    assert (await author.post(f"/de/ideas/{idea_id}/withdraw", strange)).status_code == 400
    await author.post(f"/de/ideas/{idea_id}/withdraw", {"reason": HOSTILE})
    page = await page_of(arena.visitor(), idea_id)
    assert "<script>alert" not in page.text
    assert "<script>alert(1)</script>" in seen(page)

"""Co-carriers invited out of the thread: whoever contributed is asked, accepts or declines."""

from arena.growing.model import CarryInvitation
from arena.ideas.team_model import Commitment
from arena.store import Store
from arena.threads.model import Post
from tests.growing.together import joined, kinds, number_in, rows, stands
from tests.ideas.posted import HOSTILE, page_of, post, row_of
from tests.people import Answer, Arena, Someone


async def _spoken(store: Store, someone: Someone, idea_id: int, **more: object) -> int:
    idea = await store.read(row_of, idea_id)
    assert idea
    said = await someone.post(f"/de/threads/{idea.thread_id}/posts", {"markdown": "Ich kenne jeden Brunnen"} | more)
    assert said.status_code == 303
    return int((await store.read(rows, Post, thread_id=idea.thread_id, person_id=someone.id))[-1].id)


async def _answer(someone: Someone, number: int, act: str, **more: object) -> Answer:
    return await someone.post(f"/de/invitations/{number}/{act}", more)


async def test_whoever_contributed_is_invited_and_accepts(arena: Arena, store: Store) -> None:
    author, guest = arena.person(), arena.person("Gero Gast")
    idea_id = await post(author)
    spoken = await _spoken(store, guest, idea_id)
    assert f"/de/posts/{spoken}/invite" in (await page_of(author, idea_id)).text
    assert "/invite" not in (await page_of(guest, idea_id)).text
    form = await author.get(f"/de/posts/{spoken}/invite")
    assert "Ich kenne jeden Brunnen" in form.text
    assert (await author.post(f"/de/posts/{spoken}/invite", {"word": ""})).status_code == 422
    number = number_in(await author.post(f"/de/posts/{spoken}/invite", {"word": "Trag mit uns"}), "invitations")
    again = await author.post(f"/de/posts/{spoken}/invite", {"word": "Noch einmal"})
    assert number_in(again, "invitations") == number
    assert "Eine Anfrage wartet" in (await guest.get("/de/organisations")).text
    assert f"/invitations/{number}" in (await guest.get("/de/commitments")).text
    assert "Trag mit uns" in (await guest.get(f"/de/invitations/{number}")).text
    assert (await _answer(guest, number, "accept", word="Sehr gern")).status_code == 303
    assert (await _answer(guest, number, "accept")).status_code == 303
    team = await store.read(rows, Commitment, idea_id=idea_id, actor_id=guest.id)
    assert [(row.role, row.state) for row in team] == [("carry", "active")]
    assert (await store.read(kinds, idea_id))[-2:] == ["growing.invite_carrier", "growing.accept_carrier"]
    assert "wartet auf Ihre Antwort" not in (await guest.get("/de/organisations")).text
    assert "Verantwortung übernommen" in (await guest.get(f"/de/commitments/{team[0].id}")).text
    assert "Sehr gern" in (await page_of(arena.visitor(), idea_id)).text
    assert (await author.post(f"/de/posts/{spoken}/invite", {"word": "Noch einmal"})).status_code == 409
    await stands(store, idea_id)


async def test_an_organisation_is_invited_where_somebody_spoke_for_it(arena: Arena, store: Store) -> None:
    author = arena.person()
    member, organisation = arena.member("business")
    idea_id = await post(author)
    spoken = await _spoken(store, member, idea_id, speak_as=organisation)
    number = number_in(await author.post(f"/de/posts/{spoken}/invite", {"word": "Mit Ihnen"}), "invitations")
    assert (await _answer(member, number, "accept", speak_as=member.id)).status_code == 403
    assert (await _answer(member, number, "accept", speak_as=organisation)).status_code == 303
    assert len(await store.read(rows, Commitment, idea_id=idea_id, actor_id=organisation, role="carry")) == 1
    await stands(store, idea_id)


async def test_it_is_declined_or_taken_back_once(arena: Arena, store: Store) -> None:
    author, guest = arena.person(), arena.person()
    idea_id = await post(author)
    spoken = await _spoken(store, guest, idea_id)
    word = {"word": "Magst du?"}
    first = number_in(await author.post(f"/de/posts/{spoken}/invite", word), "invitations")
    assert (await _answer(guest, first, "decline", word="Keine Zeit")).status_code == 303
    assert (await _answer(guest, first, "decline")).status_code == 303
    assert (await _answer(guest, first, "accept")).status_code == 409
    second = number_in(await author.post(f"/de/posts/{spoken}/invite", word), "invitations")
    assert second != first
    assert (await _answer(guest, second, "take-back")).status_code == 403
    assert (await _answer(author, second, "take-back")).status_code == 303
    assert (await _answer(guest, second, "accept")).status_code == 409
    states = [row.state for row in await store.read(rows, CarryInvitation, idea_id=idea_id)]
    assert states == ["declined", "withdrawn"]
    third = number_in(await author.post(f"/de/posts/{spoken}/invite", word), "invitations")
    assert (await author.post(f"/de/ideas/{idea_id}/withdraw", {"reason": "Vorbei."})).status_code == 303
    assert (await _answer(guest, third, "accept")).status_code == 409
    assert "wartet auf Ihre Antwort" not in (await guest.get("/de/organisations")).text
    assert (await author.get(f"/de/posts/{spoken}/invite")).status_code == 409
    await stands(store, idea_id)


async def test_only_carriers_invite_and_only_both_sides_see_it(arena: Arena, store: Store) -> None:
    author, guest, helper = arena.person(), arena.person(), arena.person()
    official, _ = arena.member("administration")
    idea_id = await post(author)
    await joined(author, idea_id, helper)
    spoken, own = await _spoken(store, guest, idea_id), await _spoken(store, author, idea_id)
    assert "/invite" not in (await page_of(official, idea_id)).text
    for someone in (guest, helper, official, arena.person()):
        assert (await someone.get(f"/de/posts/{spoken}/invite")).status_code == 403
        assert (await someone.post(f"/de/posts/{spoken}/invite", {"word": "Ich"})).status_code == 403
    assert (await arena.visitor().get(f"/de/posts/{spoken}/invite")).headers["location"].startswith("/de/sign-in")
    assert (await author.post(f"/de/posts/{own}/invite", {"word": "Ich selbst"})).status_code == 409
    assert (await author.get("/de/posts/999999999/invite")).status_code == 404
    number = number_in(await author.post(f"/de/posts/{spoken}/invite", {"word": "Magst du?"}), "invitations")
    for someone in (helper, official, arena.person()):
        assert (await someone.get(f"/de/invitations/{number}")).status_code == 404
        assert (await _answer(someone, number, "accept")).status_code == 404
    assert (await arena.visitor().get(f"/de/invitations/{number}")).headers["location"].startswith("/de/sign-in")
    assert (await author.get(f"/de/invitations/{number}")).status_code == 200
    assert (await _answer(author, number, "accept")).status_code == 403
    assert (await _answer(guest, number, "explode")).status_code == 404
    assert (await _answer(guest, number, "accept", state="accepted")).status_code == 400
    assert (await _answer(guest, 10**9, "accept")).status_code == 404


async def test_hostile_words_are_words(arena: Arena, store: Store) -> None:
    author, guest = arena.person(), arena.person()
    idea_id = await post(author)
    spoken = await _spoken(store, guest, idea_id)
    number = number_in(await author.post(f"/de/posts/{spoken}/invite", {"word": HOSTILE}), "invitations")
    await _answer(guest, number, "decline", word=HOSTILE)
    for page in (await guest.get(f"/de/invitations/{number}"), await page_of(guest, idea_id)):
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text

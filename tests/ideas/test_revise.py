"""Revise: by those who carry the idea, with a word why; two at once lose nothing."""

import asyncio

from arena.store import Store
from tests.ideas.posted import HOSTILE, form, page_of, post, row_of, seen
from tests.people import Arena


async def test_a_carrier_revises_and_everybody_sees_who_and_why(arena: Arena, store: Store) -> None:
    author = arena.person("Rosa Quell")
    idea_id = await post(author)
    page = await author.get(f"/de/ideas/{idea_id}/edit")
    assert 'value="revise"' in page.text
    assert 'value="draft"' not in page.text
    answer = await author.post(
        f"/de/ideas/{idea_id}/edit",
        form(act="revise", rev="1", title="Brunnen für alle", note="Der Titel war zu lang."),
    )
    assert answer.headers["location"].endswith("-brunnen-fuer-alle?done=ideas.revise.done")
    idea = await store.read(row_of, idea_id)
    assert idea
    assert (idea.rev, idea.title) == (2, "Brunnen für alle")
    shown = (await page_of(arena.visitor(), idea_id)).text
    assert "Fassung 2" in shown
    assert "Der Titel war zu lang." in shown
    history = (await arena.visitor().get(f"/de/ideas/{idea_id}/history")).text
    for words in ("Rosa Quell", "Der Titel war zu lang.", "<ins>", "<del>", "Neu:", "Gestrichen:"):
        assert words in history


async def test_a_revision_needs_its_reason_and_everything_an_idea_needs(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    for changes, field in (({"note": " "}, "note"), ({"note": "x" * 301}, "note"), ({"summary": ""}, "summary")):
        typed = form(act="revise", rev="1", title="Neu gesagt") | {"note": "Besser so."} | changes
        answer = await author.post(f"/de/ideas/{idea_id}/edit", typed)
        assert answer.status_code == 422
        assert f'href="#f-{field}"' in answer.text
        assert "Neu gesagt" in answer.text


async def test_visitors_and_strangers_revise_nothing(arena: Arena, store: Store) -> None:
    idea_id = await post(arena.person())
    typed = form(act="revise", rev="1", note="Meins!")
    visitor, stranger = arena.visitor(), arena.person()
    for answer in (
        await visitor.get(f"/de/ideas/{idea_id}/edit"),
        await visitor.post(f"/de/ideas/{idea_id}/edit", typed),
    ):
        assert answer.status_code == 303
    for answer in (
        await stranger.get(f"/de/ideas/{idea_id}/edit"),
        await stranger.post(f"/de/ideas/{idea_id}/edit", typed),
        await stranger.post(f"/de/ideas/{idea_id}/edit", typed | {"act": "publish"}),
    ):
        assert answer.status_code == 403
    idea = await store.read(row_of, idea_id)
    assert idea
    assert idea.rev == 1


async def test_a_member_without_the_organisations_voice_does_not_revise_for_it(arena: Arena) -> None:
    member, organisation = arena.member("science")
    idea_id = await post(member, speak_as=str(organisation))
    typed = form(act="revise", rev="1", note="Als ich selbst.")
    refused = await member.post(f"/de/ideas/{idea_id}/edit", typed | {"speak_as": str(member.id)})
    assert refused.status_code == 403
    done = await member.post(f"/de/ideas/{idea_id}/edit", typed | {"speak_as": str(organisation)})
    assert done.status_code == 303


async def test_who_comes_second_sees_both_texts_and_may_go_on(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author, summary="Alle tragen die Brunnen ein.")
    first = form(act="revise", rev="1", summary="Schulen tragen die Brunnen ein.", note="Schulen machen mit.")
    second = form(act="revise", rev="1", summary="Kinder tragen die Brunnen ein.", note="Kinder können das.")
    assert (await author.post(f"/de/ideas/{idea_id}/edit", first)).status_code == 303
    answer = await author.post(f"/de/ideas/{idea_id}/edit", second)
    assert answer.status_code == 409
    page = seen(answer)
    for words in ("Kinder tragen", "Kinder können das.", "Schulen", 'name="rev" value="2"'):
        assert words in page
    assert (await author.post(f"/de/ideas/{idea_id}/edit", second | {"rev": "2"})).status_code == 303
    idea = await store.read(row_of, idea_id)
    assert idea
    assert (idea.rev, idea.summary) == (3, "Kinder tragen die Brunnen ein.")


async def test_the_same_revision_sent_twenty_times_is_one(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    typed = form(act="revise", rev="1", title="Einmal geändert", note="Einmal.")
    answers = await asyncio.gather(*(author.post(f"/de/ideas/{idea_id}/edit", typed) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {303}
    idea = await store.read(row_of, idea_id)
    assert idea
    assert idea.rev == 2


async def test_needs_are_revised_with_the_text(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    page = (await author.get(f"/de/ideas/{idea_id}/edit")).text
    number = page.split('name="needs.0.id" value="')[1].split('"')[0]
    typed = form(act="revise", rev="1", note="Ein Gesuch mehr.") | {"needs.0.id": number}
    typed |= {"needs.1.kind": "time", "needs.1.what": "Zwei Abende", "needs.1.amount": "6", "needs.1.unit": "Stunden"}
    assert (await author.post(f"/de/ideas/{idea_id}/edit", typed)).status_code == 303
    idea = await store.read(row_of, idea_id)
    assert idea
    assert idea.open_need_count == 2
    assert "Zwei Abende" in (await arena.visitor().get(f"/de/ideas/{idea_id}/history")).text


async def test_an_author_does_not_publish_the_same_idea_again(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    answer = await author.post(f"/de/ideas/{idea_id}/edit", form(title="Noch einmal"))
    assert answer.status_code == 409
    assert "Noch einmal" in answer.text
    assert (await author.post(f"/de/ideas/{idea_id}/edit", form(act="draft"))).status_code == 409


async def test_hostile_words_in_the_history_are_words(arena: Arena) -> None:
    author = arena.person(HOSTILE)
    idea_id = await post(author, markdown=f"Erst {HOSTILE}")
    typed = form(act="revise", rev="1", markdown=f"Dann {HOSTILE}", note=HOSTILE, title=HOSTILE)
    await author.post(f"/de/ideas/{idea_id}/edit", typed)
    for page in (await arena.visitor().get(f"/de/ideas/{idea_id}/history"), await page_of(arena.visitor(), idea_id)):
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img" not in page.text

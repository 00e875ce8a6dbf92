"""Preview: the idea as others will see it, with every typed word kept and nothing stored."""

from arena.store import Store
from tests.ideas.posted import HOSTILE, form, post, seen
from tests.people import Arena


async def test_the_preview_shows_the_idea_and_keeps_the_form(arena: Arena) -> None:
    typed = form(act="preview")
    page = await arena.person().post("/de/ideas/new", typed)
    assert page.status_code == 200
    assert "<strong>einen Punkt</strong>" in page.text
    assert f'value="{typed["title"]}"' in page.text
    assert typed["markdown"] in page.text
    assert page.text.count("checked") == 6
    assert typed["client_key"] in page.text


async def test_the_preview_says_what_is_still_missing(arena: Arena) -> None:
    page = await arena.person().post("/en/ideas/new", {"act": "preview", "title": "Only a title"})
    assert page.status_code == 200
    assert "Still missing before you can publish" in page.text
    assert 'href="#f-summary"' in page.text
    assert 'href="#f-fields"' in page.text


async def test_the_preview_stores_nothing(arena: Arena, store: Store) -> None:
    author = arena.person()
    await author.post("/de/ideas/new", form(act="preview", title="Noch nicht da"))
    assert "Noch nicht da" not in (await author.get("/de/ideas/mine")).text


async def test_hostile_words_in_the_preview_are_words(arena: Arena) -> None:
    page = await arena.person().post("/de/ideas/new", form(act="preview", title=HOSTILE, markdown=HOSTILE))
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert "<script>alert(1)</script>" in seen(page)


async def test_another_row_for_needs_comes_without_scripts_and_loses_nothing(arena: Arena) -> None:
    author = arena.person()
    typed = form(act="add") | {f"needs.{row}.what": "" for row in (1, 2)}
    page = await author.post("/de/ideas/new", typed)
    assert page.status_code == 200
    assert 'name="needs.3.what"' in page.text
    assert 'name="needs.4.what"' not in page.text
    assert "Standorte der Brunnen" in page.text
    assert typed["title"] in page.text


async def test_a_visitor_previews_nothing(arena: Arena) -> None:
    assert (await arena.visitor().post("/de/ideas/new", form(act="preview"))).status_code == 303


async def test_a_published_idea_is_previewed_by_its_carriers(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    page = await author.post(f"/de/ideas/{idea_id}/edit", form(act="preview", title="Ein neuer Titel", rev="1"))
    assert page.status_code == 200
    assert "Ein neuer Titel" in page.text
    assert "Ein neuer Titel" not in (await author.get(f"/de/ideas/{idea_id}/edit")).text


async def test_the_preview_shows_similar_ideas_but_not_the_idea_itself(arena: Arena) -> None:
    author = arena.person()
    words = "Zwölferlei Regenwassertonnen an Schulhöfen"
    idea_id = await post(author, title=words)
    page = await arena.person().post("/de/ideas/new", form(act="preview", title=words))
    assert f'href="/de/ideas/{idea_id}-zwoelferlei-regenwassertonnen-an-schulhoefen" target' in page.text
    own = await author.post(f"/de/ideas/{idea_id}/edit", form(act="preview", title=words, rev="1"))
    assert own.status_code == 200
    assert f'href="/de/ideas/{idea_id}-zwoelferlei-regenwassertonnen-an-schulhoefen" target' not in own.text

"""Post an idea: kept as a draft, published at once, and nothing typed is ever lost."""

import asyncio
from typing import Any

import pytest

from arena.ideas.rules import carriers
from arena.store import Store
from tests.ideas.posted import HOSTILE, HOSTILE_SEEN, draft, form, number_of, page_of, post, row_of, seen
from tests.people import Arena


async def test_a_visitor_is_asked_to_sign_in(arena: Arena) -> None:
    visitor = arena.visitor()
    for answer in (await visitor.get("/de/ideas/new"), await visitor.post("/de/ideas/new", form())):
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/de/sign-in")


@pytest.mark.parametrize("lang", ["de", "en", "ls"])
async def test_the_form_stands_in_every_language(arena: Arena, lang: str) -> None:
    page = await arena.person().get(f"/{lang}/ideas/new?kind=challenge")
    assert page.status_code == 200
    assert f'data-similar="/{lang}/ideas/similar"' in page.text
    assert page.text.count('name="fields[]"') == 16
    assert page.text.count('name="why.') == 20
    assert page.text.count(".what") >= 3
    assert 'value="challenge" checked' in page.text


async def test_a_resident_publishes_and_carries_the_idea(arena: Arena, store: Store) -> None:
    resident = arena.person()
    answer = await resident.post("/de/ideas/new", form(title="Hitze messen, wo sie entsteht"))
    assert "-hitze-messen-wo-sie-entsteht?done=ideas.publish.done" in answer.headers["location"]
    idea = await store.read(row_of, number_of(answer))
    assert idea
    assert (idea.state, idea.rev, idea.team_count, idea.open_need_count) == ("published", 1, 1, 1)
    assert "hitz" in idea.terms
    assert await store.read(carriers, idea.id) == {resident.id}
    page = await page_of(arena.visitor(), idea.id)
    for words in ("Hitze messen", "<strong>einen Punkt</strong>", "Standorte der Brunnen", "Leitungswasser", "Mitte"):
        assert words in page.text


async def test_a_member_publishes_in_an_organisations_name(arena: Arena, store: Store) -> None:
    member, organisation = arena.member("science", "Institut für Wasser")
    idea_id = await post(member, speak_as=str(organisation))
    assert await store.read(carriers, idea_id) == {organisation}
    assert "Institut für Wasser" in (await page_of(arena.visitor(), idea_id)).text


async def test_nobody_posts_in_a_name_that_is_not_theirs(arena: Arena) -> None:
    _, organisation = arena.member("business")
    assert (await arena.person().post("/de/ideas/new", form(speak_as=str(organisation)))).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"summary": None}, "summary"),
        ({"summary": "x" * 401}, "summary"),
        ({"markdown": "x" * 10_001}, "markdown"),
        ({"kind": None}, "kind"),
        ({"kind": "poem"}, "kind"),
        ({"scope": "moon"}, "scope"),
        ({"language": "xx"}, "language"),
        ({"fields[]": None}, "fields"),
        ({"fields[]": ["nonsense"]}, "fields"),
        ({"fields[]": ["smart-economy", "open-it", "capital-region", "natural-resources"]}, "fields"),
        ({"districts[]": ["mitte", "pankow", "spandau", "neukoelln"]}, "districts"),
        ({"districts[]": ["atlantis"]}, "districts"),
        ({"why.resources": " "}, "why.resources"),
        ({"why.resources": "x" * 301}, "why.resources"),
        ({"criteria[]": ["nonsense"], "why.nonsense": "x"}, "criteria"),
        ({"needs.0.kind": ""}, "needs.0.kind"),
        ({"needs.0.kind": "gold"}, "needs.0.kind"),
        ({"needs.0.what": ""}, "needs.0.what"),
        ({"needs.0.what": "x" * 161}, "needs.0.what"),
        ({"needs.0.amount": "viel"}, "needs.0.amount"),
        ({"needs.0.amount": "-3"}, "needs.0.amount"),
        ({"needs.0.unit": "x" * 41}, "needs.0.unit"),
        ({"needs.0.until": "morgen"}, "needs.0.until"),
        ({"needs.0.until": "2020-01-01"}, "needs.0.until"),
    ],
)
async def test_what_is_wrong_is_told_at_its_field_and_every_word_stays(
    arena: Arena, changes: dict[str, Any], field: str
) -> None:
    typed = form(**changes)
    answer = await arena.person().post("/de/ideas/new", typed)
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    assert f'id="f-{field}' in answer.text
    page = seen(answer)
    for name in ("title", "summary", "markdown", "needs.0.what", "needs.0.amount", "why.resources", "client_key"):
        assert typed.get(name, "").strip() in page


async def test_a_draft_needs_only_a_title_and_is_seen_by_its_author_alone(arena: Arena) -> None:
    author, stranger = arena.person(), arena.person()
    nothing = {name: None for name in form() if name not in ("title", "client_key")} | {"act": "draft"}
    answer = await author.post("/de/ideas/new", form(**nothing, title="Nur ein Gedanke"))
    assert answer.headers["location"].endswith("/edit?done=ideas.draft.done")
    idea_id = number_of(answer)
    assert "Nur ein Gedanke" in (await author.get(f"/de/ideas/{idea_id}/edit")).text
    assert "Nur ein Gedanke" in (await page_of(author, idea_id)).text
    for other in (arena.visitor(), stranger):
        assert (await other.get(f"/de/ideas/{idea_id}")).status_code == 404
        assert (await other.get(f"/de/ideas/{idea_id}/edit")).status_code == 404
        assert (await other.get(f"/de/ideas/{idea_id}/history")).status_code == 404
        assert (await other.post(f"/de/ideas/{idea_id}/edit", form())).status_code == 404
    assert (await arena.person().post("/de/ideas/new", form(act="draft", title=""))).status_code == 422


async def test_an_organisations_draft_is_read_by_its_members_and_written_by_its_author(arena: Arena) -> None:
    member, organisation = arena.member("politics")
    idea_id = await draft(member, speak_as=str(organisation))
    assert (await page_of(member, idea_id)).status_code == 200
    assert (await arena.person().get(f"/de/ideas/{idea_id}")).status_code == 404


async def test_a_draft_is_changed_and_then_published_with_its_needs(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await draft(author)
    again = form(act="draft", title="Besser gesagt", **{"needs.0.amount": "1.200,5", "needs.0.until": "2031-05-01"})
    answer = await author.post(f"/de/ideas/{idea_id}/edit", again)
    assert answer.status_code == 303
    page = await author.get(f"/de/ideas/{idea_id}/edit")
    assert "Besser gesagt" in page.text
    assert 'value="1200,5"' in page.text
    assert 'value="2031-05-01"' in page.text
    answer = await author.post(f"/de/ideas/{idea_id}/edit", form(title="Besser gesagt"))
    assert number_of(answer) == idea_id
    idea = await store.read(row_of, idea_id)
    assert idea
    assert (idea.state, idea.open_need_count) == ("published", 1)
    assert (await page_of(arena.visitor(), idea_id)).status_code == 200


async def test_clicking_twice_or_twenty_times_posts_once(arena: Arena) -> None:
    author, typed = arena.person(), form()
    answers = await asyncio.gather(*(author.post("/de/ideas/new", typed) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({number_of(answer) for answer in answers}) == 1
    other = await author.post("/de/ideas/new", typed | {"title": "Ein anderer Text unter demselben Schlüssel"})
    assert other.status_code == 409
    assert "Ein anderer Text unter demselben Schlüssel" in other.text


async def test_a_draft_saved_from_the_first_form_and_then_published_from_it_is_one_idea(arena: Arena) -> None:
    author, typed = arena.person(), form()
    saved = await author.post("/de/ideas/new", typed | {"act": "draft"})
    published = await author.post("/de/ideas/new", typed | {"title": "Nach dem Zurückblättern"})
    assert number_of(saved) == number_of(published)
    assert "Nach dem Zurückblättern" in (await page_of(arena.visitor(), number_of(saved))).text


async def test_the_same_key_of_two_people_makes_two_ideas(arena: Arena) -> None:
    typed = form()
    first, second = [await arena.person().post("/de/ideas/new", typed) for _ in range(2)]
    assert number_of(first) != number_of(second)


@pytest.mark.parametrize(
    "odd",
    [
        {"owner": "1"},
        {"state": "published"},
        {"why": "x", "why.resources": "y"},
        {"needs.0.met": "7"},
        {"act": "delete"},
        {"speak_as": "x"},
        {"client_key": "x" * 65},
        {"fields": "open-it"},
        {"title[]": ["a", "b"]},
        {".".join("a" * 4000): "x"},
    ],
)
async def test_a_form_that_is_not_ours_is_refused(arena: Arena, odd: dict[str, Any]) -> None:
    answer = await arena.person().post("/de/ideas/new", form() | odd)
    assert answer.status_code == 400


async def test_hostile_words_are_shown_as_words(arena: Arena) -> None:
    author = arena.person(HOSTILE)
    answer = await author.post(
        "/de/ideas/new",
        form(title=HOSTILE, summary=HOSTILE, markdown=HOSTILE, **{"why.resources": HOSTILE, "needs.0.what": HOSTILE}),
    )
    page = await page_of(arena.visitor(), number_of(answer))
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert seen(page).count(HOSTILE_SEEN) >= 5
    assert "\u202e" not in page.text


async def test_lone_surrogates_and_controls_are_dropped(arena: Arena) -> None:
    author = arena.person()
    body = b"act=draft&title=Ein+%ED%A0%80+Brunnen%00%C2%85&client_key=" + form()["client_key"].encode()
    answer = await author.http.post(
        "/de/ideas/new", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 303
    assert "Brunnen" in (await author.get(f"/de/ideas/{number_of(answer)}/edit")).text


async def test_the_text_is_as_its_author_wrote_it_in_any_language(arena: Arena) -> None:
    idea_id = await post(arena.person(), title="A map of fountains", language="en")
    assert '<h1 lang="en">A map of fountains</h1>' in (await page_of(arena.visitor(), idea_id)).text
    assert "<h1>A map of fountains</h1>" in (await page_of(arena.visitor(), idea_id, "en")).text
    arabic = await post(arena.person(), title="خريطة النوافير", language="ar")
    answer = await arena.visitor().get(f"/de/ideas/{arabic}")
    assert (answer.status_code, '<h1 lang="ar" dir="rtl">' in answer.text) == (200, True)

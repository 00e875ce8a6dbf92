"""Suggestions: anybody suggests another text, carriers accept, adapt or decline it; a declined one may live on."""

from uuid import uuid4

from arena.growing.model import Lineage, Suggestion
from arena.ideas.model import IdeaRevision
from arena.store import Store
from tests.growing.together import TEXTS, co_carrier, joined, kinds, number_in, rows, stands, suggest
from tests.ideas.posted import HOSTILE, form, number_of, page_of, post, row_of, seen
from tests.people import Answer, Arena, Someone


async def _say(someone: Someone, idea_id: int, no: int, act: str, **more: object) -> Answer:
    return await someone.post(f"/de/ideas/{idea_id}/suggestions/{no}/{act}", {"word": "Danke!"} | more)


async def test_carriers_accept_and_the_revision_names_who_suggested_it(arena: Arena, store: Store) -> None:
    author, reader = arena.person(), arena.person("Rosa Rat")
    idea_id = await post(author)
    key = uuid4().hex
    assert number_in(await suggest(reader, idea_id, client_key=key), "suggestions") == 1
    assert number_in(await suggest(reader, idea_id, client_key=key), "suggestions") == 1
    page = (await arena.visitor().get(f"/de/ideas/{idea_id}/suggestions/1")).text
    assert "<ins>" in page
    assert "So versteht man es besser." in page
    assert "Übernehmen" not in page
    assert "1 offen" in (await page_of(arena.visitor(), idea_id)).text
    assert "offen" in (await arena.visitor().get(f"/de/ideas/{idea_id}/suggestions")).text
    assert (await _say(author, idea_id, 1, "accept", rev=1)).status_code == 303
    assert (await _say(author, idea_id, 1, "accept", rev=1)).status_code == 303  # a click more
    idea = await store.read(row_of, idea_id)
    assert idea
    assert (idea.title, idea.summary, idea.markdown, idea.rev) == (*TEXTS.values(), 2)
    revisions = await store.read(rows, IdeaRevision, idea_id=idea_id)
    assert revisions[-1].note == "Rosa Rat: So versteht man es besser."
    (one,) = await store.read(rows, Suggestion, idea_id=idea_id)
    assert (one.state, one.became, one.answer) == ("accepted", 2, "Danke!")
    assert (await store.read(kinds, idea_id))[-3:] == ["growing.suggest", "ideas.revise", "growing.accept_suggestion"]
    page = (await arena.visitor().get(f"/en/ideas/{idea_id}/suggestions/1")).text
    assert "It became revision 2" in page
    assert "Rosa Rat" in page
    for act in ("decline", "adapt", "take-back", "live-on"):
        who = reader if act in ("take-back", "live-on") else author
        assert (await _say(who, idea_id, 1, act, rev=2, **TEXTS)).status_code == 409
    await stands(store, idea_id)


async def test_carriers_adapt_a_suggestion_in_a_form_filled_with_it(arena: Arena, store: Store) -> None:
    author, reader = arena.person(), arena.person()
    idea_id = await post(author)
    await suggest(reader, idea_id)
    page = await author.get(f"/de/ideas/{idea_id}/suggestions/1/adapt")
    assert "Ein anderer Titel" in page.text
    empty = await _say(author, idea_id, 1, "adapt", rev=1, **TEXTS | {"title": ""})
    assert empty.status_code == 422
    assert "Ein neuer Text." in empty.text
    revised = form(act="revise", rev=1, note="Genauer", title="Inzwischen genauer")
    await author.post(f"/de/ideas/{idea_id}/edit", revised)
    late = await _say(author, idea_id, 1, "adapt", rev=1, **TEXTS)
    assert late.status_code == 409
    assert 'name="rev" value="2"' in late.text
    assert (await _say(author, idea_id, 1, "adapt", rev=2, **TEXTS | {"title": "Halb und halb"})).status_code == 303
    idea = await store.read(row_of, idea_id)
    assert idea
    assert (idea.title, idea.rev) == ("Halb und halb", 3)
    assert (await store.read(rows, Suggestion, idea_id=idea_id))[0].state == "adapted"
    assert (await author.get(f"/de/ideas/{idea_id}/suggestions/1/adapt")).status_code == 409
    await stands(store, idea_id)


async def test_what_was_changed_in_the_same_place_is_said_and_seen_before(arena: Arena, store: Store) -> None:
    author, reader = arena.person(), arena.person()
    idea_id = await post(author, title="Alt", markdown="Eins zwei drei")
    text = {"title": "Alt", "summary": "Wo läuft Wasser, wo nicht? Alle tragen es ein.", "markdown": "Eins zwei vier"}
    await suggest(reader, idea_id, **text)
    change = form(act="revise", rev=1, note="Neuer Titel", title="Neu", markdown="Eins zwei drei")
    assert (await author.post(f"/de/ideas/{idea_id}/edit", change)).status_code == 303
    page = (await author.get(f"/de/ideas/{idea_id}/suggestions/1")).text
    assert "an derselben Stelle" not in page  # the title is another place
    change |= {"rev": 2, "markdown": "Null eins zwei drei", "note": "Von vorn"}
    assert (await author.post(f"/de/ideas/{idea_id}/edit", change)).status_code == 303
    page = (await author.get(f"/de/ideas/{idea_id}/suggestions/1")).text
    assert "an derselben Stelle" in page
    assert "Trotzdem übernehmen" in page
    blind = await _say(author, idea_id, 1, "accept", rev=2)
    assert blind.status_code == 409
    assert "Vergleichen Sie bitte noch einmal" in blind.text
    assert (await _say(author, idea_id, 1, "accept", rev=3)).status_code == 303
    idea = await store.read(row_of, idea_id)
    assert idea
    assert (idea.title, idea.markdown, idea.rev) == ("Neu", "Eins zwei vier", 4)  # what it left alone stays
    await stands(store, idea_id)


async def test_a_declined_one_may_live_on_as_an_idea_of_its_own(arena: Arena, store: Store) -> None:
    author, reader = arena.person(), arena.person()
    idea_id = await post(author)
    await suggest(reader, idea_id)
    assert (await _say(reader, idea_id, 1, "live-on")).status_code == 409
    assert (await _say(author, idea_id, 1, "decline", word=" ")).status_code == 422
    assert (await _say(author, idea_id, 1, "decline", word="Das ist etwas anderes.")).status_code == 303
    assert "Das ist etwas anderes." in (await arena.visitor().get(f"/de/ideas/{idea_id}/suggestions/1")).text
    for someone in (author, arena.person()):
        assert (await _say(someone, idea_id, 1, "live-on")).status_code == 403
    new = number_of(await _say(reader, idea_id, 1, "live-on"))
    assert number_of(await _say(reader, idea_id, 1, "live-on")) == new
    draft = await store.read(row_of, new)
    assert draft
    assert (draft.title, draft.state) == ("Ein anderer Titel", "draft")
    # A draft is its author's alone: neither the lineage nor the suggestion shows it to others.
    for page in ("lineage", "suggestions/1", ""):
        address = f"/de/ideas/{idea_id}/{page}".rstrip("/")
        found = await arena.visitor().follow(address)
        assert f"/ideas/{new}" not in found.text
    assert f"/ideas/{new}/edit" in (await reader.get(f"/de/ideas/{idea_id}/suggestions/1")).text
    # Discarded, it leaves no trace, and may be begun anew.
    assert (await reader.post(f"/de/ideas/{new}/discard", {})).status_code == 303
    assert await store.read(rows, Lineage, from_id=idea_id) == []
    new = number_of(await _say(reader, idea_id, 1, "live-on"))
    published = await reader.post(f"/de/ideas/{new}/edit", form(title="Ein anderer Titel"))
    assert published.status_code == 303
    assert "Aus einem Vorschlag zu:" in (await page_of(arena.visitor(), new)).text
    assert f"/ideas/{new}" in (await arena.visitor().get(f"/de/ideas/{idea_id}/lineage")).text
    await stands(store, idea_id, new)


async def test_who_suggested_takes_it_back_while_it_is_open(arena: Arena, store: Store) -> None:
    author, reader = arena.person(), arena.person()
    idea_id = await post(author)
    await suggest(reader, idea_id)
    assert (await _say(author, idea_id, 1, "take-back")).status_code == 403
    assert (await _say(reader, idea_id, 1, "take-back")).status_code == 303
    assert (await _say(reader, idea_id, 1, "take-back")).status_code == 303
    assert (await _say(author, idea_id, 1, "accept", rev=1)).status_code == 409
    assert (await store.read(rows, Suggestion, idea_id=idea_id))[0].state == "withdrawn"
    assert (await store.read(kinds, idea_id)).count("growing.withdraw_suggestion") == 1
    await stands(store, idea_id)


async def test_anybody_signed_in_suggests_and_only_carriers_answer(arena: Arena, store: Store) -> None:
    author, helper = arena.person(), arena.person()
    official, office = arena.member("administration")
    idea_id = await post(author)
    second = await co_carrier(arena, author, idea_id)
    await joined(author, idea_id, helper)
    assert (await arena.visitor().get(f"/de/ideas/{idea_id}/suggest")).headers["location"].startswith("/de/sign-in")
    assert (await suggest(arena.visitor(), idea_id)).headers["location"].startswith("/de/sign-in")
    numbers = [
        number_in(await suggest(who, idea_id), "suggestions") for who in (helper, author, second, arena.person())
    ]
    numbers.append(number_in(await suggest(official, idea_id, speak_as=office), "suggestions"))
    assert numbers == [1, 2, 3, 4, 5]
    for act in ("accept", "decline", "adapt"):
        for someone in (helper, official, arena.person()):
            assert (await _say(someone, idea_id, 1, act, rev=1, **TEXTS)).status_code == 403
        assert (await _say(arena.visitor(), idea_id, 1, act)).headers["location"].startswith("/de/sign-in")
    assert (await arena.person().get(f"/de/ideas/{idea_id}/suggestions/1/adapt")).status_code == 403
    assert (await _say(author, idea_id, 99, "accept")).status_code == 404
    assert (await _say(author, idea_id, 1, "explode")).status_code == 404
    assert (await arena.visitor().get(f"/de/ideas/{idea_id}/suggestions/99")).status_code == 404
    assert (await _say(author, idea_id, 1, "accept", state="accepted")).status_code == 400
    assert (await _say(second, idea_id, 1, "decline")).status_code == 303
    assert (await author.post(f"/de/ideas/{idea_id}/withdraw", {"reason": "Vorbei."})).status_code == 303
    assert (await suggest(helper, idea_id)).status_code == 409
    assert (await _say(author, idea_id, 2, "accept", rev=1)).status_code == 409
    assert (await _say(official, idea_id, 5, "take-back", speak_as=office)).status_code == 303
    await stands(store, idea_id)


async def test_what_changes_nothing_or_lacks_a_word_is_refused_and_kept(arena: Arena) -> None:
    author, reader = arena.person(), arena.person()
    idea_id = await post(author, title="Unverändert", markdown="Gleich")
    same = {"title": "Unverändert", "summary": "Wo läuft Wasser, wo nicht? Alle tragen es ein.", "markdown": "Gleich"}
    nothing = await suggest(reader, idea_id, **same)
    assert nothing.status_code == 422
    assert "noch nichts am Text geändert" in nothing.text
    wrong = await suggest(reader, idea_id, why="", title="x" * 121, markdown="Getippt")
    assert wrong.status_code == 422
    assert "Getippt" in wrong.text
    assert (await suggest(reader, idea_id, rev=7)).status_code == 404
    key, other = uuid4().hex, await post(author)
    assert (await suggest(reader, idea_id, client_key=key)).status_code == 303
    assert (await suggest(reader, other, client_key=key)).status_code == 409


async def test_long_lists_are_paged_and_hostile_words_are_words(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    for _ in range(3):
        someone = arena.person()
        for _ in range(7):
            await suggest(someone, idea_id, title=HOSTILE[:110], summary=HOSTILE, markdown=HOSTILE, why=HOSTILE)
    first = await arena.visitor().get(f"/de/ideas/{idea_id}/suggestions")
    assert "?before=2" in first.text
    second = await arena.visitor().get(f"/de/ideas/{idea_id}/suggestions?before=2")
    assert second.text.count('/suggestions/1"') == 1
    await _say(author, idea_id, 1, "decline", word=HOSTILE)
    pages = [first, await arena.visitor().get(f"/de/ideas/{idea_id}/suggestions/1"), await page_of(author, idea_id)]
    pages += [await author.get(f"/de/ideas/{idea_id}/suggestions/2/adapt")]
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
    assert "<script>alert(1)</script>" in seen(pages[1])

"""Write a part: carriers alone, each part in versions, and whoever was slower loses no word."""

import asyncio

import pytest

from arena.journal.fold import folded, standing
from arena.sheets.parts import MOST, ORDER, WRITTEN
from arena.store import Store
from tests.ideas.posted import HOSTILE, draft, page_of, post, seen
from tests.ideas.test_join import offer
from tests.people import Arena
from tests.sheets.filled import TEXT, fill, filled, sheet_of, written


async def test_a_part_is_filled_shown_counted_and_entered(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    assert "Noch ist kein Teil ausgefüllt." in seen(await sheet_of(arena.visitor(), idea_id))
    answer = await fill(author, idea_id, why="Der Anfang ist gemacht.")
    assert answer.status_code == 303
    page = seen(await author.follow(answer.headers["location"]))
    assert "Gespeichert. Danke!" in page
    assert "<strong>drei Säle</strong>" in page
    assert "1 von 8 Teilen ist ausgefüllt." in page
    assert "Fortschritt ausfüllen" in page
    assert await store.read(filled, idea_id) == 1
    assert await store.read(written, idea_id) == [{"sheets.purpose": [None, 1]}]
    idea = seen(await page_of(arena.visitor(), idea_id))
    assert "Steckbrief (1 von 8 Teilen)" in idea
    assert "hat am Steckbrief geschrieben: Vorhaben „Der Anfang ist gemacht.“" in idea
    assert "wrote a part of the profile: What it is about" in seen(await page_of(arena.visitor(), idea_id, "en"))
    assert await store.read(folded, idea_id) == await store.read(standing, idea_id)


async def test_the_page_has_every_heading_and_says_what_the_idea_says_without_typing_it_again(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    german, english = seen(await sheet_of(author, idea_id)), seen(await sheet_of(author, idea_id, "en"))
    places = [german.index(f'id="{part}-title"') for part in ORDER]
    assert places == sorted(places)
    for words in ("Wo läuft Wasser, wo nicht?", "Leitungswasser spart Flaschen.", "Mitte", "Standorte der Brunnen"):
        assert words in german
        assert words in english
    assert "Zieldimensionen" in german
    assert "Inspiring examples" in english
    assert "Vorhaben ausfüllen" in german
    assert "ausfüllen</span>" not in seen(await sheet_of(arena.visitor(), idea_id))


async def test_who_does_not_carry_the_idea_only_reads(arena: Arena, store: Store) -> None:
    author, team, (member, office) = arena.person(), arena.person(), arena.member("administration")
    idea_id = await post(author)
    await offer(team, idea_id)
    number = seen(await page_of(author, idea_id)).split("/commitments/")[2].split('"')[0]
    await author.post(f"/de/commitments/{number}/accept", {})
    for someone in (arena.person(), team, member):
        assert (await someone.get(f"/de/ideas/{idea_id}/sheet/purpose")).status_code == 403
        assert (await fill(someone, idea_id)).status_code == 403
        assert "ausfüllen</span>" not in seen(await sheet_of(someone, idea_id))
    assert (await fill(member, idea_id, speak_as=office)).status_code == 403
    assert (await fill(author, idea_id, speak_as=office)).status_code == 403
    for answer in (
        await arena.visitor().get(f"/de/ideas/{idea_id}/sheet/purpose"),
        await fill(arena.visitor(), idea_id),
    ):
        assert answer.headers["location"].startswith("/de/sign-in?next=")
    assert await store.read(written, idea_id) == []


async def test_those_who_joined_to_carry_write_in_the_name_of_their_organisation(arena: Arena, store: Store) -> None:
    author, (member, organisation) = arena.person(), arena.member("science", "Hochschule am Kanal")
    idea_id = await post(author)
    await offer(member, idea_id, role="carry", speak_as=organisation)
    number = seen(await page_of(author, idea_id)).split("/commitments/")[2].split('"')[0]
    await author.post(f"/de/commitments/{number}/accept", {})
    assert (await fill(author, idea_id)).status_code == 303
    assert (await fill(member, idea_id, text="Wir messen mit.", rev=1, speak_as=organisation)).status_code == 303
    page = seen(await sheet_of(arena.visitor(), idea_id))
    assert "für Hochschule am Kanal" in page
    assert "Fassung 2" in page
    assert await store.read(folded, idea_id) == await store.read(standing, idea_id)


async def test_drafts_and_unknown_parts_are_not_there_and_withdrawn_ideas_keep_what_they_have(arena: Arena) -> None:
    author = arena.person()
    hidden, idea_id = await draft(author), await post(author)
    for path in (f"{hidden}/sheet", f"{hidden}/sheet/purpose", f"{idea_id}/sheet/summary", f"{idea_id}/sheet/quatsch"):
        assert (await author.get(f"/de/ideas/{path}")).status_code == 404
    assert (await fill(author, hidden)).status_code == 404
    assert (await fill(author, idea_id, "category")).status_code == 404
    assert (await arena.visitor().get("/de/ideas/999999999/sheet")).status_code == 404
    await fill(author, idea_id)
    await author.post(f"/de/ideas/{idea_id}/withdraw", {"reason": "Es gibt das schon."})
    assert (await fill(author, idea_id, "doing")).status_code == 409
    page = seen(await sheet_of(author, idea_id))
    assert "Diese Idee ist zurückgezogen." in page
    assert "drei Säle" in page
    assert "Was noch fehlt" not in page
    assert "Bearbeiten" not in page


async def test_a_second_click_adds_no_version(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    for _ in range(2):
        assert (await fill(author, idea_id)).status_code == 303
    answers = await asyncio.gather(*(fill(author, idea_id, "doing", "Zuerst die Schlüssel.") for _ in range(4)))
    assert {answer.status_code for answer in answers} == {303}
    assert len(await store.read(written, idea_id)) == 2


@pytest.mark.parametrize(
    ("text", "why", "said"), [("", "", "fehlt"), ("x" * (MOST + 1), "", ""), ("gut", "y" * 301, "")]
)
async def test_what_is_wrong_is_said_and_every_word_stays(arena: Arena, text: str, why: str, said: str) -> None:
    author = arena.person()
    idea_id = await post(author)
    answer = await fill(author, idea_id, text=text, why=why or "Warum nicht", onward="progress")
    assert answer.status_code == 422
    assert 'id="errors"' in answer.text
    assert text in answer.text
    assert (why or "Warum nicht") in answer.text


async def test_a_part_may_be_emptied_and_then_counts_no_more(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    await fill(author, idea_id)
    assert (await fill(author, idea_id, text="", rev=1)).status_code == 303
    assert await store.read(filled, idea_id) == 0
    page = seen(await sheet_of(author, idea_id))
    assert "drei Säle" not in page
    assert "Fassung 2" in page
    assert "Dieser Teil ist jetzt leer." in seen(await author.get(f"/de/ideas/{idea_id}/sheet/purpose/history"))
    assert await store.read(folded, idea_id) == await store.read(standing, idea_id)


async def test_of_two_at_once_one_is_told_and_both_texts_are_kept(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    texts = ("Zuerst messen wir die Räume.", "Zuerst fragen wir die Nachbarn.")
    answers = await asyncio.gather(*(fill(author, idea_id, text=text) for text in texts))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    late = next(answer for answer in answers if answer.status_code == 409)
    mine = texts[answers.index(late)]
    page = seen(late)
    assert "Jemand war schneller" in page
    assert f">\n{mine}</textarea>" in page
    assert "<ins>" in page
    assert 'name="rev" value="1"' in page
    assert (await fill(author, idea_id, text=mine, rev=1)).status_code == 303
    assert await store.read(written, idea_id) == [{"sheets.purpose": [None, 1]}, {"sheets.purpose": [1, 2]}]
    old = seen(await author.get(f"/de/ideas/{idea_id}/sheet/purpose/history?rev=1"))
    assert texts[1 - answers.index(late)] in old


async def test_saving_leads_on_to_the_next_part_that_is_empty(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    assert 'value="progress"' in (await author.get(f"/de/ideas/{idea_id}/sheet/purpose")).text
    for part, onward in zip(WRITTEN, (*WRITTEN[1:], ""), strict=True):
        answer = await fill(author, idea_id, part, onward=onward)
        end = f"/sheet/{onward}?" if onward else "/sheet?"
        assert end in answer.headers["location"] + "?"
    page = seen(await sheet_of(author, idea_id))
    assert "Alle Teile sind ausgefüllt." in page
    assert 'name="onward"' not in (await author.get(f"/de/ideas/{idea_id}/sheet/remark")).text
    outside = await fill(author, idea_id, "remark", "Neu.", rev=1, onward="//example.org")
    assert "example.org" not in outside.headers["location"]


async def test_every_version_stays_readable_with_its_difference(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    for rev, day in enumerate(("Montag", "Dienstag", "Mittwoch")):
        await fill(author, idea_id, "schedule", f"Wir beginnen am {day}.", rev=rev, why=f"Wegen {day}")
    path, visitor = f"/de/ideas/{idea_id}/sheet/schedule/history", arena.visitor()
    newest, first = seen(await visitor.get(path)), seen(await visitor.get(f"{path}?rev=1"))
    assert "Von Fassung 2 zu Fassung 3" in newest
    assert '<del><span class="sr-only">' in newest
    assert "Wegen Dienstag" in newest
    assert "Die erste Fassung" in first
    for path in ("schedule/history?rev=4", "purpose/history", "summary/history"):
        assert (await author.get(f"/de/ideas/{idea_id}/sheet/{path}")).status_code == 404


async def test_what_people_wrote_is_never_markup_of_ours(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    await fill(author, idea_id, text=HOSTILE, why=HOSTILE)
    await fill(author, idea_id, text=HOSTILE + TEXT, rev=1)
    for path in ("sheet", "sheet/purpose", "sheet/purpose/history"):
        page = (await author.get(f"/de/ideas/{idea_id}/{path}")).text
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "{{7*7}}" in seen(await author.get(f"/de/ideas/{idea_id}/{path}"))

"""Preview: a part as others will see it, with every typed word kept and nothing stored."""

import pytest

from arena.sheets.parts import MOST
from arena.store import Store
from tests.ideas.posted import HOSTILE, page_of, post, seen
from tests.people import Arena
from tests.sheets.filled import TEXT, fill, filled, sheet_of, written


async def test_the_preview_shows_the_part_and_keeps_every_typed_word(arena: Arena, store: Store) -> None:
    member, organisation = arena.member("civil-society")
    idea_id = await post(member, speak_as=str(organisation))
    typed = {"why": "Der Anfang", "speak_as": str(organisation), "act": "preview"}
    page = await fill(member, idea_id, text=f"{TEXT}\n\n## Wann\n\n- im Juli", **typed)
    assert page.status_code == 200
    assert 'id="preview"' in page.text
    assert "<strong>drei Säle</strong>" in page.text
    assert "<h3>Wann</h3>" in page.text
    assert TEXT in page.text
    assert 'value="Der Anfang"' in page.text
    assert "hat am Steckbrief geschrieben" not in seen(await page_of(arena.visitor(), idea_id))
    assert "drei Säle" not in (await sheet_of(arena.visitor(), idea_id)).text
    assert (await store.read(filled, idea_id), await store.read(written, idea_id)) == (0, [])
    assert 'id="preview"' not in (await member.get(f"/de/ideas/{idea_id}/sheet/purpose")).text
    stored = await fill(member, idea_id, speak_as=str(organisation))  # the form that was shown can be sent
    assert stored.status_code == 303


async def test_a_preview_of_a_written_part_keeps_its_version(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    assert (await fill(author, idea_id)).status_code == 303
    page = await fill(author, idea_id, text="Etwas anderes", rev=1, act="preview")
    assert 'name="rev" value="1"' in page.text
    assert "Etwas anderes" in page.text
    assert TEXT not in page.text
    emptied = await fill(author, idea_id, text="", rev=1, act="preview")
    assert emptied.status_code == 200
    assert 'id="preview"' in emptied.text
    # Whoever was slower hears it when they save, not before.
    assert (await fill(author, idea_id, text="Neu", rev=1)).status_code == 303
    assert (await fill(author, idea_id, text="Etwas anderes", rev=1, act="preview")).status_code == 200
    assert (await fill(author, idea_id, text="Etwas anderes", rev=1)).status_code == 409
    assert await store.read(filled, idea_id) == 1


async def test_what_is_too_long_is_said_and_kept(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    page = await fill(author, idea_id, text="a" * (MOST + 1), why="Kurz", act="preview")
    assert page.status_code == 422
    assert 'href="#f-markdown"' in page.text
    assert 'id="preview"' not in page.text
    assert 'value="Kurz"' in page.text
    assert (await fill(author, idea_id, why="b" * 301, act="preview")).status_code == 422


async def test_who_does_not_carry_the_idea_previews_nothing(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    for someone in (arena.person(), arena.member("administration")[0]):
        assert (await fill(someone, idea_id, act="preview")).status_code == 403
    away = await fill(arena.visitor(), idea_id, act="preview")
    assert away.headers["location"].startswith("/de/sign-in")
    assert (await fill(author, idea_id, "summary", act="preview")).status_code == 404
    assert (await author.post(f"/de/ideas/{idea_id}/withdraw", {"reason": "Vorbei."})).status_code == 303
    assert (await fill(author, idea_id, act="preview")).status_code == 409


@pytest.mark.parametrize("lang", ["de", "en"])
async def test_hostile_words_in_the_preview_are_words(arena: Arena, lang: str) -> None:
    author = arena.person()
    idea_id = await post(author)
    form = {"markdown": HOSTILE, "why": HOSTILE, "rev": 0, "act": "preview"}
    page = await author.post(f"/{lang}/ideas/{idea_id}/sheet/purpose", form)
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert "<script>alert(1)</script>" in seen(page)

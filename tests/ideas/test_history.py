"""The history of an idea: public, and any two revisions can be compared."""

import pytest

from tests.ideas.posted import form, post, seen
from tests.people import Arena, Someone


async def _three(author: Someone) -> int:
    idea_id = await post(author, title="Eins", summary="Die erste Fassung.")
    for rev, title, field in (("1", "Zwei", "open-it"), ("2", "Drei", "procurement")):
        changes = {"act": "revise", "rev": rev, "title": title, "note": f"Jetzt {title}.", "fields[]": [field]}
        typed = form(**changes, **{"why.resources": f"Weil {title}."}, summary="Die erste Fassung.")
        assert (await author.post(f"/de/ideas/{idea_id}/edit", typed)).status_code == 303
    return idea_id


@pytest.mark.parametrize("lang", ["de", "en"])
async def test_everybody_compares_any_two_revisions(arena: Arena, lang: str) -> None:
    idea_id = await _three(arena.person())
    history, visitor = f"/{lang}/ideas/{idea_id}/history", arena.visitor()
    last = seen(await visitor.get(history))
    assert "Zwei" in last.split("<del>")[1].split("</del>")[0]
    first = seen(await visitor.get(f"{history}?before=1&after=3"))
    for words in ("Eins</del>", "Drei</ins>", "Vergaben" if lang == "de" else "Procurement", "Weil Drei</ins>"):
        assert words in first
    assert first.count("<option") == 6
    back = seen(await visitor.get(f"{history}?before=3&after=1"))
    assert "Eins</ins>" in back


async def test_an_idea_that_never_changed_says_so(arena: Arena) -> None:
    idea_id = await post(arena.person())
    page = await arena.visitor().get(f"/de/ideas/{idea_id}/history")
    assert "wie sie eingebracht wurde" in page.text


@pytest.mark.parametrize(
    ("query", "status"),
    [("before=1&after=9", 404), ("before=0", 400), ("before=x", 400), ("after=-1", 400), (f"after={10**30}", 400)],
)
async def test_revisions_that_are_not_there_are_not_found(arena: Arena, query: str, status: int) -> None:
    idea_id = await post(arena.person())
    assert (await arena.visitor().get(f"/de/ideas/{idea_id}/history?{query}")).status_code == status

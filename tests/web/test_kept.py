"""Kept pages: visitors share one copy, which is never old, never a person's, and never too many."""

from sqlalchemy import update

from arena.ideas.model import Idea
from arena.web.memory import Shelved
from tests.ideas.grown import publish
from tests.people import Arena


async def test_a_kept_page_is_the_page_that_would_be_made(arena: Arena) -> None:
    publish(arena, arena.person(), "Kastanienallee für alle")
    visitor = arena.visitor()
    first = await visitor.get("/de/ideas?q=Kastanienallee")
    again = await visitor.get("/de/ideas?q=Kastanienallee")
    assert again.text == first.text
    for name in ("etag", "cache-control", "content-language", "content-type", "content-security-policy"):
        assert again.headers[name] == first.headers[name]
    plain = await visitor.get("/de/ideas?q=Kastanienallee", headers={"Accept-Encoding": "identity"})
    assert plain.text == first.text
    same = await visitor.get("/de/ideas?q=Kastanienallee", headers={"If-None-Match": first.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")


async def test_it_never_shows_what_was_hidden_since(arena: Arena) -> None:
    idea = publish(arena, arena.person(), "Gleich wieder weg: Ulmenhain")
    visitor = arena.visitor()
    page = "/de/ideas?q=Ulmenhain"
    assert "Gleich wieder weg" in (await visitor.get(page)).text
    arena.store.write_now(lambda tx: tx.db.execute(update(Idea).where(Idea.id == idea).values(state="withdrawn")))
    assert "Gleich wieder weg" not in (await visitor.get(page)).text


async def test_a_persons_page_is_never_a_visitors(arena: Arena) -> None:
    person = arena.person("Theodora Einmalig")
    visitor = arena.visitor()
    for path in ("/de/", "/de/ideas", "/en/ideas?sort=new"):
        assert "Theodora Einmalig" in (await person.get(path)).text
        assert "Theodora Einmalig" not in (await visitor.get(path)).text
        assert "Theodora Einmalig" in (await person.get(path)).text


def test_what_is_held_longest_makes_room() -> None:
    held = Shelved[str](2)
    for key in "abc":
        held.put(key, 1, key)
    assert [held.get(key, 1) for key in "abc"] == [None, "b", "c"]
    assert held.get("c", 2) is None

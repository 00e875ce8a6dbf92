"""Pages kept for all who are signed in: one body for everybody, each with a head of their own, and no secrets in it."""

import re

import pytest
from jinja2 import UndefinedError
from sqlalchemy import delete, update

from arena.actors.model import Actor, Login
from arena.actors.session import hashed
from arena.ideas.model import Idea
from arena.web.pages import ANYBODY
from tests.ideas.grown import publish
from tests.ideas.posted import draft
from tests.people import Arena, Someone

PAGES = ("/de/ideas", "/en/journal", "/de/coverage", "/de/progress", "/de/promises", "/de/pages/privacy")


def without_head(page: str) -> str:
    return re.sub(r"<header class=\"site-header\">.*?</header>", "", page, flags=re.DOTALL)


async def _twice(someone: Someone, path: str) -> str:
    """The page as it is made and as it is kept, which must be the same."""
    made, kept = await someone.get(path), await someone.get(path)
    assert (made.status_code, kept.status_code) == (200, 200), path
    assert made.text == kept.text, path
    for name in ("etag", "cache-control", "content-language", "content-type", "content-security-policy", "vary"):
        assert made.headers[name] == kept.headers[name], (path, name)
    assert kept.headers["cache-control"] == "private, no-cache"
    return kept.text


async def test_everybody_reads_the_same_under_a_head_of_their_own(arena: Arena) -> None:
    publish(arena, arena.person(), "Gemeinsam gelesen")
    vera, tom, visitor = arena.person("Vera Kopfzeile"), arena.person("Tom Kopfzeile"), arena.visitor()
    for path in PAGES:
        hers, his = await _twice(vera, path), await _twice(tom, path)
        assert "Vera Kopfzeile" in hers, path
        assert "Tom Kopfzeile" not in hers, path
        assert "Tom Kopfzeile" in his, path
        assert without_head(hers) == without_head(his), path
        assert "Kopfzeile" not in (await visitor.get(path)).text, path


async def test_what_only_one_may_see_is_kept_for_nobody(arena: Arena) -> None:
    author, other = arena.person(), arena.person()
    number = await draft(author, title="Noch ganz geheim")
    for _ in range(2):
        assert "Noch ganz geheim" in (await author.get(f"/de/ideas/{number}/journal")).text
        assert (await other.get(f"/de/ideas/{number}/journal")).status_code == 404
        assert (await arena.visitor().get(f"/de/ideas/{number}/journal")).status_code == 404


async def test_it_is_never_older_than_what_is_stored(arena: Arena) -> None:
    reader = arena.person()
    idea = publish(arena, arena.person(), "Bald unsichtbar: Eschenweg")
    assert "Bald unsichtbar" in await _twice(reader, "/de/ideas?q=Eschenweg")
    arena.store.write_now(lambda tx: tx.db.execute(update(Idea).where(Idea.id == idea).values(state="withdrawn")))
    assert "Bald unsichtbar" not in await _twice(reader, "/de/ideas?q=Eschenweg")


async def test_a_session_that_ended_has_no_head(arena: Arena) -> None:
    reader = arena.person("Nora Abgemeldet")
    assert "Nora Abgemeldet" in await _twice(reader, "/de/coverage")
    login = hashed(reader.token or "")
    arena.store.write_now(lambda tx: tx.db.execute(delete(Login).where(Login.token_hash == login)))
    assert "Nora Abgemeldet" not in (await reader.get("/de/coverage")).text


async def test_a_new_name_stands_in_the_next_head(arena: Arena) -> None:
    reader = arena.person("Alter Name")
    await _twice(reader, "/de/coverage")
    arena.store.write_now(
        lambda tx: tx.db.execute(update(Actor).where(Actor.id == reader.id).values(name="Neuer Name"))
    )
    assert "Neuer Name" in await _twice(reader, "/de/coverage")


async def test_a_page_that_did_not_change_is_not_sent_again(arena: Arena) -> None:
    reader = arena.person()
    first = await reader.get("/de/progress")
    same = await reader.get("/de/progress", headers={"If-None-Match": first.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    other = await arena.person().get("/de/progress", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_a_template_that_asks_something_of_anybody_fails(arena: Arena) -> None:
    assert arena.app
    template = arena.app.state.pages.environment("de").from_string("{% if me %}{{ me.name }}{% endif %}")
    with pytest.raises(UndefinedError):
        template.render(me=ANYBODY)

"""An idea's page is put together from what is kept: byte for byte the page that is made anew, for everybody."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from jinja2 import UndefinedError
from sqlalchemy import update

from arena.actors.model import Actor
from arena.ideas.model import Idea
from arena.web.memory import Pulse, Shelved
from tests.growing.together import joined
from tests.ideas.everybody import DRAFT, HIDDEN, Cast, lively, thread_of
from tests.ideas.posted import draft, form, page_of
from tests.people import Arena, Someone
from tests.threads.asking import op, say

SHELVES = ("kept", "ideas", "pieces", "items", "cards", "lists")
ONCE = re.compile(r'(?<=name="client_key" value=")[0-9a-f]{32}')  # a new one for each page


@pytest.fixture(scope="session")
async def read(arena: Arena) -> tuple[int, Cast]:
    """An idea and everybody who reads it."""
    return await lively(arena)


@contextmanager
def nothing_kept(arena: Arena) -> Iterator[None]:
    """Meanwhile every page is made anew and of nothing that was made before."""
    assert arena.app
    state: Any = arena.app.state
    before = {name: getattr(state, name) for name in SHELVES}
    try:
        for name in SHELVES:
            setattr(state, name, Shelved(0))
        with patch.object(Pulse, "beat", lambda _: None), patch.object(state.pages, "heads", Shelved(0)):
            yield
    finally:
        for name, shelf in before.items():
            setattr(state, name, shelf)


async def _address(arena: Arena, idea_id: int) -> str:
    """Where an idea is read, without the language."""
    return str((await arena.visitor().get(f"/de/ideas/{idea_id}")).headers["location"]).removeprefix("/de")


async def _seen(someone: Someone, path: str) -> str:
    answer = await someone.follow(path)
    assert answer.status_code == 200, (path, answer.text)
    return ONCE.sub("", answer.text)


@pytest.mark.parametrize(
    ("lang", "place"),
    [
        ("en", ""),
        ("ls", ""),
        *(("de", place) for place in ("", "?no=2", "?unread=1", "?done=ideas.support.done", "/boxes")),
    ],
)
async def test_everybody_is_shown_the_page_that_would_be_made_for_them(
    arena: Arena, read: tuple[int, Cast], lang: str, place: str
) -> None:
    idea_id, cast = read
    own = f"/ideas/{idea_id}" if place == "/boxes" else await _address(arena, idea_id)
    path = f"/{lang}{own}{place}"
    first = {name: await _seen(someone, path) for name, someone in cast.items()}
    again = {name: await _seen(cast[name], path) for name in reversed(cast)}
    with nothing_kept(arena):
        for name, someone in cast.items():
            made = await _seen(someone, path)
            assert first[name] == made, name
            assert again[name] == made, name


async def test_nothing_of_one_reader_stands_on_the_page_of_another(arena: Arena, read: tuple[int, Cast]) -> None:
    idea_id, cast = read
    pages = {name: await _seen(someone, f"/de/ideas/{idea_id}") for name, someone in cast.items()}
    marks = {
        DRAFT: {"drafting"},
        "/withdraw": {"author", "carrier"},
        "/moderation/threads/": {"moderator"},
        "/answer?office=": {"office"},
        'value="mute" aria-pressed="true"': {"muted"},
        "support:off": {"reactor"},
        "concern:off": {"other"},
        'value="1" checked': {"reactor"},
        'id="unread"': {"late", "author", "carrier", "follower", "helper", "offering", "declined"},
        "post-own": {"speaker", "asker", "helper"},
        HIDDEN: set(),
    }
    for mark, who in marks.items():
        assert {name for name, page in pages.items() if mark in page.split("<template")[0]} == who, mark
    for name, someone in cast.items():
        told = {other for other, page in pages.items() if someone.token and f'data-me="{someone.id}"' in page}
        assert told == ({name} if someone.token else set())
        assert "data-csrf" not in pages["visitor"]
    keys = [re.search(r'data-csrf="(\w+)"', page) for name, page in pages.items() if name != "visitor"]
    assert len({key[1] for key in keys if key}) == len(keys)
    supports = re.compile(r'/support"><button[^>]*aria-pressed="true"')
    assert {name for name, page in pages.items() if supports.search(page)} == {"fan"}
    declined = {
        name for name, page in pages.items() if "Person declined" in page.split('id="team"')[1].split("</section>")[0]
    }
    assert declined == {"declined", "author", "carrier"}


async def test_what_is_stored_is_seen_by_everybody_at_once(arena: Arena) -> None:
    idea_id, cast = await lively(arena)
    thread, readers = thread_of(arena, idea_id), [cast[name] for name in ("stranger", "visitor", "carrier", "late")]

    async def seen(*, there: str = "", gone: str = "") -> None:
        for someone in readers:
            page = await _seen(someone, f"/de/ideas/{idea_id}")
            assert there in page, there
            assert not gone or gone not in page, gone
            with nothing_kept(arena):
                assert page == await _seen(someone, f"/de/ideas/{idea_id}"), (there, gone)

    await seen(gone="Ein ganz neues Wort")
    number = await say(cast["speaker"], thread, "Ein ganz neues Wort")
    await seen(there="Ein ganz neues Wort")
    await op(cast["speaker"], thread, "edit", post=number, rev=1, text="Ein besseres Wort")
    await seen(there="Ein besseres Wort", gone="Ein ganz neues Wort")
    await op(cast["speaker"], thread, "delete", post=number)
    await seen(gone="Ein besseres Wort")
    await joined(cast["author"], idea_id, arena.person("Thea Zugang"))
    await seen(there="Thea Zugang")
    renamed = update(Actor).where(Actor.name == "Thea Zugang").values(name="Thea Umbenannt")
    arena.store.write_now(lambda tx: tx.db.execute(renamed))
    await seen(there="Thea Umbenannt")
    edit = form(title="Ein neuer Name", rev="1", act="revise", note="Klarer so.")
    answer = await cast["author"].post(f"/de/ideas/{idea_id}/edit", edit)
    assert answer.status_code == 303, answer.text
    await seen(there="Ein neuer Name")
    staged = update(Idea).where(Idea.id == idea_id).values(stage="project", progress=40, sheet_filled=3)
    arena.store.write_now(lambda tx: tx.db.execute(staged))
    await seen(there='id="project-title"')
    await cast["author"].post(f"/de/ideas/{idea_id}/withdraw", {"reason": "Vorbei ist es."})
    await seen(there="Vorbei ist es.")


async def test_what_a_reader_does_is_seen_by_them_at_once_and_by_nobody_else(
    arena: Arena, read: tuple[int, Cast]
) -> None:
    idea_id, _ = read
    reader, other = arena.person(), arena.person()
    pressed = re.compile(r'/follow"><button[^>]*aria-pressed="true"')
    for on in ("true", "false", "true"):
        await _seen(other, f"/de/ideas/{idea_id}")
        await reader.post(f"/de/ideas/{idea_id}/follow", {"on": on})
        assert bool(pressed.search(await _seen(reader, f"/de/ideas/{idea_id}"))) == (on == "true")
        assert not pressed.search(await _seen(other, f"/de/ideas/{idea_id}"))


async def test_a_draft_is_kept_for_nobody(arena: Arena) -> None:
    author, other = arena.person(), arena.person()
    number = await draft(author, title="Noch ganz geheim")
    for _ in range(2):
        assert "Noch ganz geheim" in (await page_of(author, number)).text
        for someone in (other, arena.visitor()):
            assert (await someone.get(f"/de/ideas/{number}-noch-ganz-geheim")).status_code == 404


def test_a_piece_that_asks_who_reads_it_fails(arena: Arena) -> None:
    assert arena.app
    template = arena.app.state.pages.environment("de").from_string("{% if me %}x{% endif %}")
    with pytest.raises(UndefinedError):
        template.render(idea=None, ties=None)

"""An idea's page: for everybody, at one address, in few statements."""

import pytest
from sqlalchemy import Connection, update

from arena.ideas.model import Idea
from arena.ideas.show import beside
from arena.store import Store, Tx
from tests.ideas.posted import draft, page_of, post
from tests.ideas.test_list_cost import statements
from tests.people import Arena


@pytest.mark.parametrize("lang", ["de", "en", "ls"])
async def test_every_spelling_of_the_address_leads_to_one(arena: Arena, lang: str) -> None:
    idea_id = await post(arena.person(), title="Über Größe & Wärme: „Ja!“")
    own = f"/{lang}/ideas/{idea_id}-ueber-groesse-waerme-ja"
    for spelling in ("", "-", "-an-old-title", "-%3Cscript%3E"):
        answer = await arena.visitor().get(f"/{lang}/ideas/{idea_id}{spelling}?done=ideas.publish.done")
        assert answer.status_code == 301
        assert answer.headers["location"] == f"{own}?done=ideas.publish.done"
    page = await arena.visitor().get(own)
    assert page.status_code == 200
    assert f'rel="canonical" href="{arena.settings.address}{own}"' in page.text


@pytest.mark.parametrize("odd", ["0", "999999999", "9" * 15, "9" * 16, "9" * 40, "1e3", "-1", "１２"])
async def test_what_is_no_idea_is_not_found(arena: Arena, odd: str) -> None:
    for path in (f"/de/ideas/{odd}", f"/de/ideas/{odd}/history", f"/de/ideas/{odd}/edit", f"/de/ideas/{odd}/withdraw"):
        assert (await arena.person().get(path)).status_code == 404


async def test_the_page_says_what_matters_to_everybody(arena: Arena) -> None:
    member, organisation = arena.member("civil-society", "Verein Quellen e. V.")
    idea_id = await post(member, speak_as=str(organisation))
    page = (await page_of(arena.visitor(), idea_id, "en")).text
    for words in (
        "Verein Quellen e. V.",
        'href="/en/ideas?field=natural-resources"',
        'href="/en/ideas?district=mitte"',
        "derived",
        f'href="/en/ideas/{idea_id}/join"',
        f'href="/en/ideas/{idea_id}/history"',
        "One voice is taking part.",
    ):
        assert words in page
    assert "/withdraw" not in page
    assert "/edit" not in page


async def test_those_who_carry_it_can_change_it_and_nobody_else(arena: Arena) -> None:
    author, stranger = arena.person(), arena.person()
    idea_id = await post(author)
    assert f"/ideas/{idea_id}/withdraw" in (await page_of(author, idea_id)).text
    assert f"/ideas/{idea_id}/withdraw" not in (await page_of(stranger, idea_id)).text


async def test_an_unknown_tag_shows_its_key_rather_than_breaking(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    await store.write(_retag, idea_id)
    assert "no-such-scope" not in (await page_of(author, idea_id)).text
    assert (await author.get(f"/de/ideas/{idea_id}/edit")).status_code == 200


def _retag(tx: Tx, idea_id: int) -> None:
    tx.db.execute(update(Idea).where(Idea.id == idea_id).values(scope="no-such-scope", kind="no-such-kind"))


async def test_the_page_without_its_thread_costs_at_most_six_statements(arena: Arena) -> None:
    author = arena.person()
    idea_id = await post(author)
    await page_of(author, idea_id)
    with statements() as asked:
        await page_of(author, idea_id)
    # The redirect reads the page as well; the thread takes its head and its items, each later noun one statement.
    assert len(asked) / 2 <= 6 + 2 + len(beside), asked


async def test_a_draft_has_no_thread_to_read(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await draft(author)
    assert 'id="thread"' not in (await page_of(author, idea_id)).text

    def thread_of(db: Connection, idea_id: int) -> int:
        return int(db.execute(Idea.__table__.select().where(Idea.id == idea_id)).one().thread_id)

    thread = await store.read(thread_of, idea_id)
    for someone in (author, arena.visitor()):
        assert (await someone.get(f"/de/threads/{thread}")).status_code == 404

"""The journal as data: streamed in bounded memory, no formula for a spreadsheet, no address of anybody."""

import csv
import io
import json
from weakref import WeakSet
from xml.etree import ElementTree

import pytest
from sqlalchemy import Connection

from arena.insight.choose import Chosen
from arena.insight.entry import Entry
from arena.insight.export import AT_ONCE, COLUMNS, as_csv, cell
from arena.insight.journal import Part, entries
from arena.store import Store
from tests.ideas.posted import draft, post
from tests.insight.told import entered, pile
from tests.people import Arena

ATOM = "{http://www.w3.org/2005/Atom}"
MANY = 20_000


def table(text: str) -> list[dict[str, str]]:
    """A CSV file's rows."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


async def test_twenty_thousand_entries_are_streamed_some_at_a_time(
    arena: Arena, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = arena.person()
    idea_id = await post(author)
    assert author.voice
    many = MANY if store.dialect == "sqlite" else 2_500
    await store.write(pile, idea_id, many, author.voice)
    held: WeakSet[Entry] = WeakSet()

    def counted(db: Connection, chosen: Chosen, most: int) -> Part:
        part = entries(db, chosen, most)
        held.update(part.entries)
        return part

    monkeypatch.setattr("arena.insight.export.entries", counted)
    chosen, lines, most = Chosen(idea_id=idea_id), 0, 0
    async for piece in as_csv(store, chosen, "de", "https://arena.example"):
        lines += piece.count(b"\r\n")
        most = max(most, len(held))
        assert len(piece) < 1_000_000
    assert lines == many + 2
    assert most <= 2 * AT_ONCE  # those just read, and those written a moment ago
    if store.dialect == "postgresql":
        answer = await arena.visitor().get(f"/de/ideas/{idea_id}/journal.json")
        told = json.loads(answer.text)["entries"]
        assert [one["no"] for one in told] == list(range(many + 1, 0, -1))
        assert "content-length" not in answer.headers


async def test_filters_apply_and_nothing_personal_but_public_names_is_in_it(arena: Arena, store: Store) -> None:
    author = arena.person("Expo Ortner", email="geheim@example.org")
    idea_id = await post(author, title="=HYPERLINK(1)")
    await store.write(entered, idea_id, author.voice, "ideas.ask", why="+1 und @cmd", need="Zeit")
    visitor = arena.visitor()
    answer = await visitor.get(f"/de/journal.csv?who={author.id}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="journal.csv"' in answer.headers["content-disposition"]
    rows = table(answer.text)
    assert tuple(rows[0]) == COLUMNS
    assert [row["kind"] for row in rows] == ["ideas.ask", "ideas.publish"]
    assert (rows[0]["title"], rows[0]["why"]) == ("'=HYPERLINK(1)", "'+1 und @cmd")
    assert rows[0]["person"] == "Expo Ortner"
    assert f"/de/ideas/{idea_id}/journal?older=3#entry-2" in rows[0]["url"]
    english = await visitor.get(f"/en/ideas/{idea_id}/journal.csv?kind=ideas.publish")
    assert [row["kind"] for row in table(english.text)] == ["ideas.publish"]
    assert (await visitor.get("/de/journal.json?who=Niemand+So")).json() == {"entries": []}
    for path in (f"/de/journal.csv?who={author.id}", f"/de/journal.json?who={author.id}", "/api/v1/journal"):
        assert "geheim@" not in (await visitor.get(path)).text


def test_a_cell_is_never_a_formula() -> None:
    for text in ("=1+1", "+1", "-1", "@x", "\t=1", "  =1"):
        assert cell(text).startswith("'")
    assert (cell(-1), cell(None), cell("a=b"), cell({"a": [None, "=x"]})) == ("-1", "", "a=b", '{"a":[null,"=x"]}')


async def test_a_draft_has_no_export_no_feed_and_no_stream(arena: Arena) -> None:
    idea_id = await draft(arena.person())
    for path in ("journal.csv", "journal.json", "feed.atom"):
        assert (await arena.visitor().get(f"/de/ideas/{idea_id}/{path}")).status_code == 404
    assert (await arena.visitor().get(f"/ideas/{idea_id}/journal/stream")).status_code == 404


async def test_programs_read_it_page_by_page(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    assert author.voice
    await store.write(pile, idea_id, 70, author.voice)
    visitor, address, found = arena.visitor(), f"/api/v1/journal?who={author.id}", []
    first = answer = await visitor.get(address)
    while True:
        told = answer.json()
        found += [one["no"] for one in told["entries"]]
        if told["older"] is None:
            break
        answer = await visitor.get(f"{address}&older={told['older']}")
    assert found == [1, *range(71, 1, -1)]
    again = await visitor.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_feeds_parse_have_stable_ids_and_are_not_sent_twice(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author, title="Feed & <Fütterung>")
    await store.write(entered, idea_id, None, "ideas.ask", why="Weil & darum", need="Zeit")
    visitor, ids = arena.visitor(), {}
    for lang in ("de", "en"):
        address = f"/{lang}/ideas/{idea_id}/feed.atom"
        answer = await visitor.get(address)
        assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
        root = ElementTree.fromstring(answer.content)
        entries = root.findall(f"{ATOM}entry")
        assert len(entries) == 2
        assert "Feed & <Fütterung>" in (entries[0].findtext(f"{ATOM}title") or "")
        assert "Weil & darum" in (entries[0].findtext(f"{ATOM}content") or "")
        assert [one.findtext(f"{ATOM}author/{ATOM}name") for one in entries][1] == (author.voice and author.voice.actor)
        assert all(one.findtext(f"{ATOM}updated") for one in [root, *entries])
        ids[lang] = [one.findtext(f"{ATOM}id") for one in [root, *entries]]
        assert all(str(one).startswith("tag:") for one in ids[lang])
        again = await visitor.get(address, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        page = await visitor.follow(f"/{lang}/ideas/{idea_id}")
        assert 'type="application/atom+xml"' in page.text
        assert address in page.text
    assert not set(ids["de"]) & set(ids["en"])
    await author.post(f"/de/ideas/{idea_id}/withdraw", {"reason": "Fertig."})
    later = ElementTree.fromstring((await visitor.get(f"/de/ideas/{idea_id}/feed.atom")).content)
    assert [one.findtext(f"{ATOM}id") for one in later.findall(f"{ATOM}entry")][1:] == ids["de"][1:]
    city = ElementTree.fromstring((await visitor.get("/en/feed.atom")).content)
    assert 1 <= len(city.findall(f"{ATOM}entry")) <= 50

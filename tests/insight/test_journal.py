"""The journal's pages: who, in whose name, when, why, what changed; filters that combine; drafts never show."""

import re
from html import unescape
from typing import Any

from sqlalchemy import select, update

from arena.actors.model import Actor
from arena.insight.choose import Chosen
from arena.insight.journal import entries
from arena.insight.wanted import Wanted
from arena.journal.model import JournalEntry
from arena.store import Store, Tx
from arena.threads.model import Post
from tests.ideas.posted import HOSTILE, HOSTILE_SEEN, draft, post, seen
from tests.insight.told import entered, pile
from tests.people import Answer, Arena, Someone

OFFER = {"role": "contribute", "what": "Ich messe nach", "message": "Gern ab Mai"}


def titles(page: Answer) -> list[str]:
    """The ideas of the entries on the city's page, from the top."""
    return [unescape(one) for one in re.findall(r'<h3><a href="/\w+/ideas/\d+"[^>]*>(.*?)</a></h3>', page.text)]


def numbers(page: Answer) -> list[int]:
    """The numbers of the entries on an idea's page, from the top."""
    return [int(one) for one in re.findall(r'id="entry-(\d+)"', page.text)]


async def lived(author: Someone, other: Someone, **changes: Any) -> int:
    """An idea that was published, joined, and withdrawn."""
    idea_id = await post(author, **changes)
    assert (await other.post(f"/de/ideas/{idea_id}/join", OFFER)).status_code == 303
    end = {"reason": "Es gibt das schon.", "speak_as": changes.get("speak_as", author.id)}
    assert (await author.post(f"/de/ideas/{idea_id}/withdraw", end)).status_code == 303
    return idea_id


async def test_an_entry_says_who_in_whose_name_why_and_what_changed(arena: Arena) -> None:
    (author, organisation), other = arena.member("business", "Werkstatt Nord"), arena.person()
    idea_id = await lived(author, other, speak_as=organisation)
    page = await arena.visitor().get(f"/de/ideas/{idea_id}/journal")
    assert page.status_code == 200
    assert numbers(page) == [3, 2, 1]
    text = seen(page)
    for words in (
        "für Werkstatt Nord",
        "Werkstatt Nord hat die Idee veröffentlicht.",
        "Stand der Idee: vorher veröffentlicht, jetzt zurückgezogen",
        "Stand der Zusage: angeboten",
        "Es gibt das schon.",
        "„Gern ab Mai“",
        f'href="/de/actors/{author.id}"',
        "Im Gespräch",
        'aria-current="step"',
    ):
        assert words in text, words
    english = seen(await arena.visitor().get(f"/en/ideas/{idea_id}/journal"))
    assert "State of the idea: published before, withdrawn now" in english
    note = re.search(r'href="(/de/ideas/[^"]+\?after=\d+)#(item-\d+)"', page.text)
    assert note
    assert f'id="{note[2]}"' in (await arena.visitor().get(note[1])).text
    city = await arena.visitor().get(f"/de/journal?who={author.id}")
    assert len(titles(city)) == 2


async def test_drafts_never_show_and_hostile_words_stay_words(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await draft(author, title="Geheimer Entwurf")
    assert (await arena.visitor().get(f"/de/ideas/{idea_id}/journal")).status_code == 404
    assert "Noch steht hier nichts" in (await author.get(f"/de/ideas/{idea_id}/journal")).text
    hostile = await post(author, title=HOSTILE)
    voice = author.voice
    await store.write(entered, hostile, voice, "ideas.ask", why=HOSTILE, change={"state": (HOSTILE, HOSTILE)}, need="x")
    for path in (f"/de/ideas/{hostile}/journal", "/de/journal"):
        page = await arena.visitor().get(path)
        assert "<script>alert" not in page.text
        assert HOSTILE_SEEN in seen(page)


async def test_a_kind_without_words_and_what_happens_by_itself_are_told_all_the_same(
    arena: Arena, store: Store
) -> None:
    author = arena.person()
    idea_id = await post(author)
    wrong = await store.write(entered, idea_id, author.voice, "someday.dreamt", change={"someday.thing": (1, 2)})
    right = await store.write(entered, idea_id, None, "someday.passed", corrects=wrong)
    page = await arena.visitor().get(f"/de/ideas/{idea_id}/journal")
    text = seen(page)
    assert "ein Schritt der Art „someday.dreamt“" in text
    assert "Von selbst" in text
    assert "Berichtigt Eintrag 2" in text
    assert "Berichtigt durch Eintrag 3" in text
    assert f"/de/ideas/{idea_id}/journal?older=3#entry-2" in text
    assert numbers(await arena.visitor().get(f"/de/ideas/{idea_id}/journal?older=3")) == [2, 1]
    assert right > wrong


async def test_hidden_notes_keep_their_words_and_erased_accounts_are_called_so(arena: Arena, store: Store) -> None:
    author, other = arena.person(), arena.person()
    idea_id = await lived(author, other)

    def hide(tx: Tx) -> None:
        first = select(JournalEntry.post_id).where(JournalEntry.idea_id == idea_id, JournalEntry.no == 3)
        tx.db.execute(update(Post).where(Post.id == first.scalar_subquery()).values(state="hidden"))
        tx.db.execute(update(Actor).where(Actor.id == other.id).values(name=""))

    await store.write(hide)
    text = seen(await arena.visitor().get(f"/de/ideas/{idea_id}/journal"))
    assert "Der Wortlaut dieses Eintrags ist verborgen." in text
    assert "Es gibt das schon." not in text
    assert "Gelöschtes Konto" in text


async def test_filters_combine_and_what_they_do_not_know_is_said(arena: Arena) -> None:
    (author, organisation), other = arena.member("science", "Institut für Filter"), arena.person("Filia Sieb")
    one = await lived(author, other, title="Filter eins", speak_as=organisation, **{"fields[]": ["data-use"]})
    await lived(author, other, title="Filter zwei", **{"fields[]": ["natural-resources"], "districts[]": ["pankow"]})
    visitor = arena.visitor()

    async def found(query: str) -> list[str]:
        return titles(await visitor.get(f"/de/journal?{query}"))

    assert await found(f"who={author.id}") == ["Filter zwei", "Filter zwei", "Filter eins", "Filter eins"]
    assert await found("who=filia+sieb&field=data-use") == ["Filter eins"]
    assert await found("name=Institut für Filter") == ["Filter eins"] * 2
    assert await found(f"name={organisation}&district=pankow") == []
    assert await found("who=filia+sieb&kind=ideas&district=pankow") == ["Filter zwei"]
    assert await found(f"kind=ideas.withdraw&who={author.id}&field=natural-resources") == ["Filter zwei"]
    assert await found(f"who={author.id}&from=2020-01-01&to=2020-12-31") == []
    assert len(await found(f"who={author.id}&from=2020-01-01")) == 4
    own = await visitor.get(f"/de/ideas/{one}/journal?who={other.id}")
    assert numbers(own) == [2]
    assert "Der Weg dieser Idee" not in own.text
    odd = seen(await visitor.get("/de/journal?kind=nothing&older=x&from=2020-13-01&field=<b>&q=1"))
    assert "einen Filter, den es hier nicht gibt" in odd
    assert "Niemand heißt genau so" in seen(await visitor.get("/de/journal?who=Nie+Da+Gewesen"))
    for query in ("older=99999999999999999-1", "newer=1", "to=9999-12-31", "older=5&newer=5-5", "who=%00%ff"):
        assert (await visitor.get(f"/de/journal?{query}")).status_code == 200, query


async def test_pages_lead_on_in_both_directions_without_a_gap(arena: Arena, store: Store) -> None:
    author = arena.person()
    idea_id = await post(author)
    assert author.voice
    await store.write(pile, idea_id, 119, author.voice)
    visitor = arena.visitor()
    for address in (f"/de/ideas/{idea_id}/journal", f"/de/journal?who={author.id}"):
        page, pages = await visitor.get(address), []
        while True:
            pages.append(re.findall(r'id="entry-(\d+)"', page.text))
            older = re.search(r'href="([^"]+)" rel="next"', page.text)
            if older is None:
                break
            page = await visitor.get(unescape(older[1]))
        assert [len(one) for one in pages] == [50, 50, 20]
        assert len({number for one in pages for number in one}) == 120
        newer = re.search(r'href="([^"]+)" rel="prev"', page.text)
        assert newer
        assert re.findall(r'id="entry-(\d+)"', (await visitor.get(unescape(newer[1]))).text) == pages[1]


async def test_where_a_filter_finds_little_the_page_says_how_far_it_looked(
    arena: Arena, store: Store, monkeypatch: Any
) -> None:
    author, other = arena.person(), arena.person()
    idea_id = await post(author, **{"fields[]": ["smart-economy"]})
    elsewhere = await post(author, **{"fields[]": ["data-use"]})
    assert other.voice
    await store.write(pile, elsewhere, 40, other.voice)
    await store.write(entered, idea_id, other.voice, "ideas.ask", need="Zeit")
    monkeypatch.setattr("arena.insight.walk.WINDOW", 30)
    wanted, found, looks = Wanted(who=str(other.id), field="smart-economy"), [], 0
    chosen = Chosen(wanted, who=(other.id,))
    while True:
        part = await store.read(entries, chosen)
        found += part.entries
        looks += 1
        if part.older is None:
            break
        chosen = Chosen(Wanted(who=str(other.id), field="smart-economy", older=part.older), who=(other.id,))
    assert [entry.idea_id for entry in found] == [idea_id]
    assert looks == 2
    page = await arena.visitor().get(f"/de/journal?who={other.id}&field=smart-economy")
    assert "Bis hierher wurde gesucht" in page.text

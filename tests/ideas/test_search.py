"""Search: word forms in both languages, words inside words, and nothing that breaks it."""

import pytest
from sqlalchemy import update

from arena.ideas.model import Idea
from arena.ideas.search import hits
from arena.ideas.search_terms import terms_of
from tests.ideas.grown import publish
from tests.people import Arena

WRITTEN = [
    ("Trinkwasserbrunnen für den Wedding", "de"),
    ("Häuser begrünen in der Müllerstraße", "de"),
    ("Schulhöfe am Nachmittag öffnen", "de"),
    ("Sharing tools in libraries", "en"),
]


@pytest.fixture(scope="module")
def written(arena: Arena) -> dict[str, int]:
    author = arena.person()
    return {title: publish(arena, author, title, language=language) for title, language in WRITTEN}


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("Brunnen", 0),
        ("Brunnens", 0),
        ("wasser", 0),
        ("TRINKWASSER", 0),
        ("trinkw", 0),
        ("Haus", 1),
        ("haeuser", 1),
        ("begruenen", 1),
        ("Begrünung", 1),
        ("strasse", 1),
        ("muellerstrasse", 1),
        ("Schulhof", 2),
        ("öffnen nachmittags", 2),
        ("library", 3),
        ("tool", 3),
        ("shared tools", 3),
    ],
)
def test_word_forms_find_it(arena: Arena, written: dict[str, int], query: str, title: int) -> None:
    assert written[WRITTEN[title][0]] in arena.store.read_now(hits, query)


@pytest.mark.parametrize(("query", "title"), [("Brunnenbauer", 0), ("hausen schulhof", 1), ("Radio", 2)])
def test_what_is_not_there_is_not_found(arena: Arena, written: dict[str, int], query: str, title: int) -> None:
    assert written[WRITTEN[title][0]] not in arena.store.read_now(hits, query)


def test_summary_and_body_are_searched_and_the_title_counts_more(arena: Arena) -> None:
    author = arena.person()
    inside = publish(arena, author, "Ein Vorschlag", markdown="Es geht um Zuckerrübensirup in Ruhe.")
    named = publish(arena, author, "Zuckerrübensirup für alle")
    beside = publish(arena, author, "Noch ein Vorschlag", summary="Mit Zuckerrübensirup.")
    found = arena.store.read_now(hits, "Zuckerrübensirup")
    assert found[0] == named
    assert set(found) == {inside, named, beside}


@pytest.mark.parametrize(
    "query",
    [
        '" OR 1 --',
        "\x00",
        "x" * 10_000,
        "* ^ NEAR(",
        "terms:a",
        "a AND NOT b",
        "' | ''",
        "\\",
        "%_%",
        "½ ⑴ ㎧",
        "🙂",
        "ab",
    ],
)
async def test_hostile_words_are_only_words(arena: Arena, query: str) -> None:
    arena.store.read_now(hits, query)
    assert (await arena.visitor().get("/de/ideas", params={"q": query})).status_code == 200


def test_the_index_follows_every_change(arena: Arena) -> None:
    idea = publish(arena, arena.person(), "Quittengelee zuerst")

    def change(**values: str) -> None:
        arena.store.write_now(lambda tx: tx.db.execute(update(Idea).where(Idea.id == idea).values(**values)))

    assert idea in arena.store.read_now(hits, "Quittengelee")
    change(terms=terms_of("Mispelmus danach", "", "", "de"))
    assert idea not in arena.store.read_now(hits, "Quittengelee")
    assert idea in arena.store.read_now(hits, "Mispel")
    change(state="withdrawn")
    assert idea not in arena.store.read_now(hits, "Mispelmus")
    change(terms=terms_of("Holunder", "", "", "de"))
    change(state="published")
    assert arena.store.read_now(hits, "Mispelmus") == []
    assert idea in arena.store.read_now(hits, "Holunder")

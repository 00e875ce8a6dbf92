"""Search terms: word forms of German and English meet in the same stem."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.ideas.search_terms import terms_of, words_of


def _meets(written: str, sought: str, language: str = "de") -> bool:
    terms = terms_of("", "", written, language).split()
    return all(any(term in word.forms or term.startswith(word.starts) for term in terms) for word in words_of(sought))


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("Brunnen", "Brunnens"),
        ("des Brunnens", "brunnen"),
        ("Straße", "strasse"),
        ("STRASSEN", "straße"),
        ("viele Häuser", "Haus"),
        ("ein Haus", "haeuser"),
        ("Höfe begrünen", "begruenen"),
        ("Begrünung", "begrünen"),
        ("Fahrräder", "Fahrrad"),
        ("Müllerstraße", "muellerstr"),
        ("Café", "cafe"),
        ("Trinkwasserbrunnen", "trinkwasser"),
    ],
)
def test_german_word_forms_meet(written: str, sought: str) -> None:
    assert _meets(written, sought)


@pytest.mark.parametrize(
    ("written", "sought"), [("libraries", "library"), ("sharing tools", "tool share"), ("Müllerstraße", "Müllerstraße")]
)
def test_english_word_forms_meet(written: str, sought: str) -> None:
    assert _meets(written, sought, "en")


def test_words_that_say_nothing_are_left_out_unless_they_are_all() -> None:
    assert len(words_of("Brunnen in der Stadt")) == 2
    assert len(words_of("in der")) == 2


def test_parts_of_compounds() -> None:
    (word,) = words_of("Wasser")
    assert any(part in terms_of("Trinkwasserbrunnen", "", "", "de") for part in word.parts)
    (short,) = words_of("Rad")
    assert any(part in terms_of("Lastenrad", "", "", "de") for part in short.parts)
    assert not any(part in terms_of("Radio", "", "", "de") for part in short.parts)


def test_addresses_are_not_words() -> None:
    assert terms_of("", "", "siehe https://example.org/geheim", "de").split() == ["sieh"]


def test_the_title_counts_threefold() -> None:
    assert terms_of("Brunnen", "", "Platz", "de") == " brunn brunn brunn platz "


@given(st.text(), st.sampled_from(["de", "en", "tr"]))
def test_any_text_has_terms_and_every_word_finds_itself(text: str, language: str) -> None:
    terms = terms_of(text, "", "", language)
    assert terms.isprintable() or terms.split() == []
    for word in words_of(text):
        assert word.forms


@pytest.mark.parametrize(
    "query", ["", " ", '" OR 1 --', "\x00", "a" * 10_000, "* ^ NEAR( :", "\ud800", "'; DROP TABLE idea"]
)
def test_hostile_queries_are_words_or_nothing(query: str) -> None:
    for word in words_of(query):
        for form in word.forms + word.starts:
            assert form.isalnum()

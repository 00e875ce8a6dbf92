"""Texts are shortened where people pause."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arena.imports.sentences import first_sentence, first_sentences, shorten


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Hier fehlt ein Radweg. Bitte bauen.", "Hier fehlt ein Radweg."),
        ("Hier, z. B. an der Maxstr. 5, ist es eng. Sehr.", "Hier, z. B. an der Maxstr. 5, ist es eng."),
        ("Am 3. Mai war Sturm! Und?", "Am 3. Mai war Sturm!"),
        ("Ohne Punkt\nund weiter", "Ohne Punkt"),
        ("Warum? Darum.", "Warum?"),
    ],
)
def test_a_sentence_ends_where_it_ends(text: str, first: str) -> None:
    assert first_sentence(text) == first


def test_a_cut_is_made_after_a_word_and_marked() -> None:
    assert shorten("Radwege für alle Menschen", 20) == "Radwege für alle…"
    assert shorten("Radwege", 7) == "Radwege"
    assert shorten("x" * 50, 10) == "x" * 9 + "…"


@settings(deadline=None)
@given(st.text(max_size=400), st.integers(min_value=2, max_value=300))
def test_nothing_is_longer_than_it_may_be(text: str, most: int) -> None:
    assert len(shorten(text, most)) <= max(most, 1)
    assert len(first_sentences(text, most)) <= most


def test_a_summary_keeps_whole_sentences() -> None:
    assert first_sentences("Eins. Zwei. Drei.", 11) == "Eins. Zwei."
    assert first_sentences("Ein sehr langer Satz ohne Ende", 12) == "Ein sehr…"

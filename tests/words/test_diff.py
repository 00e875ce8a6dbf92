"""The word diff: what was and what is can be read from it, and no text makes it slow."""

import random
from time import monotonic

from hypothesis import given
from hypothesis import strategies as some

from arena.words.diff import word_diff


@given(some.text(), some.text())
def test_both_texts_can_be_read_from_their_difference(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    assert "".join(text for kind, text in pieces if kind != "add") == before
    assert "".join(text for kind, text in pieces if kind != "remove") == after


def test_only_the_words_that_changed_are_marked() -> None:
    assert word_diff("Der Wagen hält jede zweite Woche.", "Der Wagen hält jede Woche, auch im Winter.") == [
        ("same", "Der Wagen hält jede "),
        ("remove", "zweite "),
        ("same", "Woche"),
        ("add", ", auch im Winter"),
        ("same", "."),
    ]


def test_texts_made_to_be_slow_are_not() -> None:
    dice = random.Random(7)
    texts = [" ".join(dice.choice("ab") for _ in range(5000)) for _ in range(2)]
    begun = monotonic()
    word_diff(*texts)
    assert monotonic() - begun < 1

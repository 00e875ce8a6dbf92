"""How alike two texts are: the cosine of the character n-grams of their stems, rare words weighing more."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import sqrt

UNKNOWN = 0.7  # the weight of a word nobody asked about
Grams = Mapping[str, float]


def grams_of(stems: Iterable[str], weights: Mapping[str, float]) -> Grams:
    """A text as a vector of length one: each stem adds its three- to five-letter pieces, by its weight."""
    whole: defaultdict[str, float] = defaultdict(float)
    for stem in set(stems):
        weight = weights.get(stem, UNKNOWN)
        for gram, share in _pieces(stem):
            whole[gram] += weight * share
    length = sqrt(sum(value * value for value in whole.values()))
    return {gram: value / length for gram, value in whole.items()} if length else {}


def cosine(one: Grams, other: Grams) -> float:
    """From 0 (nothing in common) to 1 (the same)."""
    if len(other) < len(one):
        one, other = other, one
    return sum(value * other[gram] for gram, value in one.items() if gram in other)


@lru_cache(maxsize=20_000)
def _pieces(stem: str) -> tuple[tuple[str, float], ...]:
    """The pieces of a stem between marks of its beginning and end; together as long as any other stem's."""
    word = f" {stem} "
    found = Counter(word[at : at + size] for size in (3, 4, 5) for at in range(len(word) - size + 1))
    length = sqrt(sum(count * count for count in found.values()))
    return tuple((gram, count / length) for gram, count in found.items())

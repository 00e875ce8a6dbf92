"""What changed between two texts, word by word."""

import re
from collections import Counter
from difflib import SequenceMatcher

WORD = re.compile(r"\w+\s*|[^\w\s]+\s*|\s+")
# Comparing costs as many steps as there are pairs of equal words; texts made to cost more are shown as replaced.
MOST_PAIRS = 150_000
Piece = tuple[str, str]


def word_diff(before: str, after: str) -> list[Piece]:
    """The way from one text to the other as pieces of kind `same`, `remove` and `add`."""
    old, new = WORD.findall(before), WORD.findall(after)
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    middle = _middle(old[start : len(old) - end], new[start : len(new) - end])
    pieces = [("same", "".join(old[:start])), *middle, ("same", "".join(old[len(old) - end :]))]
    return [(kind, text) for kind, text in pieces if text]


def _shared(old: list[str], new: list[str]) -> int:
    for number, (one, other) in enumerate(zip(old, new, strict=False)):
        if one != other:
            return number
    return min(len(old), len(new))


def _middle(old: list[str], new: list[str]) -> list[Piece]:
    counted = Counter(new)
    if sum(counted[word] for word in old) > MOST_PAIRS:
        return [("remove", "".join(old)), ("add", "".join(new))]
    pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(old[a:b])))
        else:
            pieces += [("remove", "".join(old[a:b])), ("add", "".join(new[c:d]))]
    return pieces

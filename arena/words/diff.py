"""What changed between two texts, word by word."""

import re
from difflib import SequenceMatcher

PIECE = re.compile(r"\s+|[^\s]+")


def word_diff(old: str, new: str) -> list[tuple[str, str]]:
    """Pieces of both texts in reading order, each `same`, `remove` or `add`."""
    before, after = PIECE.findall(old), PIECE.findall(new)
    pieces: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(before[a:b])))
            continue
        pieces += [("remove", "".join(before[a:b]))] if b > a else []
        pieces += [("add", "".join(after[c:d]))] if d > c else []
    return pieces

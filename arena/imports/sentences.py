"""Shorten texts where people pause: after a sentence, else after a word."""

import re

# A full stop ends a sentence unless it stands after a number, a single letter or a common abbreviation.
SHORT = ("bzw", "usw", "ca", "Str", "str", "Nr", "ggf", "evtl", "Dr", "St", "Mio", "inkl", "max", "min", "vgl")
ABBREVIATIONS = "".join(rf"(?<!{word}\.)" for word in SHORT)
END = re.compile(rf"(?<=[.!?…]){ABBREVIATIONS}(?<!\b\w\.)(?<!\d\.)\s+|\n+")
DOTS = "…"


def shorten(text: str, most: int) -> str:
    """Keep at most `most` characters of a text, cut after a whole word and marked with …"""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    if not text[most - 1].isspace():
        cut = cut.rsplit(None, 1)[0] if len(cut.split()) > 1 else cut
    return cut.rstrip(" ,;:-–(\n") + DOTS


def first_sentence(text: str) -> str:
    """The first sentence of a text, on one line."""
    return " ".join(END.split(text.strip(), maxsplit=1)[0].split())


def first_sentences(text: str, most: int) -> str:
    """As many whole sentences as fit into `most` characters; of a very long first one its beginning."""
    kept = ""
    for sentence in END.split(text.strip()):
        longer = " ".join(f"{kept} {sentence}".split())
        if len(longer) > most:
            break
        kept = longer
    return kept or shorten(" ".join(text.split()), most)

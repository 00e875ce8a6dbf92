"""Text on entry: one form for what looks the same, and nothing that hides or breaks."""

import re
import unicodedata

# C0 and C1 controls but tab and newline, bidirectional overrides and isolates, lone surrogates, non-characters.
UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def clean(text: str) -> str:
    """Normalise to NFC with plain newlines; drop controls, bidi overrides and lone surrogates."""
    if text.isascii() and text.isprintable():
        return text.strip()
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", UNWANTED.sub("", plain)).strip()


def clean_line(text: str) -> str:
    """The same for one line: every run of white space becomes one space."""
    return " ".join(clean(text).split())


def fold(text: str) -> str:
    """How a name is sorted and searched: without case, accents or compatibility forms."""
    apart = unicodedata.normalize("NFKD", clean(text).casefold())
    return "".join(mark for mark in apart if not unicodedata.combining(mark))

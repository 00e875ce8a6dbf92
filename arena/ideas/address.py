"""Where an idea lives: its number, then its title for those who read addresses."""

import re
import unicodedata

FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "ı": "i"})
MOST = 60


def slug(title: str) -> str:
    """A title as part of an address: plain letters and digits, cut at a word; empty where it has none."""
    plain = unicodedata.normalize("NFKD", title.casefold().translate(FOLDED)).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words if len(words) <= MOST else words[: MOST + 1].rpartition("-")[0] or words[:MOST]


def thread_address(idea_id: int, thread_id: int, title: str) -> str:
    """The address of a named thread of an idea, without the language."""
    words = slug(title)
    return f"/ideas/{idea_id}/threads/{thread_id}-{words}" if words else f"/ideas/{idea_id}/threads/{thread_id}"


def idea_address(idea_id: int, title: str) -> str:
    """The address of an idea, without the language."""
    return f"/ideas/{idea_id}-{words}" if (words := slug(title)) else f"/ideas/{idea_id}"

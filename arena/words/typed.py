"""What people type into a line: numbers and days, as their language writes them."""

import math
import re
from datetime import date

GROUPED = {"en": re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?"), "de": re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?")}
GERMAN_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")


def number_typed(text: str, lang: str) -> float:
    """A number such as `1.500,5` (de) or `1,500.5` (en); raises ValueError for what is none."""
    plain = text.replace(" ", "").replace("\u00a0", "")
    language = "en" if lang == "en" else "de"
    if GROUPED[language].fullmatch(plain):
        plain = plain.replace("," if language == "en" else ".", "")
    if not re.fullmatch(r"[+-]?[0-9]{1,15}([.,][0-9]{1,6})?", plain):
        raise ValueError(text)
    value = float(plain.replace(",", "."))
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def day_typed(text: str) -> date:
    """A day such as `2026-10-31` or `31.10.2026`; raises ValueError for what is none."""
    if found := GERMAN_DAY.fullmatch(text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    return date.fromisoformat(text)

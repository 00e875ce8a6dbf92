"""What people say when ideas grow together: one word with an act, a changed text; checked as it will be stored."""

from typing import Any

import msgspec

from arena.errors import Faults
from arena.growing.model import TEXTS
from arena.ideas.check import SUMMARY, TITLE
from arena.ideas.text import IdeaText
from arena.store.text import clean, clean_line
from arena.words.markdown import MOST

WORD, REASON, WHY = 500, 500, 300


class Texts(msgspec.Struct, frozen=True):
    """Title, summary and body as somebody wants them to be."""

    title: str = ""
    summary: str = ""
    markdown: str = ""


def texts_of(text: IdeaText) -> Texts:
    """The three texts of an idea."""
    return Texts(text.title, text.summary, text.markdown)


def cleaned_texts(texts: Texts) -> Texts:
    """The same as they will be stored."""
    return Texts(clean_line(texts.title), clean_line(texts.summary), clean(texts.markdown))


def check_texts(texts: Texts, faults: Faults, stem: str = "") -> None:
    """Note what is missing or too long; `stem` goes before the names of the fields."""
    faults.text(f"{stem}title", texts.title, most=TITLE)
    faults.text(f"{stem}summary", texts.summary, most=SUMMARY)
    faults.text(f"{stem}markdown", texts.markdown, most=MOST, least=0)


def changed(texts: Texts, before: Texts) -> dict[str, str]:
    """The texts that differ."""
    return {name: getattr(texts, name) for name in TEXTS if getattr(texts, name) != getattr(before, name)}


def over(row: Any, before: Texts) -> Texts:
    """The texts with those a row changes; what it leaves out stays as it is."""
    said = {name: getattr(row, name) for name in TEXTS if getattr(row, name) is not None}
    return msgspec.structs.replace(before, **said)


def line(field: str, text: str, *, most: int, least: int = 1) -> str:
    """One line somebody says with an act; raises `Invalid` for the field."""
    said, faults = clean_line(text), Faults()
    faults.text(field, said, most=most, least=least)
    faults.refuse()
    return said

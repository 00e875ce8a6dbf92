"""What an idea says: the text of a post as one value, the same from a form, an import or a revision."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from arena.store.text import clean, clean_line

LANGUAGES = ("de", "en", "ar", "es", "fr", "it", "pl", "ru", "tr", "uk", "vi")


class NeedText(msgspec.Struct, frozen=True):
    """What is missing: of which kind, what, how much and until when; `id` names the stored need it is about."""

    kind: str = ""
    what: str = ""
    amount: float | None = None
    unit: str = ""
    until: date | None = None
    id: int | None = None


class IdeaText(msgspec.Struct, frozen=True):
    """An idea in its author's words; `criteria` maps a criterion's key to the sentence why."""

    title: str
    kind: str = ""
    summary: str = ""
    markdown: str = ""
    language: str = "de"
    scope: str = ""
    fields: list[str] = []
    criteria: dict[str, str] = {}
    districts: list[str] = []
    needs: list[NeedText] = []


def cleaned(text: IdeaText) -> IdeaText:
    """The same text as it will be stored: normalised, each tag once."""
    return msgspec.structs.replace(
        text,
        title=clean_line(text.title),
        summary=clean_line(text.summary),
        markdown=clean(text.markdown),
        fields=_once(text.fields),
        districts=_once(text.districts),
        criteria={key: clean_line(why) for key, why in text.criteria.items()},
        needs=[
            msgspec.structs.replace(need, what=clean_line(need.what), unit=clean_line(need.unit)) for need in text.needs
        ],
    )


def snapshot(text: IdeaText) -> dict[str, Any]:
    """Plain data for a revision; needs without their numbers."""
    needs = [msgspec.structs.replace(need, id=None) for need in text.needs]
    data: dict[str, Any] = msgspec.to_builtins(msgspec.structs.replace(text, needs=needs))
    return data


def from_snapshot(data: dict[str, Any]) -> IdeaText:
    """The text of a revision."""
    return msgspec.convert(data, IdeaText)


def _once(keys: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(keys))

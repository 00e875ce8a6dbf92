"""One language's words: messages by key, dates, numbers and times as its readers write them."""

from datetime import UTC, date, datetime
from functools import cache
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal

from arena.words.catalogue import Message, catalogue

LANGUAGES = ("de", "en", "ls")
FALLBACK = {"de": ("de",), "en": ("en",), "ls": ("ls", "de")}
HTML_LANG = {"de": "de", "en": "en", "ls": "de-simple"}
ZONE = ZoneInfo("Europe/Berlin")


class Words:
    """The words of one language; the same object serves every page in it."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.html_lang = HTML_LANG[lang]
        self.locale = Locale.parse("en_GB" if lang == "en" else "de_DE")
        self._messages: dict[str, Message] = {}
        for source in reversed(FALLBACK[lang]):
            self._messages |= catalogue(source)

    def t(self, key: str, **facts: Any) -> str:
        """The message of a key with its facts filled in; a plural follows the fact `n`. Unknown keys raise KeyError."""
        message = self._messages[key]
        if isinstance(message, dict):
            form = self.locale.plural_form(facts.get("n", 0))
            message = message.get(form, message["other"])
        return message.format(**{name: self._said(fact) for name, fact in facts.items()}) if facts else message

    def raw(self, key: str) -> Message:
        """A message with its places still open, for scripts that fill them."""
        return self._messages[key]

    def facts(self, key: str) -> set[str]:
        """The names of the facts a message asks for; none for an unknown key."""
        message = self._messages.get(key, "")
        forms = message.values() if isinstance(message, dict) else (message,)
        return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}

    def has(self, key: str) -> bool:
        """Whether there is such a message."""
        return key in self._messages

    def number(self, value: float) -> str:
        """A number with the language's separators."""
        return str(format_decimal(value, locale=self.locale))

    def date(self, value: date | datetime) -> str:
        """A day, such as 21. November 2026."""
        return format_date(local_day(value), "long", locale=self.locale)

    def moment(self, value: datetime) -> str:
        """A day and time in the city's zone."""
        return format_datetime(value, "d. MMMM y, HH:mm" if self.lang != "en" else "d MMMM y, HH:mm", ZONE, self.locale)

    def ago(self, value: datetime) -> str:
        """How long ago, in one rough unit."""
        return format_timedelta(
            value - datetime.now(UTC), add_direction=True, granularity="minute", threshold=1, locale=self.locale
        )

    def list(self, values: list[str]) -> str:
        """Several things joined as in a sentence."""
        return format_list(values, locale=self.locale)

    def _said(self, fact: Any) -> Any:
        return self.number(fact) if isinstance(fact, int | float) and not isinstance(fact, bool) else fact


def local_day(value: date | datetime) -> date:
    """The city's day at a moment; a day stays as it is."""
    return value.astimezone(ZONE).date() if isinstance(value, datetime) else value


@cache
def words_in(lang: str) -> Words:
    """The words of a language; a KeyError for one the Arena does not speak."""
    return Words(lang)

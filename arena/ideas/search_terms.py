"""Search terms: word forms reduced to stems, the same for what is stored and for what is looked for.

Stemming happens here and not in the database, so that SQLite and PostgreSQL find the same ideas.
"""

import re
import threading
import unicodedata
from collections.abc import Container
from functools import lru_cache
from typing import Any

import msgspec
import snowballstemmer  # type: ignore[import-untyped]

STEMMERS = {"de": "german", "en": "english"}
TITLE_WEIGHT = 3  # a word of the title counts as often as if it were written three times
MOST_WORDS = 8
MOST_LETTERS = 64
WORD = re.compile(r"[^\W_]+")
ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")
FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l"})
# Words so common that they say nothing; a search for nothing but these still looks for them.
COMMON = frozenset(
    WORD.findall(
        "aber alle als also am an auch auf aus bei bis da damit dann das dass dem den denn der des die dies diese "
        "dieser doch dort durch ein eine einem einen einer eines er es für gibt hat haben hier ich im in ist ja "
        "kann kein keine können man mehr mit nach nicht noch nur ob oder sehr sein sich sie sind so um und uns vom "
        "von vor war was wenn wer werden wie wir wird wo zu zum zur über a and are as at be but by can for from has "
        "have how i in is it its of on or our that the their there they this to was we what will with you your"
    )
)
_local = threading.local()


class Word(msgspec.Struct, frozen=True):
    """A word somebody looks for: its whole forms, the beginnings that also count, and parts of longer words."""

    forms: tuple[str, ...]
    starts: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def terms_of(title: str, summary: str, markdown: str, language: str) -> str:
    """The stems of an idea's text as its column `terms` holds them, those of the title counted threefold."""
    named = stems_of(title, language) * TITLE_WEIGHT
    return f" {' '.join(named + stems_of(f'{summary} {markdown}', language))} "


def words_of(query: str) -> tuple[Word, ...]:
    """What somebody typed as words to look for, in German and English forms; the last may be a beginning."""
    found = list(dict.fromkeys(_words(query[:400])))
    sought = ([word for word in found if word not in COMMON] or found)[:MOST_WORDS]
    return tuple(_word(word, last=number == len(sought)) for number, word in enumerate(sought, 1))


def telling(text: str) -> tuple[Word, ...]:
    """The words of a text that say something, each once and as a whole."""
    return tuple(
        _word(word, last=False) for word in dict.fromkeys(_words(text)) if word not in COMMON and len(word) > 2
    )


def _word(word: str, *, last: bool) -> Word:
    stems = {_stem(word, language) for language in STEMMERS}
    forms = stems | {_fold(word)}
    starts = {_fold(word)} | {stem for stem in stems if len(stem) > 3} if last else set()
    return Word(tuple(sorted(forms)), tuple(sorted(starts)), _parts(forms))


def _parts(forms: set[str]) -> tuple[str, ...]:
    """What is looked for inside compounds: `wass` in `trinkwasserbrunn`; three letters only where a word ends."""
    long = {form for form in forms if len(form) > 3}
    least = {form for form in long if not any(other in form for other in long - {form})}
    return tuple(sorted(least)) or tuple(sorted(f"{form} " for form in forms if len(form) == 3))


def stems_of(text: str, language: str, *, without: Container[str] = ()) -> list[str]:
    """The stem of every word of a text, in order; words `without` are left out."""
    return [_stem(word, language) for word in _words(ADDRESS.sub(" ", text)) if word not in without]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode())
    return [word[:MOST_LETTERS] for word in WORD.findall(plain.casefold())]


@lru_cache(maxsize=40_000)
def _stem(word: str, language: str) -> str:
    return _fold(str(_stemmer(STEMMERS[language]).stemWord(word)) if language in STEMMERS else word)


def _stemmer(name: str) -> Any:
    """A stemmer of this thread's own, since it keeps the word it works on."""
    if not hasattr(_local, name):
        setattr(_local, name, snowballstemmer.stemmer(name))
    return getattr(_local, name)


def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.translate(FOLDED))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))

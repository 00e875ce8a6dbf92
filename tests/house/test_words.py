"""The words: complete in both languages, and every key that code or template names exists."""

import re
from pathlib import Path
from string import Formatter

import pytest

from arena.paths import PACKAGE, shipped
from arena.words.catalogue import Message, catalogue

NAMED = re.compile(r"""\bt\(\s*["']([a-z_]+(?:\.[a-z0-9_-]+)+)["']""")
KEYS = re.compile(r"""["'](errors\.[a-z_]+|[a-z]+(?:\.[a-z_]+)*\.done)["']""")


def _facts(message: Message) -> set[str]:
    texts = message.values() if isinstance(message, dict) else [message]
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


def test_german_and_english_say_the_same_things() -> None:
    assert catalogue("de").keys() ^ catalogue("en").keys() == set()


def test_leichte_sprache_says_nothing_german_does_not() -> None:
    assert catalogue("ls").keys() - catalogue("de").keys() == set()


@pytest.mark.parametrize("lang", ["en", "ls"])
def test_the_facts_of_a_message_are_the_same_in_each_language(lang: str) -> None:
    german = catalogue("de")
    wrong = {key for key, message in catalogue(lang).items() if _facts(message) - {"n"} != _facts(german[key]) - {"n"}}
    assert not wrong


def test_every_key_that_is_named_exists() -> None:
    missing = []
    for file in [*shipped("templates").rglob("*.html"), *PACKAGE.rglob("*.py")]:
        text = file.read_text("utf-8")
        named = set(NAMED.findall(text)) | (set(KEYS.findall(text)) if file.suffix == ".py" else set())
        missing += [f"{Path(file).name}: {key}" for key in sorted(named - catalogue("de").keys())]
    assert not missing, "\n".join(missing)

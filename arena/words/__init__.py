"""Words: everything the Arena says, in German, English and Leichte Sprache."""

from arena.words.words import LANGUAGES, Words, words_in

__all__ = ["LANGUAGES", "Words", "words_in"]

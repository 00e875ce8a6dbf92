"""What is only words is rendered at once, exactly as the parser would have done it."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from arena.words import markdown
from arena.words.markdown import to_html

WORDS = ("Wer", "hat", "für", "uns", "Straße", "e.V.", "z.", "B.", "1", "2.", "é", "日本", "٣", "ʹ", "Ⅷ", "²")
LINKS = ("www", "example", "org", "http", "ftp", "mailto", ".", ":", "/", "@", "_", "-")
SIGNS = tuple(",;?!–…'%€()*`&<[]#~|\t \n")
PIECES = (*WORDS, *LINKS, *SIGNS, " ", " ", "  ", "\n\n", "\n\n\n")
typed = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=40)


@settings(max_examples=300, deadline=None, database=None)
@given(typed)
@example("Wer hat Platz?\nWir sind zu acht.\n\nUnd @Ada Lovelace auch: um 8 Uhr.")
@example("Schreib an tom@example.org")
@example("Siehe www.example.org oder example.com")
@example("Titel\n---")
@example("Ende \nNeu")
def test_words_alone_look_as_the_parser_would_have_drawn_them(text: str) -> None:
    assert to_html(text) == markdown._parsed(text)


def test_ordinary_sentences_take_the_short_way() -> None:
    for text in (
        "Wer hat Platz für eine Werkstatt am Kanal? Wir sind zu acht.",
        "Ja!\n\nAm Montag, um 8 Uhr (im Hof).",
    ):
        assert markdown.PLAIN.fullmatch(text)

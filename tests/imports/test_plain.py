"""Words of people survive as Markdown."""

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arena.imports.plain import as_markdown
from arena.store.text import clean
from arena.words.markdown import to_html

LINK = re.compile(r'<a href="([^"]*)"[^>]*>')


def read(text: str) -> str:
    """What a reader sees, without what only lays it out."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", to_html(as_markdown(text)))).split())


@pytest.mark.parametrize(
    "text",
    [
        "1. Radweg",
        "2) Ampel",
        "# kein Titel",
        "> zitiert",
        "- Strich\n- noch einer",
        "    eingerückt",
        "Zeile\n===",
        "Zeile\n---",
        "*Sternchen* und _Striche_, Radfahrer*innen",
        "<script>alert(1)</script> <b>fett</b>",
        "a & b &amp; c &copy;",
        "[Name der Zeitung](und so)",
        "a | b\n--- | ---",
        "```\nkein Code\n```",
        "~~~\nkein Code",
        "Straße\\nhier",
        "=cmd|' /C calc'!A0",
        "![Bild](http://x)",
    ],
)
def test_markup_is_read_as_the_words_it_was(text: str) -> None:
    assert read(text).replace(" ", "") == "".join(text.split())


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Co", "Cn", "Cs")), max_size=200))
def test_every_text_reads_as_it_was_written(text: str) -> None:
    text = clean(text)
    assert read(text).replace(" ", "") == "".join(text.split())


@settings(deadline=None)
@given(st.text(alphabet="ab*_`~[]()<>#-+=|!&;:/.\\\n 1", max_size=60))
def test_even_a_text_made_of_markup_does(text: str) -> None:
    text = clean(text)
    assert read(text).replace(" ", "") == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("siehe https://de.wikipedia.org/wiki/Hamburger_Deckel.", "https://de.wikipedia.org/wiki/Hamburger_Deckel"),
        ("(https://goo.gl/uq1QTM)", "https://goo.gl/uq1QTM"),
        ("https://x.de/a_(b), dann", "https://x.de/a_(b)"),
    ],
)
def test_addresses_stay_links(text: str, address: str) -> None:
    assert LINK.findall(to_html(as_markdown(text))) == [address]

"""Public texts: complete in German and English, honest about their language, replaceable by the operator."""

import re
from pathlib import Path

import pytest

from arena.words.texts import SHIPPED, VARIABLES, BadText, UnknownText, filled, names, page_html, text

NAMES = {"start", "take-part", "accessibility", "privacy", "imprint", "rules", "sources"}
EASY = {"start", "take-part", "accessibility"}
PAGES = {"ideas", "ideas/new", "sign-in", "moderation/log"} | {f"pages/{name}" for name in NAMES - {"start"}}
FILES = sorted(SHIPPED.glob("*/*.md"))


def test_every_text_exists_in_german_and_english() -> None:
    assert names() == NAMES
    assert {file.stem for file in (SHIPPED / "en").glob("*.md")} == NAMES
    for name in NAMES:
        german, english = text(name, "de"), text(name, "en")
        assert (german.lang, english.lang) == ("de", "en")
        assert german.markdown.count("\n## ") == english.markdown.count("\n## ")
        assert german.markdown.count("\n- ") == english.markdown.count("\n- ")


def test_leichte_sprache_is_used_where_written_and_else_german() -> None:
    for name in NAMES:
        assert text(name, "ls").lang == ("ls" if name in EASY else "de")
    assert text("privacy", "ls") == text("privacy", "de")


def test_title_and_body_are_apart() -> None:
    title, markdown, _ = text("imprint", "en")
    assert title == "Imprint"
    assert markdown.startswith("## Provider")


def test_a_text_is_read_once() -> None:
    assert text("rules", "de") is text("rules", "de")


@pytest.mark.parametrize(("name", "lang"), [("legal", "de"), ("../start", "de"), ("start", "fr"), ("", "de")])
def test_an_unknown_text_or_language_is_refused(name: str, lang: str) -> None:
    with pytest.raises(UnknownText):
        text(name, lang)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_headings_and_links_of_a_text_hold(file: Path) -> None:
    content = file.read_text("utf-8")
    assert re.findall(r"^(#+) ", content, re.M)[0] == "#"
    assert set(re.findall(r"^(#+) ", content, re.M)[1:]) <= {"##"}
    assert set(re.findall(r"{(\w+)}", content)) <= set(VARIABLES)
    for target in re.findall(r"\]\((.*?)\)", content):
        inside = target.removeprefix("/{lang}/")
        assert inside in PAGES or target.startswith("https://"), target


@pytest.mark.parametrize("name", sorted(EASY))
def test_leichte_sprache_keeps_to_short_lines(name: str) -> None:
    content = (SHIPPED / "ls" / f"{name}.md").read_text("utf-8")
    for line in content.splitlines():
        for sentence in re.split(r"(?<=[.?!:]) ", re.sub(r"\]\(.*?\)", "", line)):
            assert len(sentence.split()) <= 12, sentence
    assert not re.search(r"\b(könnte|würde|hätte|wäre|sollte|müsste|dürfte)", content)


def test_each_sentence_of_leichte_sprache_keeps_its_line() -> None:
    html = page_html(text("start", "ls"), {})
    assert "Hier geht es um Ideen für die Stadt.<br />" in html
    assert "Im Park fehlen Bänke.<br />" in html
    assert "\\" not in html


def test_the_operators_facts_are_filled_in_and_missing_ones_show() -> None:
    markdown = text("imprint", "de").markdown
    facts = {"operator_name": "Stadt X", "operator_address": "Rathausplatz 1\n10178 Berlin", "lang": "de"}
    done = filled(markdown, facts)
    assert "Stadt X\\\nRathausplatz 1\\\n10178 Berlin" in done
    assert "[[operator_email]]" in done
    assert "(/de/pages/rules)" in done
    assert "{" not in done


def test_a_page_has_second_headings_plain_links_and_no_raw_html() -> None:
    html = page_html(
        text("imprint", "en"), {"operator_name": "<b>X</b>", "operator_email": "a@x.example", "lang": "en"}
    )
    assert "<h2>Provider</h2>" in html
    assert '<a href="/en/pages/rules">rules</a>' in html
    assert '<a href="mailto:a@x.example">' in html
    assert "&lt;b&gt;X" in html


def test_an_operators_own_text_goes_first(tmp_path: Path) -> None:
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "imprint.md").write_text("\ufeff# Über uns\r\n\r\nHallo.\r\n", "utf-8")
    (tmp_path / "de" / "start.md").write_text("# Hallo\n\nNeu.", "utf-8")
    assert text("imprint", "de", tmp_path) == ("Über uns", "Hallo.", "de")
    assert text("imprint", "ls", tmp_path) == ("Über uns", "Hallo.", "de")
    assert text("imprint", "en", tmp_path).title == "Imprint"
    assert text("start", "ls", tmp_path).lang == "ls"
    assert text("imprint", "de").title == "Impressum"


def test_an_own_text_without_a_title_is_named(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "rules.md").write_text("Be kind.", "utf-8")
    with pytest.raises(BadText, match=r"rules\.md"):
        text("rules", "en", tmp_path)

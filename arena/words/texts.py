"""Public texts: pages of prose in Markdown, one file a page and language, which an operator may replace."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

from arena.words.words import FALLBACK

SHIPPED = Path(__file__).with_name("texts")
VARIABLES = ("operator_name", "operator_address", "operator_email", "lang")

_parser = MarkdownIt("commonmark", {"html": False})


class Text(NamedTuple):
    """A public text: its title, its body in Markdown (headings from `##`), the language it is really in."""

    title: str
    markdown: str
    lang: str


class UnknownText(LookupError):
    """There is no public text of this name, or no such language."""


class BadText(ValueError):
    """An operator's own text that does not begin with a title."""


@cache
def names() -> frozenset[str]:
    """The names of all public texts."""
    return frozenset(file.stem for file in (SHIPPED / "de").glob("*.md"))


@cache
def text(name: str, lang: str, own: Path | None = None) -> Text:
    """Read a text, kept until the process ends; the operator's `own` folder goes before the shipped one.

    Leichte Sprache that nobody wrote falls back to German. Raises UnknownText and BadText.
    """
    if name not in names() or lang not in FALLBACK:
        raise UnknownText(f"{lang}/{name}")
    for language in FALLBACK[lang]:
        for folder in (own, SHIPPED):
            file = folder / language / f"{name}.md" if folder else None
            if file and file.is_file():
                return _read(file, language)
    raise UnknownText(f"{lang}/{name}")


def filled(markdown: str, facts: Mapping[str, str]) -> str:
    """Put the operator's facts into a text; one that is not set yet stays visible as `[[operator_name]]`."""
    for name in VARIABLES:
        lines = facts.get(name, "").strip() or f"[[{name}]]"
        markdown = markdown.replace(f"{{{name}}}", "\\\n".join(line.strip() for line in lines.splitlines()))
    return markdown


def page_html(found: Text, facts: Mapping[str, str]) -> str:
    """Render a text with its facts for a page whose `h1` is the title: its own headings are `h2`.

    These texts come with the Arena or from its operator, so their links are plain links.
    """
    email = facts.get("operator_email", "").strip()
    links = {"operator_email": f"<{email}>"} if email else {}
    html: str = _parser.render(filled(found.markdown, {**facts, **links}))
    return html


def _read(file: Path, lang: str) -> Text:
    head, _, body = file.read_text("utf-8").replace("\r\n", "\n").lstrip("\ufeff\n").partition("\n")
    if not head.startswith("# ") or not head[2:].strip():
        raise BadText(f'{file}: the first line must be a title such as "# Impressum"')
    body = body.strip()
    return Text(head[2:].strip(), _one_a_line(body) if lang == "ls" else body, lang)


def _one_a_line(markdown: str) -> str:
    """Keep the line ends of Leichte Sprache, where each sentence stands on a line of its own."""
    lines = markdown.split("\n")
    kept = [
        f"{line}\\" if _is_prose(line) and _is_prose(after) and not line.endswith("\\") else line
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
    ]
    return "\n".join(kept)


def _is_prose(line: str) -> bool:
    return bool(line.strip()) and not line.startswith(("#", "- ", "> "))

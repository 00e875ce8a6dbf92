"""From a text to the columns of the table of ideas."""

from typing import Any

from arena.errors import Faults
from arena.ideas.check import check_form
from arena.ideas.search_terms import terms_of
from arena.ideas.text import IdeaText, cleaned
from arena.strategy.versions import Strategies
from arena.words.markdown import to_html


def right(text: IdeaText, strategies: Strategies) -> IdeaText:
    """The text as it may be stored; raises `Invalid` with everything that is wrong with it."""
    text, faults = cleaned(text), Faults()
    check_form(text, strategies, faults)
    faults.refuse()
    return text


def columns(text: IdeaText, html: str = "") -> dict[str, Any]:
    """An idea's own columns; whoever has rendered the text before hands its HTML in, to keep the writer free."""
    return {
        "title": text.title,
        "kind": text.kind,
        "summary": text.summary,
        "markdown": text.markdown,
        "html": html or to_html(text.markdown),
        "language": text.language,
        "scope": text.scope,
        "terms": terms_of(text.title, text.summary, text.markdown, text.language),
    }

"""Markdown to safe HTML: parsed without raw HTML, then cleaned by an allow-list."""

import re

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

MOST = 10_000  # some inputs cost the parser quadratic time; nothing longer is stored anywhere
TAGS = {
    *("p", "br", "strong", "em", "s", "del", "code", "pre", "blockquote", "ul", "ol", "li", "hr", "a"),
    *("h3", "h4", "h5", "table", "thead", "tbody", "tr", "th", "td"),
}
# Words alone, the most of what people say: rendered at once, since parsing costs more than storing. A full stop or a
# colon may stand where nothing follows that would make an address of it, and nothing is tried twice.
WORDS = r"[\w ,;?()'%€…–—!-]*+"
LINE = rf"[^\W\d_]{WORDS}(?:[.:](?![\w.:-]){WORDS})*+(?<! )"
PLAIN = re.compile(rf"{LINE}(?:\n+{LINE})*+")
PAUSE = re.compile(r"\n{2,}")
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}

_parser = MarkdownIt("commonmark", {"linkify": True, "html": False, "breaks": True}).enable(
    ["linkify", "table", "strikethrough"]
)
_parser.disable(["image", "html_block", "html_inline"])


def to_html(markdown: str) -> str:
    """Render what a person wrote; headings begin at the third level without a gap, links say that they lead away."""
    if "_" not in markdown and PLAIN.fullmatch(markdown) and len(markdown) <= MOST:
        paragraphs = (part.replace("\n", "<br>\n") for part in PAUSE.split(markdown))
        return "".join(f"<p>{part}</p>\n" for part in paragraphs)
    return _parsed(markdown)


def _parsed(markdown: str) -> str:
    tokens = _parser.parse(markdown[:MOST])
    _order_headings(tokens)
    raw = _parser.renderer.render(tokens, _parser.options, {})
    return nh3.clean(raw, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="nofollow ugc noopener")


def _order_headings(tokens: list[Token]) -> None:
    """Let the highest heading in use be of the third level, and each at most one below the one before."""
    used = sorted({token.tag for token in tokens if token.type == "heading_open"})
    last = 2
    for token in tokens:
        if token.type == "heading_open":
            last = min(3 + used.index(token.tag), last + 1, 5)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{last}"

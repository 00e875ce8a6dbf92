"""Read flat CSS (rules, and rules inside @media) and write it back small."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Rule:
    """One rule: its media query (empty for none), its selector and its declarations in order."""

    media: str
    selector: str
    body: tuple[tuple[str, str], ...]

    def selectors(self) -> list[str]:
        """Split the selector list at its outer commas."""
        return [part.strip() for part in re.split(r",(?![^()]*\))", self.selector)]

    def choose(self, selectors: list[str]) -> "Rule":
        """Return the rule for these selectors only."""
        return replace(self, selector=",".join(selectors))

    def under(self, media: str) -> "Rule":
        """Return the rule under another media query."""
        return replace(self, media=media)

    def change(self, body: list[tuple[str, str]]) -> "Rule":
        """Return the rule with other declarations; of equal names the last one stays."""
        return replace(self, body=tuple(dict(body).items()))


def parse(text: str) -> list[Rule]:
    """Parse a style sheet without nesting other than @media; other at-rules are dropped."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S).replace('@charset "UTF-8";', "")
    return [rule for head, inner in _blocks(text) for rule in _rules(head, inner)]


def _rules(head: str, inner: str) -> Iterator[Rule]:
    if head.startswith("@media"):
        media = re.sub(r"\s+", " ", head.removeprefix("@media").strip())
        yield from (Rule(media, name, _body(block)) for name, block in _blocks(inner))
    elif not head.startswith("@"):
        yield Rule("", head, _body(inner))


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    depth = start = opened = 0
    for at, letter in enumerate(text):
        if letter == "{":
            opened = at if depth == 0 else opened
            depth += 1
        elif letter == "}":
            depth -= 1
            if depth == 0:
                yield re.sub(r"\s+", " ", text[start:opened]).strip(), text[opened + 1 : at]
                start = at + 1


def _body(text: str) -> tuple[tuple[str, str], ...]:
    lines = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', text)
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    return tuple((name.strip(), re.sub(r"\s+", " ", value).strip()) for name, value in pairs)


def to_text(rules: list[Rule]) -> str:
    """Write rules one a line, joining neighbours that share a media query."""
    lines: list[str] = []
    media = ""
    for rule in rules:
        if rule.media != media:
            lines += ["}"] * bool(media) + [f"@media {rule.media}{{"] * bool(rule.media)
            media = rule.media
        lines.append(rule.selector + "{" + ";".join(f"{n}:{v}" for n, v in rule.body) + "}")
    return "\n".join(lines + ["}"] * bool(media)) + "\n"

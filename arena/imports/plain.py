"""People's plain words as Markdown that reads exactly as they wrote it."""

import re

ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}\x00-\x20]+")
INLINE = re.compile(r"([\\`*_\[\]<>&|~])")
LINE_START = re.compile(r"^(#|\+|-|=|:)|^(\d{1,9})([.)])")
AT_END = ".,;:!?'\"*_)"


def as_markdown(text: str) -> str:
    """Escape what Markdown would read as markup; web addresses stay links, lines stay lines."""
    return "\n".join(_line(line.strip()) for line in text.split("\n"))


def _line(line: str) -> str:
    parts, place = [], 0
    for found in ADDRESS.finditer(line):
        address = _trimmed(found[0])
        parts += [INLINE.sub(r"\\\1", line[place : found.start()]), f"<{address}>"]
        place = found.start() + len(address)
    whole = "".join([*parts, INLINE.sub(r"\\\1", line[place:])])
    return LINE_START.sub(_escaped_start, whole)


def _escaped_start(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"


def _trimmed(address: str) -> str:
    """An address ends before the sentence's own signs; a bracket stays where it was opened inside."""
    while address[-1] in AT_END and not (address[-1] == ")" and address.count("(") >= address.count(")")):
        address = address[:-1]
    return address

"""Files that are readable as several and fetched as one: style sheets with imports, scripts with modules."""

import re
from pathlib import Path

STYLE = re.compile(r'@import url\("(?P<file>[^"]+)"\)(?: layer\((?P<layer>[\w-]+)\))?;')
MODULE = re.compile(r'^import (?:\{[^{}]*\} from )?"(?P<file>\./[\w-]+\.js)";\n', re.MULTILINE)
BESIDE = re.compile(r"^ *//.*\n|^ +|^\n", re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:const|let|class|function)\b)", re.MULTILINE)


def joined(file: Path) -> bytes:
    """A file's bytes, with what it imports in place."""
    if file.suffix == ".css":
        return _style(file).encode()
    if file.suffix == ".js":
        return _script(file).encode()
    return file.read_bytes()


def _style(file: Path) -> str:
    def inline(found: re.Match[str]) -> str:
        text = _style((file.parent / found["file"]).resolve())
        return f"@layer {found['layer']} {{\n{text}\n}}" if found["layer"] else text

    return STYLE.sub(inline, file.read_text("utf-8"))


def modules_of(file: Path, seen: set[Path] | None = None) -> list[Path]:
    """A script's modules in the order a browser would run them, each once, itself last."""
    seen = {file} if seen is None else seen | {file}
    found: list[Path] = []
    for one in MODULE.finditer(file.read_text("utf-8")):
        imported = (file.parent / one["file"]).resolve()
        if imported not in seen:
            found += [module for module in modules_of(imported, seen | set(found)) if module not in found]
    return [*found, file]


def _script(file: Path) -> str:
    """A script with its modules before it in one scope.

    So their names at the top level differ, and imports and exports are of the plain form (a test keeps both).
    Only its own exports stay, for the page that loads it when it is needed. Comments on lines of their own,
    indentation and empty lines stay at home: a sixth of what would travel.
    """
    *before, own = (BESIDE.sub("", MODULE.sub("", one.read_text("utf-8"))) for one in modules_of(file))
    return "".join(EXPORT.sub("", text) for text in before) + own

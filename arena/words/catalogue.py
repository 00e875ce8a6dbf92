"""Catalogues: the messages of a language, read from one TOML file per noun."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

PLURALS = {"zero", "one", "two", "few", "many", "other"}
Message = str | dict[str, str]


@cache
def catalogue(lang: str) -> dict[str, Message]:
    """All messages of a language by key, `<file>.<table>.<name>`; plurals stay a table of forms."""
    found: dict[str, Message] = {}
    for file in sorted((Path(__file__).parent / lang).glob("*.toml")):
        _flatten(file.stem, tomllib.loads(file.read_text("utf-8")), found)
    return found


def _flatten(prefix: str, table: dict[str, Any], found: dict[str, Message]) -> None:
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, dict) and not (value and value.keys() <= PLURALS):
            _flatten(key, value, found)
        else:
            found[key] = value

"""Budgets of a first view, as they travel."""

import gzip

from arena.paths import shipped
from arena.web.static import Static

STATIC = Static(shipped("static"))


def _packed(name: str) -> int:
    return len(gzip.compress(STATIC.body(name), 9))


def test_the_style_sheet_is_small() -> None:
    assert _packed("css/arena.css") <= 25_000


def test_the_scripts_of_a_live_page_are_small() -> None:
    scripts = [name for name in STATIC._files if name.startswith("js/")]
    assert sum(map(_packed, scripts)) <= 12_000

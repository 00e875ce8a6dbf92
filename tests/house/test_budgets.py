"""Budgets of a first view, as they travel."""

import gzip
import re
from collections import Counter

import pytest

from arena.paths import shipped
from arena.web.joined import modules_of
from arena.web.static import Static

STATIC = Static(shipped("static"))
ASKED = re.compile(r"asset\('(js/[\w-]+\.js)'\)")
NAME = re.compile(r"^(?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)
LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def _packed(name: str) -> int:
    return len(gzip.compress(STATIC.body(name), 9))


def _scripts() -> dict[str, list[str]]:
    """What each page asks for; every script comes with its modules in it."""
    found = {file.name: ASKED.findall(file.read_text("utf-8")) for file in shipped("templates").rglob("*.html")}
    return {page: names for page, names in found.items() if names}


def test_the_style_sheet_is_small() -> None:
    assert _packed("css/arena.css") <= 25_000


def test_the_scripts_of_a_live_page_are_small() -> None:
    scripts = _scripts()
    assert ["js/thread.js"] in scripts.values()
    for page, names in scripts.items():
        assert sum(map(_packed, names)) <= 12_000, page
    # Whoever may write gets the keeper of drafts as well, after the page is live.
    assert "js/draft.js" in scripts["_composer.html"]
    assert sum(map(_packed, ["js/thread.js", *scripts["_composer.html"]])) <= 14_000


@pytest.mark.parametrize("name", sorted({name for names in _scripts().values() for name in names}))
def test_modules_that_travel_as_one_script_share_their_scope_in_peace(name: str) -> None:
    script = "\n".join(one.read_text("utf-8") for one in modules_of(shipped("static") / name))
    twice = [found for found, times in Counter(NAME.findall(script)).items() if times > 1]
    assert not twice, f"{name}: two modules have a {twice[0]} at their top level; one of them needs another name"
    left = LEFT.findall(STATIC.body(name).decode())
    assert not left, f'{name}: write `import {{ a, b }} from "./c.js";` and `export const …`, not: {left[0]}'
    open_ended = [line for line in script.splitlines() if line.count("`") % 2]
    assert not open_ended, f"{name}: a text over several lines would lose its indentation: {open_ended[0]}"

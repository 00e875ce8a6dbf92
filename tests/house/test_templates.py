"""The templates: they parse, they hold nothing inline, and the linter finds nothing."""

import re
import subprocess
import sys

import pytest

from arena.paths import shipped
from arena.settings import Settings
from arena.web.pages import Pages
from arena.web.static import Static

TEMPLATES = sorted(file.relative_to(shipped("templates")).as_posix() for file in shipped("templates").rglob("*.html"))
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\b(src=|type=\"application/json\"))")


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_parses_and_holds_nothing_inline(name: str) -> None:
    pages = Pages(Settings(), Static(shipped("static")))
    pages.environment("de").get_template(name)
    found = INLINE.search((shipped("templates") / name).read_text("utf-8"))
    assert not found, f"the content security policy forbids {found}"


def test_the_linter_finds_nothing() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "djlint", str(shipped("templates")), "--lint"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout

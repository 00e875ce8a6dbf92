"""The look holds together: no icon, colour or weight that does not exist."""

import re

from arena.paths import shipped

STATIC = shipped("static")
CSS = {file.name: file.read_text("utf-8") for file in (STATIC / "css").glob("*.css")}
NAMED = re.compile(r"\bicon\(\s*'([a-z-]+)'\s*[,)]")


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', (STATIC / "icons/sprite.svg").read_text("utf-8")))
    texts = [file.read_text("utf-8") for file in shipped("templates").rglob("*.html")]
    assert {name for text in texts for name in NAMED.findall(text)} - drawn == set()


def test_every_token_that_a_style_reads_is_set() -> None:
    everything = "\n".join(CSS.values()) + (STATIC / "vendor/kern/kern.css").read_text("utf-8")
    read = set(re.findall(r"var\((--[\w-]+)\)", "\n".join(CSS.values())))
    assert read - set(re.findall(r"(--[\w-]+)\s*:", everything)) == set()


def test_colours_are_set_in_one_place() -> None:
    strays = {
        name: re.findall(r"#[0-9a-fA-F]{3,8}\b|oklch\(", text) for name, text in CSS.items() if name != "base.css"
    }
    assert not [name for name, found in strays.items() if set(found) - {"#fff"}]


def test_the_fonts_of_the_first_view_are_light() -> None:
    cuts = ("fira-sans-latin-400-normal.woff2", "fira-sans-latin-600-normal.woff2")
    assert sum((STATIC / "fonts" / cut).stat().st_size for cut in cuts) <= 60_000


def test_underlines_are_written_so_that_every_browser_draws_them() -> None:
    # Safari takes no thickness within `text-decoration` and would drop the underline as a whole.
    short = re.compile(r"text-decoration: *underline +[\d.]")
    assert [name for name, text in CSS.items() if short.search(text)] == []

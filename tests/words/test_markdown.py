"""Markdown: headings in order, nothing but what is allowed."""

import pytest

from arena.words.markdown import to_html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("# A\n\n## B", "<h3>A</h3>\n<h4>B</h4>\n"),
        ("## A\n\n## B", "<h3>A</h3>\n<h3>B</h3>\n"),
        ("### A\n\n# B\n\n###### C", "<h3>A</h3>\n<h3>B</h3>\n<h4>C</h4>\n"),
        ("A\n=\n\nB\n-", "<h3>A</h3>\n<h4>B</h4>\n"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
        ("![x](https://example.org/x.png)", None),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
    ],
)
def test_what_is_written_becomes_safe_and_orderly(markdown: str, html: str | None) -> None:
    made = to_html(markdown)
    assert made == html if html is not None else "<img" not in made
